"""The state of each translation: what the French said when it was made, and what it says now.

Missing: French has a text and the language has none. Outdated: the French has changed since the translation was made or
accepted, or was emptied. In progress: somebody has said so. Up to date: made from, or accepted for, the French of now.
White space is no change: browsers send other line ends than files hold.

The account is kept by `TranslatedModel.save()`, so that every save path (admin, inlines, starter, imports) keeps it.
`QuerySet.update()` does not pass there; `manage.py rebuild_translations` mends what such a change left behind.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from core import languages, translated


class TranslationState(models.TextChoices):
    """In the order of how much they need somebody."""

    MISSING = "missing", _("missing")
    OUTDATED = "outdated", _("outdated")
    IN_PROGRESS = "progress", _("in progress")
    UP_TO_DATE = "current", _("up to date")


class Translation(models.Model):
    """One translated field of one row in one language other than French.

    There is a row for each French text, and for each translation whose French was emptied: what is typed there next may
    say something else.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    row = GenericForeignKey("content_type", "object_id")
    field = models.CharField(_("field"), max_length=60)
    language = models.CharField(_("language"), max_length=5)
    source = models.TextField(_("the French it was made from"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=TranslationState)
    words = models.PositiveIntegerField(_("words of the French of now"), default=0)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field", "language"], name="one_translation_per_field"
            )
        ]
        indexes = [models.Index(fields=["language", "state"], name="translation_language_state")]

    def __str__(self) -> str:
        model = self.content_type.model_class()
        label = model._meta.get_field(self.field).verbose_name if model else self.field
        return f"{label} ({languages.NAMES.get(self.language, self.language)})"


class TranslatedModel(models.Model):
    """A row with texts in three languages. Saving it keeps account of what each translation was made from.

    Whoever saves may set before it: `minor_correction` (the French was only corrected: translations stay valid),
    `still_right` (columns such as "title_ar" that stand for the French of now as they are), `made_from` (by column, the
    French that it is known to translate), `in_progress` (the languages on which somebody is still working; None leaves
    that as it is), and `finished` (those on which nobody is any more: it says nothing of the others). `written_by` is
    the person at the desk who saves, None where no person does.
    """

    outdated_in = models.CharField(
        _("older than the French in"), max_length=20, blank=True, default="", editable=False
    )  # codes, one space between them; on the row so that a page needs no query to tell its reader
    translations = GenericRelation(Translation)
    minor_correction = False
    still_right: frozenset[str] = frozenset()
    made_from: Mapping[str, str] = MappingProxyType({})
    in_progress: frozenset[str] | None = None
    finished: frozenset[str] = frozenset()
    written_by: Any = None
    is_forgotten_when_deleted = False  # True: its history goes with it, and nobody brings it back

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        columns = _columns(type(self))
        saved = columns if update_fields is None else _saved(columns, type(self), update_fields)
        if not saved:
            super().save(*args, update_fields=update_fields, **kwargs)
            return
        with transaction.atomic(savepoint=False):
            before = _stored(self, columns)
            after = {name: getattr(self, name) if name in saved else before.get(name) for name in columns}
            account = Account(self, before, after)
            self.outdated_in = account.outdated_in
            if update_fields is not None:
                update_fields = {*update_fields, "outdated_in"}
            super().save(*args, update_fields=update_fields, **kwargs)
            account.write()
        for name in ("minor_correction", "still_right", "made_from", "in_progress", "finished"):
            self.__dict__.pop(name, None)  # they hold for one save

    def recount(self) -> None:
        """Bring the account in line with what is stored, after a change that went past `save()`."""
        texts = _stored(self, _columns(type(self)))
        account = Account(self, texts, texts)
        account.write()
        type(self)._base_manager.filter(pk=self.pk).update(outdated_in=account.outdated_in)

    def is_older_than_french(self, language: str) -> bool:
        """True when a text of the row in `language` was made from a French that says something else by now."""
        return language in self.outdated_in.split()


def state_of(french: str, made_from: str, translation: str, in_progress: bool) -> TranslationState:
    """The rule, in words above, for one field and language that have a text between them."""
    if in_progress:
        return TranslationState.IN_PROGRESS
    if not translation:
        return TranslationState.MISSING
    return TranslationState.UP_TO_DATE if same(made_from, french) else TranslationState.OUTDATED


def same(one: str, other: str) -> bool:
    """True when two texts differ in white space at most."""
    return one == other or one.split() == other.split()


class Account:
    """What a save of one row does to the records of its translations. Computed before the save, written after it."""

    def __init__(self, row: TranslatedModel, before: Mapping[str, str | None], after: Mapping[str, str | None]):
        self.row, self.before, self.after = row, before, after
        self.known = {(record.field, record.language): record for record in row.translations.all()} if before else {}
        self.records = {key: record for key in self._keys() if (record := self._record(*key))}

    @property
    def outdated_in(self) -> str:
        """Codes of the languages that have a text made from another French than that of now."""
        outdated = {
            language
            for (field, language), record in self.records.items()
            if self._text(field, language) and not same(record.source, self._text(field, languages.REFERENCE))
        }
        return " ".join(code for code in languages.OTHERS if code in outdated)

    def write(self) -> None:
        """Two queries at most: the records that changed, and those that have no text any more."""
        changed = [record for key, record in self.records.items() if not _equal(record, self.known.get(key))]
        for record in changed:
            record.object_id = self.row.pk
        if changed:
            Translation.objects.bulk_create(
                changed,
                update_conflicts=True,
                unique_fields=["content_type", "object_id", "field", "language"],
                update_fields=["source", "state", "words", "changed_at"],
            )
        if gone := [record.pk for key, record in self.known.items() if key not in self.records]:
            Translation.objects.filter(pk__in=gone).delete()

    def _keys(self) -> list[tuple[str, str]]:
        return [(field, language) for field in translated.fields(type(self.row)) for language in languages.OTHERS]

    def _text(self, field: str, language: str) -> str:
        return self.after.get(f"{field}_{language}") or ""

    def _was(self, field: str, language: str) -> str:
        return self.before.get(f"{field}_{language}") or ""

    def _record(self, field: str, language: str) -> Translation | None:
        """How the record must be after the save; None where there is nothing to keep account of."""
        french, translation = self._text(field, languages.REFERENCE), self._text(field, language)
        if not french and not (translation and (field, language) in self.known):
            return None
        made_from = self._made_from(field, language, french)
        return Translation(
            content_type=ContentType.objects.get_for_model(self.row),
            field=field,
            language=language,
            source=made_from,
            state=state_of(french, made_from, translation, self._is_in_progress(field, language)),
            words=len(strip_tags(french).split()),
        )

    def _made_from(self, field: str, language: str, french: str) -> str:
        record, column = self.known.get((field, language)), f"{field}_{language}"
        if column in self.row.made_from:
            return self.row.made_from[column]
        if record is None or column in self.row.still_right:
            return french
        if not same(self._text(field, language), self._was(field, language)):
            return french
        was_current = same(record.source, self._was(field, languages.REFERENCE))
        return french if self.row.minor_correction and was_current else record.source

    def _is_in_progress(self, field: str, language: str) -> bool:
        """As it was, or as ticked; a text that was up to date and is not touched has nothing to wait for."""
        if language in self.row.finished:
            return False
        record = self.known.get((field, language))
        if self.row.in_progress is None:
            return record is not None and record.state == TranslationState.IN_PROGRESS
        if language not in self.row.in_progress:
            return False
        untouched = same(self._text(field, language), self._was(field, language)) and same(
            self._text(field, languages.REFERENCE), self._was(field, languages.REFERENCE)
        )
        return not (record is not None and record.state == TranslationState.UP_TO_DATE and untouched)


def _equal(record: Translation, known: Translation | None) -> bool:
    return known is not None and (record.source, record.state, record.words) == (
        known.source,
        known.state,
        known.words,
    )


def _columns(model: type[models.Model]) -> list[str]:
    return [f"{field}_{code}" for field in translated.fields(model) for code in languages.CODES]


def _saved(columns: list[str], model: type[models.Model], update_fields: Iterable[str]) -> set[str]:
    """The translated columns that a save of `update_fields` writes."""
    named = set(update_fields)
    whole = {f"{field}_{code}" for field in translated.fields(model) if field in named for code in languages.CODES}
    return (named & set(columns)) | whole


def _stored(row: models.Model, columns: list[str]) -> dict[str, str | None]:
    """The translated columns as they are stored now; empty for a row that is not stored yet. One query."""
    if row.pk is None or row._state.adding:
        return {}
    return type(row)._base_manager.filter(pk=row.pk).values(*columns).first() or {}
