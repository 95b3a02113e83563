"""What would happen to each text that comes back from outside, and why not: the rule in words.

Only rows that the person may change are ever loaded: of any other, the refusal repeats the key that was sent, in the
words of a record that is gone. A key is easily guessed, and must not open what its sender cannot read.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core import differences, languages, translated
from core.models import State, TranslatedModel, Translation, TranslationState
from core.models.translations import same
from desk import inline, units
from desk.packages import Returned, printable
from desk.units import Key
from testimonies.models import Consent, Testimony


class Outcome(StrEnum):
    """What an import does with a unit. ASKED: only when somebody ticks it."""

    CHANGED = "changed"
    STILL_RIGHT = "right"
    ASKED = "asked"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Line(NamedTuple):
    """One unit of a plan. `warning`: something odd about it, which is no reason to refuse it. `takes_down`: the story
    that leaves the site with it, such as "testimonies.testimony.12"; its tick is asked for. `ends_work`: nobody is
    working on the texts of the row in this language any more."""

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
    warning: str = ""
    takes_down: str = ""
    ends_work: bool = False


def key(text: str, language: str) -> Key | Line:
    """The key that `text` is, or the line that refuses it: another program may have written texts of its own."""
    try:
        found = Key.parse(text)
    except ValueError:
        return _no_key(text, _("This is not the key of a text."))
    if fault := _fault(found, language):
        return _no_key(text, fault)
    return found


def _fault(key: Key, language: str) -> str:
    """Why no export of ours writes `key`; "" for one that it may have written."""
    model = _models().get(key.model)
    if model is None:
        return _("There are no such records.")
    if key.field not in translated.fields(model):
        return _("This field is not translated.")
    if key.language == languages.REFERENCE:
        return _("This would write the French. Only translations are imported.")
    return "" if key.language == language else _("It is of another language than the file.")


def _no_key(text: str, fault: str) -> Line:
    cut = printable(text)[:80]
    return Line(cut, Outcome.REFUSED, fault, what=cut)


@cache
def _models() -> dict[str, type[TranslatedModel]]:
    return {model._meta.label_lower: model for model in units.translated_models()}


class Stock:
    """The rows that a file names and `user` may change, and what must be known to weigh their texts.

    A row is asked for once for all its texts; three queries for each model, and one more for stories.
    """

    def __init__(self, keys: Iterable[Key], language: str, user: Any, *, lock: bool):
        self.language, self.user, self.lock = language, user, lock
        wanted = defaultdict(set)
        for key in keys:
            wanted[key.model].add(int(key.pk))
        self.rows, self.waiting, self.reviewed = {}, set(), set()
        for label in sorted(wanted):
            self._load(label, wanted[label])

    def _load(self, label: str, pks: set[int]) -> None:
        model = _models()[label]
        rows = units.changeable(model._default_manager.order_by("pk"), self.user, self.language)
        rows = units.with_relations(rows)
        rows = rows.select_for_update(of=("self",)) if self.lock else rows
        found = rows.in_bulk(pks)
        self.rows |= {(label, str(pk)): row for pk, row in found.items()}
        records = Translation.objects.filter(
            content_type=ContentType.objects.get_for_model(model),
            language=self.language,
            state__in=(TranslationState.OUTDATED, TranslationState.IN_PROGRESS),
        )
        self.waiting |= {(label, str(pk), field) for pk, field in records.values_list("object_id", "field")}
        if model is Testimony:
            self.reviewed |= _reviewed(found)


def _reviewed(stories: Iterable[int]) -> set[str]:
    """Those of the published `stories` that rest on a safety review: it ends when a word of theirs changes."""
    reviews = Consent.objects.filter(
        testimony__in=list(stories), testimony__state=State.PUBLISHED, withdrawn_on=None, reviewed_on__isnull=False
    )
    return {str(pk) for pk in reviews.values_list("testimony_id", flat=True)}


class Case:
    """What happens to one unit, in early returns. `twice`: it is not alone in its file."""

    def __init__(self, key: Key, unit: Returned, stock: Stock, *, twice: bool = False):
        self.key, self.unit, self.stock, self.twice = key, unit, stock, twice
        self.row = stock.rows.get((key.model, key.pk))
        self.column = f"{key.field}_{key.language}"

    @property
    def line(self) -> Line:
        if self.row is None:
            return _gone(self.key)
        if self.twice:
            return self._line(Outcome.REFUSED, _("This text stands twice in the file."))
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
            accepted = self.unit.still_right and self.key[:3] in self.stock.waiting
            return self._line(Outcome.STILL_RIGHT if accepted else Outcome.UNCHANGED, becomes=self.translation)
        if fault := self._tag_fault(text):
            return self._line(Outcome.REFUSED, fault, text)
        try:
            text = _cleaned(self.row, self.column, text)
        except ValidationError as error:
            return self._line(Outcome.REFUSED, " ".join(error.messages), text)
        if units.fingerprint_of_translation(self.translation, self.rich) != self.key.translation:
            return self._line(Outcome.ASKED, _("Somebody has changed the translation since the export."), text)
        if self._is_same(text, self.french):
            return self._line(
                Outcome.ASKED, _("It is the French text. Tick it when that is meant, as for a name."), text
            )
        if self._has_other_lines(text):
            return self._line(
                Outcome.ASKED,
                _("It has more or fewer lines than the French. Tick it when that is meant."),
                text,
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
        return units.lines(one) == units.lines(other)

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

    def _has_other_lines(self, text: str) -> bool:
        """Of a plain text: neither as many lines as the French nor as its translation has already."""
        if self.rich:
            return False
        usual = {len(units.lines(known)) for known in (self.french, self.translation) if known}
        return len(units.lines(text)) not in usual

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
            warning=_oddness(self.french, becomes, self.key.language) if outcome in WRITING else "",
            takes_down=self._story if outcome in WRITING else "",
            ends_work=self.unit.done,
        )

    @property
    def _story(self) -> str:
        is_one = isinstance(self.row, Testimony) and self.key.pk in self.stock.reviewed
        return f"{self.key.model}.{self.key.pk}" if is_one else ""


WRITING = (Outcome.CHANGED, Outcome.ASKED)  # a text is, or would be, another one afterwards


def _gone(key: Key) -> Line:
    """For a text of which nothing may be told but what its sender wrote."""
    model = _models()[key.model]
    return Line(
        str(key),
        Outcome.REFUSED,
        _("The record is gone, or it is not yours to change."),
        what=f"{capfirst(model._meta.verbose_name)} {key.pk}",
        field=units.field_name(model, key.field),
    )


def _oddness(french: str, text: str, language: str) -> str:
    """What a look at the letters finds odd about a translation; "" as a rule."""
    letters = [c for c in differences.plain(text) if c.isalpha()]
    if not letters:
        return _("No word in it, and the French has some.") if any(map(str.isalpha, differences.plain(french))) else ""
    if language == "ar" and not any("ARABIC" in unicodedata.name(c, "") for c in letters):
        return _("No Arabic letter in it.")
    return ""


def _named(tags: Counter) -> str:
    return ", ".join(sorted({f"<{tag.name}>" for tag, _around in tags}))


def _cleaned(row: TranslatedModel, column: str, text: str) -> str:
    """`text` as the field would store it; the row stays as it was. Raises ValidationError.

    What else may be wrong with the row (a number that was right by the rules of its day) is not the translator's fault.
    """
    before = getattr(row, column)
    setattr(row, column, text.strip())
    try:
        row.full_clean(exclude={field.name for field in row._meta.get_fields()} - {column})
        return getattr(row, column)
    except ValidationError as error:
        told = error.message_dict
        if own := [*told.get(column, ()), *told.get(NON_FIELD_ERRORS, ())]:
            raise ValidationError(own) from error
        return getattr(row, column)
    finally:
        setattr(row, column, before)
