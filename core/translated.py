"""What a translated field says to a reader of one language, and what is missing.

A missing translation shows the French; whoever prints it must then say so with the text's own `lang` and `dir`.
Read columns by language (`title_ar`), never the plain attribute: that one hides whether it fell back.
"""

from typing import NamedTuple

from django.db.models import Model, Q
from modeltranslation.translator import translator

from core import languages


class Reading(NamedTuple):
    """A field's text and the language it is really in."""

    text: str
    language: str

    @property
    def direction(self) -> str:
        return languages.direction(self.language)

    @property
    def is_fallback(self) -> bool:
        """True when there is a text, and it is not in the reader's language."""
        return bool(self.text) and self.language != languages.current()


def read(row: Model, field: str, language: str | None = None) -> Reading:
    """`row.field` in `language` (the reader's unless given), else in French, else empty."""
    language = language or languages.current()
    for code in (language, languages.REFERENCE):
        if text := getattr(row, f"{field}_{code}"):
            return Reading(text, code)
    return Reading("", language)


def fields(model: type[Model]) -> tuple[str, ...]:
    """Names of the model's translated fields, in the order of the model (the options are a set); () for others."""
    if model not in translator.get_registered_models():
        return ()
    names = translator.get_options_for_model(model).all_fields
    return tuple(field.name for field in model._meta.fields if field.name in names)


def missing_in(row: Model) -> list[str]:
    """Codes of the languages in which `row` lacks a text that it has in French."""
    return [code for code in languages.CODES if any(_is_missing(row, field, code) for field in fields(type(row)))]


def missing(model: type[Model], language: str) -> Q:
    """The rows that `missing_in` would list for `language`, as a condition for the database."""
    condition = Q(pk__in=[])
    for field in fields(model):
        reference = f"{field}_{languages.REFERENCE}"
        condition |= _blank(f"{field}_{language}") & ~_blank(reference)
    return condition


def _is_missing(row: Model, field: str, code: str) -> bool:
    return bool(getattr(row, f"{field}_{languages.REFERENCE}")) and not getattr(row, f"{field}_{code}")


def _blank(column: str) -> Q:
    return Q(**{f"{column}__isnull": True}) | Q(**{column: ""})
