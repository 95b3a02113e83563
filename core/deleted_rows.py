"""Rows of a page that somebody else has deleted since it was opened: what was typed in them is not lost.

Django refuses such a form for ever, without a word, and does not show the row. Here, before the forms are made, a row
that is gone leaves the page when nothing was typed in it; else it becomes a new row, and says so.
"""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

AGAIN = _(
    "Somebody else has deleted “%(row)s” since you opened the page. What you typed stands here as a new row: save again"
    " to have it, or empty the row to leave it out."
)
TAKEN = _(
    "Somebody else has deleted “%(row)s” since you opened the page, and such a row has been added again. Empty this row"
    " and save: your other changes are kept."
)
FILE_AGAIN = _("The file you had chosen must be chosen again.")
NOT_AGAIN = _(
    "Somebody else has deleted “%(row)s” since you opened the page, and you may not add it again. Copy what you typed:"
    " %(typed)s"
)
LISTED = _("Somebody else has deleted a row of this list since you opened it. You had typed in it: %(typed)s")


class DeletedRows:
    """A formset of which each stored row is on the page and in the database, whoever deleted what meanwhile."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.typed_in_vain: list[forms.ModelForm] = []  # forms of the rows that are gone, as they came
        if self.is_bound and self.management_form.is_valid():
            self._part()

    def back(self, form: forms.ModelForm) -> bool:
        """True when what was typed in `form`, whose row is gone, shall stand on the page as a new row."""
        return False

    def _part(self) -> None:
        """Which row stays, which comes back as a new one, which leaves the page; told to the forms by their numbers."""
        first, end = min(self.initial_form_count(), self.total_form_count()), self.total_form_count()
        stored, stay, again = {row.pk: row for row in self.get_queryset()}, [], []
        keys = [self._key(number) for number in range(first)]
        for number, key in enumerate(keys):
            if key is None or key in stored:
                stay.append(number)
            elif self._is_typed(form := self._as_it_came(number)):
                self.typed_in_vain.append(form)
                again += [number] if self.back(form) else []
        if len(stay) == first:
            return
        if None not in keys:
            self._queryset = [stored[keys[number]] for number in stay]  # the admin puts the two side by side
        order = [*stay, *again, *range(first, end)]
        self.data, self.files = (_renumbered(sent, self.prefix, order) for sent in (self.data, self.files))
        for number in range(len(stay), len(stay) + len(again)):
            self._make_new(number)
        counts = {forms.formsets.TOTAL_FORM_COUNT: len(order), forms.formsets.INITIAL_FORM_COUNT: len(stay)}
        for name, count in counts.items():
            self.data[f"{self.prefix}-{name}"] = str(count)
        del self.management_form  # made of the numbers that were sent

    def _key(self, number: int) -> Any:
        """The key of the stored row that stands as `number` on the page; None where none is legible."""
        key = self.model._meta.pk
        try:
            return self._get_to_python(key)(self.data.get(f"{self.add_prefix(number)}-{key.name}"))
        except forms.ValidationError:
            return None

    def _as_it_came(self, number: int) -> forms.ModelForm:
        return self.form(
            self.data,
            self.files,
            prefix=self.add_prefix(number),
            instance=self._blank(),
            **self.get_form_kwargs(number),
        )

    def _is_typed(self, form: forms.ModelForm) -> bool:
        """Not when the person wanted it deleted, too."""
        return f"{form.prefix}-{forms.formsets.DELETION_FIELD_NAME}" not in self.data and bool(form.changed_data)

    def _make_new(self, number: int) -> None:
        """Without its key, and compared from now on with an empty row, not with the one that was there."""
        form = self._as_it_came(number)
        self.data.pop(f"{form.prefix}-{self.model._meta.pk.name}", None)
        for name, field in form.fields.items():
            if field.show_hidden_initial:
                value = field.prepare_value(form.get_initial_for_field(field, name))
                values = value if isinstance(value, list) else [value]
                self.data.setlist(form.add_initial_prefix(name), ["" if one is None else one for one in values])

    def _blank(self) -> models.Model:
        return self.model()


class ReturningRows(DeletedRows):
    """Rows inside a form: one that was typed in comes back for those who may add rows, in words for all others."""

    may_add = True  # set by `core.editing_rows.WatchedInline`

    def back(self, form):
        return self.may_add

    def clean(self):
        super().clean()
        if not self.typed_in_vain:
            return
        if not self.may_add:
            raise forms.ValidationError([_in_words(form) for form in self.typed_in_vain])
        new = self.forms[self.initial_form_count() :]
        for form, came in zip(new, self.typed_in_vain, strict=False):  # they are the first of the new ones
            if form.has_changed() and self.faults_beside(form):
                form.add_error(None, TAKEN % {"row": _name(came)})
            elif form.has_changed():
                form.add_error(None, [AGAIN % {"row": _name(came)}, *([FILE_AGAIN] if _has_file(came) else [])])

    def faults_beside(self, form: forms.ModelForm) -> list[str]:
        """Is there such a row by now? Django asks the rows of the page only, where a form leaves out a column."""
        try:
            form.instance.validate_constraints(exclude=form._get_validation_exclusions() - {self.fk.name})
        except forms.ValidationError as error:
            return error.messages
        return []

    def _as_it_came(self, number):
        form = super()._as_it_came(number)
        form.fields.pop(self.fk.name, None)  # the record around the row; nobody types it
        return form

    def _blank(self):
        return self.model(**{self.fk.name: self.instance})


class ListedRows(DeletedRows):
    """Rows of a list with boxes to type in."""

    request = None  # set by `core.admin.TranslatedAdmin`

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for form in self.typed_in_vain:
            messages.warning(self.request, LISTED % {"typed": _typed(form)})


def _typed(form: forms.ModelForm) -> str:
    """What stands in the boxes that were changed: "capacity: 14; name: Salle B"."""
    return "; ".join(f"{form[name].label}: {form[name].value()}" for name in form.changed_data if form[name].value())


def _in_words(form: forms.ModelForm) -> str:
    return NOT_AGAIN % {"row": _name(form), "typed": _typed(form)}


def _has_file(form: forms.ModelForm) -> bool:
    return any(name.startswith(f"{form.prefix}-") for name in form.files)


def _name(form: forms.ModelForm) -> str | Promise:
    """What the row was called when the page was opened, or, where the page does not tell, what kind of row it is."""
    row, told = form.instance, [name for name, field in form.fields.items() if field.show_hidden_initial]
    for name in told:
        field = form.fields[name]
        box = field.hidden_widget()
        try:
            value = field.clean(box.value_from_datadict(form.data, form.files, form.add_initial_prefix(name)))
        except forms.ValidationError:
            return row._meta.verbose_name
        setattr(row, name, value)
    return str(row) if told else row._meta.verbose_name


def _renumbered(sent: MultiValueDict, prefix: str, order: Iterable[int]) -> MultiValueDict:
    """What was sent, with the rows `order` as rows 0, 1, 2 …, and without the others."""
    places = {str(number): place for place, number in enumerate(order)}
    pattern = re.compile(rf"((?:initial-)?{re.escape(prefix)})-(\d+)-(.+)", re.DOTALL)
    made = MultiValueDict()
    for name, values in sent.lists() if sent else ():
        if not (found := pattern.fullmatch(name)):
            made.setlist(name, values)
        elif found[2] in places:
            made.setlist(f"{found[1]}-{places[found[2]]}-{found[3]}", values)
    return made
