"""What is handed to a translator outside: one unit is one field of one row in one language.

A unit is known by its key, such as `countries.section.12.body.ar.1f0c….9a7b…`: where the text belongs, and the
fingerprints of the French it is made from and of the translation it would replace. The file carries a mark, signed with
this site's key: a file of another site, or of another language, is recognised by it.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models
from django.db.models import ForeignKey, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import override
from django_prose_editor.fields import ProseEditorField
from modeltranslation.translator import translator

from core import languages, limits, translated
from core.models import TranslatedModel, Translation, TranslationState
from core.models.translations import same
from sessions_app import reach
from sessions_app.models import Closure, OrientationPoint, Session
from testimonies.models import Testimony

WANTING = (TranslationState.MISSING, TranslationState.OUTDATED)
NO_COUNTRY = "-"  # in `Choice.country`: what belongs to no country
OF_A_POINT = {OrientationPoint: "pk", Session: "point", Closure: "point"}  # what closes every point is the managers'


class Choice(NamedTuple):
    """What to export: `app` is a label, `country` a slug or NO_COUNTRY; "" for all of them."""

    language: str
    everything: bool = False
    app: str = ""
    country: str = ""


class Key(NamedTuple):
    """Where a unit belongs, and what it was made from."""

    model: str  # "countries.section"
    pk: str
    field: str
    language: str
    french: str
    translation: str

    def __str__(self) -> str:
        return ".".join(self)

    @classmethod
    def parse(cls, text: str) -> "Key":
        """Raises ValueError for what is no key."""
        app, model, *rest = text.split(".")
        key = cls(f"{app}.{model}", *rest) if len(rest) == 5 else None
        if key is None or not (key.pk.isascii() and key.pk.isdigit() and len(key.pk) < 19):
            raise ValueError(text)
        return key


class Unit(NamedTuple):
    """One text with all that a translator must know of it."""

    key: Key
    what: str  # "Section · Sénégal · Se loger"
    field: str  # "texte"
    french: str
    translation: str
    previous: str  # the French the translation was made from, when it said something else
    state: TranslationState
    rich: bool
    limit: int | None  # characters
    page: str  # where it is read, absolute; "" for what has no page
    link: str  # its box in the admin, absolute


def mark(language: str) -> str:
    """What a file of this site in `language` carries."""
    return _signer().sign(language)


def language_of(text: str) -> str:
    """The language of a file by its mark; "" for a mark that this site has not made."""
    try:
        return _signer().unsign(text.strip())
    except signing.BadSignature:
        return ""


def _signer() -> signing.Signer:
    return signing.Signer(salt="desk.exchange")


def fingerprint(text: str | None) -> str:
    """The same for texts that differ in white space only."""
    return _digest(" ".join((text or "").split()))


def fingerprint_of_translation(text: str | None, rich: bool) -> str:
    """Of a plain text each line counts: line breaks that somebody has set meanwhile are not overwritten unasked.

    Of one line, it is its `fingerprint`. Files that went out when lines did not count want a tick for longer ones.
    """
    return fingerprint(text) if rich else _digest("\n".join(lines(text or "")))


def lines(text: str) -> list[str]:
    """Those of a plain text, whatever white space is in and around them."""
    return [" ".join(line.split()) for line in text.strip().split("\n")]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def translated_models(app: str = "") -> list[type[TranslatedModel]]:
    """The models with translated fields, in the order of the apps and, within one, of its code."""
    registered = set(translator.get_registered_models(abstract=False))
    found = (model for model in apps.get_models() if issubclass(model, TranslatedModel) and model in registered)
    return [model for model in found if app in ("", model._meta.app_label)]


def changeable(rows: QuerySet, user: Any, language: str) -> QuerySet:
    """Those of `rows` whose texts in `language` `user` may change in the admin's form; no story whose consent ended."""
    if language not in limits.languages_of(user):
        return rows.none()
    rows = limits.changeable(rows, user)
    if rows.model in OF_A_POINT and not reach.reaches_all(user):
        rows = rows.filter(**{f"{OF_A_POINT[rows.model]}__in": reach.points_of(user)})
    return rows.for_translators() if rows.model is Testimony else rows


def is_rich(model: type[models.Model], field: str) -> bool:
    return isinstance(model._meta.get_field(f"{field}_{languages.REFERENCE}"), ProseEditorField)


def title(row: models.Model) -> str:
    """ "Section · Sénégal · Se loger"."""
    return f"{capfirst(row._meta.verbose_name)} · {row}"


def field_name(model: type[models.Model], field: str) -> str:
    return str(capfirst(model._meta.get_field(field).verbose_name))


def link(row: models.Model, field: str, language: str) -> str:
    """The box of the text in the admin's form."""
    if not admin.site.is_registered(type(row)):
        return ""
    form = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return f"{form}#id_{field}_{language}"


def key(row: models.Model, field: str, language: str) -> Key:
    """The key of a text as row and translation stand now."""
    french, translation = (getattr(row, f"{field}_{code}") for code in (languages.REFERENCE, language))
    prints = fingerprint(french), fingerprint_of_translation(translation, is_rich(type(row), field))
    return Key(row._meta.label_lower, str(row.pk), field, language, *prints)


def collect(choice: Choice, user: Any, origin: str) -> list[Unit]:
    """What the choice asks for and `user` may change. Two queries for each model; `origin`: "https://www.foras.ma"."""
    return [unit for model in translated_models(choice.app) for unit in _of_model(model, choice, user, origin)]


def with_relations(rows: QuerySet) -> QuerySet:
    """With the rows that name each of them, in the same query."""
    names = [
        field.name
        for field in rows.model._meta.fields
        if isinstance(field, ForeignKey) and issubclass(field.related_model, TranslatedModel)
    ]
    return rows.select_related(*names) if names else rows


def _of_model(model: type[TranslatedModel], choice: Choice, user: Any, origin: str) -> Iterator[Unit]:
    kind = ContentType.objects.get_for_model(model)
    records = Translation.objects.filter(content_type=kind, language=choice.language)
    if not choice.everything:
        records = records.filter(state__in=WANTING)
    rows = _in_country(model._default_manager.filter(pk__in=records.values("object_id")), choice.country)
    known = {(record.object_id, record.field): record for record in records}
    for row in with_relations(changeable(rows, user, choice.language)) if known else ():
        yield from _of_row(row, choice.language, known, origin)


def _in_country(rows: QuerySet, slug: str) -> QuerySet:
    if not slug:
        return rows
    if rows.model._meta.label == "countries.Country":
        return rows.filter(slug=slug)
    has_country = "country" in {field.name for field in rows.model._meta.fields}
    if slug == NO_COUNTRY:
        return rows.filter(country=None) if has_country else rows
    return rows.filter(country__slug=slug) if has_country else rows.none()


def _of_row(row: TranslatedModel, language: str, known: dict, origin: str) -> Iterable[Unit]:
    model = type(row)
    with override(language):
        page = origin + row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
    for field in translated.fields(model):
        if record := known.get((row.pk, field)):
            french, translation = (getattr(row, f"{field}_{code}") or "" for code in (languages.REFERENCE, language))
            if not french:  # it was emptied under its translation: there is nothing to translate
                continue
            yield Unit(
                key=key(row, field, language),
                what=title(row),
                field=field_name(model, field),
                french=french,
                translation=translation,
                previous=record.source if translation and not same(record.source, french) else "",
                state=TranslationState(record.state),
                rich=is_rich(model, field),
                limit=model._meta.get_field(field).max_length,
                page=page,
                link=origin + link(row, field, language),
            )
