"""The boxes of a form's translations: each with its state, the French beside it, and what changed in that French."""

from collections.abc import Callable, Sequence

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.db.models import Field, Model
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core import differences, languages, limits, richtext, translated, versions
from core.models import TranslatedModel, Translation, TranslationState

MINOR = "minor_correction"
STILL_RIGHT = "still_right"


def in_progress(code: str) -> str:
    """The name of the tick that says somebody is still working on the language."""
    return f"in_progress_{code}"


class TranslatedForm(forms.ModelForm):
    """A form that knows the state of each translation and tells the row, before it is saved, what was ticked."""

    minor_correction = forms.BooleanField(
        label=_("minor correction"),
        required=False,
        help_text=_("Spelling or punctuation only: the translations that are up to date stay so."),
    )
    in_progress_en = forms.BooleanField(label=_("still working on the English"), required=False)
    in_progress_ar = forms.BooleanField(label=_("still working on the Arabic"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.records = _records(self.instance)
        for code in languages.OTHERS:
            if tick := self.fields.get(in_progress(code)):
                tick.initial = self._is_in_progress(code)
            for field in translated.fields(type(self.instance)):
                if box := self.fields.get(f"{field}_{code}"):
                    self._dress(box, field, code)

    def clean(self):
        cleaned = super().clean()
        row = self.instance
        row.minor_correction = cleaned.get(MINOR, False)
        row.still_right = frozenset(self.data.getlist(STILL_RIGHT)) & frozenset(self.fields)
        row.in_progress = frozenset(
            code for code in languages.OTHERS if cleaned.get(in_progress(code), self._is_in_progress(code))
        )
        return cleaned

    def _is_in_progress(self, code: str) -> bool:
        states = {record.state for (_field, language), record in self.records.items() if language == code}
        return TranslationState.IN_PROGRESS in states

    def _dress(self, box: forms.Field, field: str, code: str) -> None:
        if record := self.records.get((field, code)):
            name = f"{field}_{code}"
            box.widget.attrs["aria-describedby"] = f"id_{name}_about"  # not the French: it would be read out whole
            box.help_text = _beside(box.help_text, record, name, self.instance)


def tell_outdated(request: HttpRequest, row: TranslatedModel) -> None:
    """After saving: how many translations of `row` that this person may mend are older than the French."""
    theirs = limits.languages_of(request.user)
    count = row.translations.filter(language__in=theirs, state=TranslationState.OUTDATED).count()
    if count:
        text = ngettext(
            "%(count)s translation of this text is older than the French.",
            "%(count)s translations of this text are older than the French.",
            count,
        )
        messages.info(request, text % {"count": count})


def show_read_only(adminform: AdminForm) -> None:
    """Texts that this person may only read, as they read on the site: formatted, in their own direction.

    And no help to fill in what cannot be filled in.
    """
    row, closed = adminform.form.instance, [name for name in adminform.readonly_fields if isinstance(name, str)]
    shown = {name: _reading(type(row), name) for name in closed if name in _columns(type(row))}
    adminform.form._meta.help_texts = dict.fromkeys(closed, "")  # of a class that was made for this request
    adminform.readonly_fields = [shown.get(name, name) for name in adminform.readonly_fields]
    adminform.fieldsets = [
        (title, options | {"fields": [shown.get(name, name) for name in map(_hashable, options["fields"])]})
        for title, options in adminform.fieldsets
    ]


def _hashable(line: str | Sequence) -> str | tuple:
    return line if isinstance(line, str) else tuple(line)


def _columns(model: type[Model]) -> set[str]:
    return {f"{field}_{code}" for field in translated.fields(model) for code in languages.CODES}


def _reading(model: type[Model], name: str) -> Callable[[Model], SafeString]:
    """What the admin prints for the column `name`, as a function of the row."""
    column, code = model._meta.get_field(name), name[-2:]

    def reading(row: Model) -> SafeString:
        text = _shown(column, getattr(row, name) or "") or "—"
        return format_html(
            '<div class="text-to-read" lang="{}" dir="{}">{}</div>', code, languages.direction(code), text
        )

    reading.__name__, reading.short_description = name, column.verbose_name
    return reading


def _records(row) -> dict[tuple[str, str], Translation]:
    return {} if row.pk is None else {(record.field, record.language): record for record in row.translations.all()}


def _beside(hint: str, record: Translation, name: str, row: Model) -> SafeString:
    """What stands beside a box: hint and state, what changed since, the French of now."""
    column = row._meta.get_field(f"{record.field}_{languages.REFERENCE}")
    french = getattr(row, column.name) or ""
    return format_html(
        '<div id="id_{}_about">{}{}</div>{}<div class="french" lang="fr" dir="ltr"><b>{}</b> {}</div>',
        name,
        format_html("<p>{}</p>", hint) if hint else "",
        state(record.state),
        _since(record, name, column, french) if _has_moved(record, french) else "",
        languages.NAMES[languages.REFERENCE],
        _shown(column, french),
    )


def _has_moved(record: Translation, french: str) -> bool:
    """True when a translation that is there was made from other words than the French of now."""
    return record.state != TranslationState.MISSING and record.source.split() != french.split()


def state(value: str) -> SafeString:
    """A state in words, with its colour and sign."""
    return format_html('<span class="translation translation-{}">{}</span>', value, TranslationState(value).label)


def _since(record: Translation, name: str, column: Field, french: str) -> SafeString:
    return format_html(
        '<div class="since"><p><b>{}</b></p><div lang="fr" dir="ltr">{}</div>'
        '<label><input type="checkbox" name="{}" value="{}"> {}</label></div>',
        gettext("What changed in the French since:"),
        _differences(column, record.source, french),
        STILL_RIGHT,
        name,
        gettext("Still right as it is"),
    )


def _differences(column: Field, before: str, now: str) -> SafeString:
    """The words that went and came, as `<del>` and `<ins>` among some that stayed."""
    tags = {differences.SAME: "span", differences.REMOVED: "del", differences.ADDED: "ins"}
    if not (pieces := versions.text_pieces(column, before, now)):
        return format_html("<p><em>{}</em></p>", gettext("Only the formatting has changed."))
    return format_html(
        "<p>{}</p>", format_html_join(" ", "<{}>{}</{}>", ((tags[p.kind], p.text or "…", tags[p.kind]) for p in pieces))
    )


def _shown(column: Field, text: str) -> SafeString:
    """A text as it reads; rich text cleaned once more."""
    if versions.is_rich(column):
        return richtext.clean(text)
    return format_html_join("", "<p>{}</p>", ((line,) for line in text.splitlines() if line.strip()))
