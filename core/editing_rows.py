"""Two people at one form, for what has no versions: rooms and hours inside a point, a headcount, a source.

Every box carries what it said when the page was opened (Django's hidden initial). What only somebody else changed stays
as they left it; what both changed is refused once, with the other's value, and replaced when saved again. Texts in
several languages are compared word by word: `core.editing`.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import editing
from core.deleted_rows import ReturningRows
from core.versions import shown

ADDED = gettext_lazy(
    "Somebody else has added a row since you opened the page. Empty this row, or tick “Delete”, and save: your other"
    " changes are kept."
)
MOST_ROWS = 300  # of one record; a form that says it has more is made by hand, and costs seconds


class WatchedRow:
    """A model form that notices what somebody else has changed in its row since the page was opened.

    What it was opened with comes from the browser, and with it `changed_data`: neither decides what anybody may do.
    """

    def clean(self):
        cleaned = super().clean()
        for name in self.moved() if self.instance.pk else ():
            self._settle(name)
        return cleaned

    def moved(self) -> list[str]:
        """Names of the fields that are stored otherwise now than the page said; none where it did not say."""
        return [name for name, field in self.fields.items() if field.show_hidden_initial and self._has_moved(name)]

    def stays(self, name: str) -> bool:
        """True when only somebody else has changed the field: it is saved as they left it, whatever was sent."""
        return name in self.moved() and name not in self.changed_data

    def see(self, name: str) -> None:
        """From now on this person knows what is stored: saving again replaces it."""
        self.data = self.data.copy()
        now = self.fields[name].prepare_value(self.initial.get(name))
        if isinstance(now, list):
            self.data.setlist(self[name].html_initial_name, now)
        else:
            self.data[self[name].html_initial_name] = "" if now is None else now

    def _has_moved(self, name: str) -> bool:
        field, box = self.fields[name], self[name].html_initial_name
        widget = field.hidden_widget()
        if widget.value_omitted_from_data(self.data, self.files, box):
            return False
        try:
            opened = field.to_python(widget.value_from_datadict(self.data, self.files, box))
        except forms.ValidationError:
            return True
        return editing.digest(opened) != editing.digest(self.initial.get(name))

    def _settle(self, name: str) -> None:
        if name not in self.changed_data:
            self._keep(name)
        elif name in self.cleaned_data and self._differs(name):
            text = _("Somebody else has made this “%(theirs)s” since you opened the page. Save again to have yours.")
            self.add_error(name, text % {"theirs": _stored_words(self.instance, name)})
            self.see(name)

    def _keep(self, name: str) -> None:
        is_many = isinstance(self.fields[name], forms.ModelMultipleChoiceField)
        self.cleaned_data[name] = self.initial.get(name) if is_many else getattr(self.instance, name)

    def _differs(self, name: str) -> bool:
        return editing.digest(self.cleaned_data[name]) != editing.digest(self.initial.get(name))


class WatchedRows(ReturningRows):
    """A formset that notices what somebody else has added, and does not delete what they changed before it was seen."""

    def clean(self):
        super().clean()
        for form in self.forms:
            if form.has_changed() and form.is_valid() and not self._should_delete_form(form):
                self._look_beside(form)
        for form in self.initial_forms:
            if self.can_delete and self._should_delete_form(form) and (moved := form.moved()):
                for name in moved:
                    form.see(name)
                text = _("Somebody else has changed “%(row)s” since you opened the page. Save again to delete it.")
                raise forms.ValidationError(text % {"row": form.instance})

    def _look_beside(self, form) -> None:
        if faults := self.faults_beside(form):
            is_new = form.instance.pk is None
            form.add_error(None, [*faults, ADDED] if is_new and self._others() else faults)

    def _others(self) -> bool:
        """True when there are rows that the page does not show."""
        shown = [form.instance.pk for form in self.initial_forms]
        return self.model._base_manager.filter(**{self.fk.name: self.instance}).exclude(pk__in=shown).exists()


class WatchedInline(admin.options.InlineModelAdmin):
    """Rows inside a form, each of them watched."""

    def get_max_num(self, request, obj=None, **kwargs):
        most = super().get_max_num(request, obj, **kwargs)
        return MOST_ROWS if most is None else most

    def get_formset(self, request, obj=None, **kwargs):
        formset = type(self.formset.__name__, (WatchedRows, self.formset), {})
        most = {"absolute_max": MOST_ROWS} | kwargs
        made = super().get_formset(request, obj, form=_watched(self.form), formset=formset, **most)
        _carry(made.form)
        made.may_add = self.has_add_permission(request, obj)
        return made


class WatchedAdmin(admin.ModelAdmin):
    """One row without versions, watched and, while it is saved, nobody else's."""

    def get_object(self, request, object_id, from_field=None):
        return editing.locked(request, super().get_object(request, object_id, from_field))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = _watched(super().get_form(request, obj, change, **kwargs))
        _carry(form)
        return form


def _watched(form: type[forms.ModelForm]) -> type[forms.ModelForm]:
    return type(form.__name__, (WatchedRow, form), {})


def _carry(form: type[forms.ModelForm]) -> None:
    """Not for boxes of several parts and for files: Django does not carry those through a refusal."""
    known = {field.name for field in form._meta.model._meta.get_fields()}
    for name, field in form.base_fields.items():
        is_plain = not issubclass(field.hidden_widget, forms.MultiWidget) and not isinstance(field, forms.FileField)
        field.show_hidden_initial = name in known and is_plain


def _stored_words(row: Any, name: str) -> str:
    field = row._meta.get_field(name)
    if field.many_to_many:
        return ", ".join(str(one) for one in getattr(row, name).all())
    return shown(field, field.value_from_object(row))
