"""Translations that come back from outside: what an import would change, and the change itself.

A plan says for each unit what would happen to it, and why not. It is computed when the file is shown, and once more,
under lock, when somebody confirms: only the very plan that was shown is applied.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core import languages, translated
from core.models import TranslatedModel, Translation, TranslationState
from core.models.translations import same
from desk import inline, spreadsheet, units, xliff
from desk.packages import LARGEST, Package, RefusedError, Returned, printable
from desk.units import Key


class Outcome(StrEnum):
    """What an import does with a unit. ASKED: only when somebody ticks it."""

    CHANGED = "changed"
    STILL_RIGHT = "right"
    ASKED = "asked"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Line(NamedTuple):
    """One unit of a plan."""

    key: str
    outcome: Outcome
    reason: str = ""
    what: str = ""
    field: str = ""
    french: str = ""
    was: str = ""
    becomes: str = ""
    rich: bool = False
    link: str = ""
    row: TranslatedModel | None = None
    column: str = ""


class Plan(NamedTuple):
    """What an import would do, in the order of the file."""

    language: str
    lines: list[Line]

    @property
    def counts(self) -> dict[Outcome, int]:
        found = Counter(line.outcome for line in self.lines)
        return {outcome: found[outcome] for outcome in Outcome}

    @property
    def digest(self) -> str:
        """Differs as soon as anything in it differs."""
        told = [(line.key, str(line.outcome), line.was, line.becomes) for line in self.lines]
        return hashlib.sha256(repr((self.language, told)).encode()).hexdigest()

    def of(self, *outcomes: Outcome) -> list[Line]:
        return [line for line in self.lines if line.outcome in outcomes]


class MovedError(Exception):
    """The plan is no longer the one that was shown; `plan` is that of now."""

    def __init__(self, plan: Plan):
        super().__init__()
        self.plan = plan


def read(content: bytes) -> Package:
    """The package of a file, by its content. Raises RefusedError."""
    if len(content) > LARGEST:
        raise RefusedError(_("The file is too big: at most %(megabytes)d MB.") % {"megabytes": LARGEST // 1_000_000})
    if not content.strip():
        raise RefusedError(_("The file is empty."))
    return (spreadsheet if content.startswith(b"PK") else xliff).read(content)


def plan(package: Package, language: str, user: Any, *, lock: bool = False) -> Plan:
    """What importing `package` into `language` would do for `user`. Two queries for each model it names.

    Raises RefusedError when the file as a whole cannot be meant for here. `lock`: inside a transaction, nobody else
    changes the rows until it ends.
    """
    _check_mark(package.mark, language)
    keys = [_key(unit.key, language) for unit in package.units]
    stock = _Stock(keys, language, lock)
    times = Counter(key[:4] for key in keys)
    twice = _("This text stands twice in the file.")
    return Plan(
        language,
        [
            _Case(key, unit, stock, user).line if times[key[:4]] == 1 else _refused(key, twice)
            for key, unit in zip(keys, package.units, strict=True)
        ],
    )


def apply(package: Package, language: str, user: Any, shown: str, ticked: Iterable[str] = ()) -> int:
    """Carry out the plan whose digest is `shown`, with the ASKED lines whose keys are ticked; how many texts changed.

    All or nothing, in one transaction, each row through its save(). Raises MovedError, and RefusedError.
    """
    with transaction.atomic():
        now = plan(package, language, user, lock=True)
        if now.digest != shown:
            raise MovedError(now)
        ticked = set(ticked)
        chosen = now.of(Outcome.CHANGED, Outcome.STILL_RIGHT)
        chosen += [line for line in now.of(Outcome.ASKED) if line.key in ticked]
        by_row = defaultdict(list)
        for line in chosen:
            by_row[type(line.row), line.row.pk].append(line)
        for lines in by_row.values():
            _save(lines, user)
    return len(chosen)


def _save(lines: list[Line], user: Any) -> None:
    row = lines[0].row
    row.written_by = user  # a story keeps account of who changed it since its safety review
    for line in lines:
        setattr(row, line.column, line.becomes)
    row.still_right = frozenset(line.column for line in lines)  # made for, or accepted for, the French of now
    row.full_clean(exclude=_others(row, {line.column for line in lines}))
    row.save()


def _check_mark(mark: str, language: str) -> None:
    found = units.language_of(mark)
    if not found:
        raise RefusedError(_("This file does not come from this site, or its first cell or heading was changed."))
    if found != language:
        names = languages.NAMES
        raise RefusedError(
            _("The file is for %(file)s, and you have chosen %(chosen)s.")
            % {"file": names.get(found, found), "chosen": names[language]}
        )


def _key(text: str, language: str) -> Key:
    """Raises RefusedError for what no export of ours writes: nobody comes to such a file by accident."""
    try:
        key = Key.parse(text)
    except ValueError:
        raise RefusedError(_("“%(key)s” is not the key of a text.") % {"key": text[:80]}) from None
    model = _models().get(key.model)
    if model is None:
        raise RefusedError(_("“%(key)s”: there are no such records.") % {"key": text[:80]})
    if key.field not in translated.fields(model):
        raise RefusedError(_("“%(key)s”: this field is not translated.") % {"key": text[:80]})
    if key.language == languages.REFERENCE:
        raise RefusedError(_("“%(key)s” would write the French. Only translations are imported.") % {"key": text[:80]})
    if key.language != language:
        raise RefusedError(_("“%(key)s” is of another language than the file.") % {"key": text[:80]})
    return key


def _models() -> dict[str, type[TranslatedModel]]:
    return {model._meta.label_lower: model for model in units.translated_models()}


class _Stock:
    """The rows that a file names, and which of their translations are outdated."""

    def __init__(self, keys: Iterable[Key], language: str, lock: bool):
        wanted = defaultdict(set)
        for key in keys:
            wanted[key.model].add(int(key.pk))
        self.rows, self.outdated = {}, set()
        models = _models()
        for label in sorted(wanted):
            self._load(models[label], wanted[label], language, lock)

    def _load(self, model: type[TranslatedModel], pks: set[int], language: str, lock: bool) -> None:
        rows = units.with_relations(model._default_manager.order_by("pk"))
        rows = rows.select_for_update(of=("self",)) if lock else rows
        self.rows |= {(model._meta.label_lower, str(pk)): row for pk, row in rows.in_bulk(pks).items()}
        records = Translation.objects.filter(
            content_type=ContentType.objects.get_for_model(model), language=language, state=TranslationState.OUTDATED
        )
        self.outdated |= {
            (model._meta.label_lower, str(pk), field) for pk, field in records.values_list("object_id", "field")
        }


class _Case:
    """What happens to one unit, in early returns: the rule in words."""

    def __init__(self, key: Key, unit: Returned, stock: _Stock, user: Any):
        self.key, self.unit, self.stock, self.user = key, unit, stock, user
        self.row = stock.rows.get((key.model, key.pk))
        self.column = f"{key.field}_{key.language}"

    @property
    def line(self) -> Line:
        if self.row is None:
            return _refused(self.key, _("The record is gone."))
        if not units.may(self.user, self.row, self.key.language):
            return self._line(Outcome.REFUSED, _("You may not change this text."))
        if self.unit.fault:
            return self._line(Outcome.REFUSED, self.unit.fault)
        if self._is_empty:
            return self._line(Outcome.UNCHANGED)
        if units.fingerprint(self.french) != self.key.french:
            return self._line(Outcome.REFUSED, _("The French has changed since the export. Export this text again."))
        return self._weighed()

    def _weighed(self) -> Line:
        """For a text that came back for the French of now."""
        try:
            text = self._text()
        except inline.TagError:
            return self._line(Outcome.REFUSED, _("The tags of the text are damaged."))
        if self._is_same(text, self.translation):
            accepted = self.unit.still_right and (self.key.model, self.key.pk, self.key.field) in self.stock.outdated
            return self._line(Outcome.STILL_RIGHT if accepted else Outcome.UNCHANGED, becomes=self.translation)
        if fault := self._tag_fault(text):
            return self._line(Outcome.REFUSED, fault, text)
        try:
            text = _cleaned(self.row, self.column, text)
        except ValidationError as error:
            return self._line(Outcome.REFUSED, " ".join(error.messages), text)
        if units.fingerprint(self.translation) != self.key.translation:
            return self._line(Outcome.ASKED, _("Somebody has changed the translation since the export."), text)
        if self._is_same(text, self.french):
            return self._line(
                Outcome.ASKED, _("It is the French text. Tick it when that is meant, as for a name."), text
            )
        return self._line(Outcome.CHANGED, becomes=text)

    @property
    def french(self) -> str:
        return getattr(self.row, f"{self.key.field}_{languages.REFERENCE}") or ""

    @property
    def translation(self) -> str:
        return getattr(self.row, self.column) or ""

    @cached_property
    def rich(self) -> bool:
        return units.is_rich(type(self.row), self.key.field)

    @property
    def _is_empty(self) -> bool:
        """Nothing came back: tools leave empty what nobody has translated."""
        pieces = self.unit.pieces
        typed = self.unit.text if pieces is None else "".join(value for kind, value in pieces if kind == "text")
        return not typed.strip()

    def _text(self) -> str:
        """The text as it would be stored. Raises TagError."""
        if self.unit.pieces is None:
            return self.unit.text
        if not self.rich:
            return inline.to_plain(self.unit.pieces)
        tags, _french, _translation = inline.table(self.french, self.translation)
        return inline.to_html(self.unit.pieces, tags)

    def _is_same(self, one: str, other: str) -> bool:
        """Nothing but white space differs; of a plain text each line counts."""
        one, other = printable(one), printable(other)
        if self.rich:
            clean = type(self.row)._meta.get_field(self.column).sanitize
            return same(clean(one), clean(other))
        return _lines(one) == _lines(other)

    def _tag_fault(self, text: str) -> str:
        """A rich text has the tags of the French, or those its translation has already."""
        if not self.rich:
            return ""
        found, wanted = inline.tags_of(text), inline.tags_of(self.french)
        if found == wanted or (self.translation and found == inline.tags_of(self.translation)):
            return ""
        parts = []
        if lost := wanted - found:
            parts.append(_("missing: %(tags)s") % {"tags": _named(lost)})
        if added := found - wanted:
            parts.append(_("too many: %(tags)s") % {"tags": _named(added)})
        return _("The tags are not those of the French (%(how)s).") % {"how": "; ".join(parts)}

    def _line(self, outcome: Outcome, reason: str = "", becomes: str = "") -> Line:
        return Line(
            key=str(self.key),
            outcome=outcome,
            reason=reason,
            what=units.title(self.row),
            field=units.field_name(type(self.row), self.key.field),
            french=self.french,
            was=self.translation,
            becomes=becomes,
            rich=self.rich,
            link=units.link(self.row, self.key.field, self.key.language),
            row=self.row,
            column=self.column,
        )


def _refused(key: Key, reason: str) -> Line:
    """A line for a text of which nothing can be shown."""
    return Line(str(key), Outcome.REFUSED, reason, what=f"{key.model} {key.pk}", field=key.field)


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.strip().split("\n")]


def _named(tags: Counter) -> str:
    return ", ".join(sorted({f"<{tag.name}>" for tag, _around in tags}))


def _cleaned(row: TranslatedModel, column: str, text: str) -> str:
    """`text` as the field would store it; the row stays as it was. Raises ValidationError."""
    before = getattr(row, column)
    setattr(row, column, text.strip())
    try:
        row.full_clean(exclude=_others(row, {column}))
        return getattr(row, column)
    finally:
        setattr(row, column, before)


def _others(row: TranslatedModel, columns: set[str]) -> set[str]:
    """What a translator is not answerable for, and what an import must not touch."""
    return {field.name for field in row._meta.get_fields()} - columns
