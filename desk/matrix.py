"""The matrix of translations: which object lacks what in which language, counted from the records of `core`.

One query gives the objects of every translated model, one the states of all their fields; the rest is arithmetic.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Count, F, Model, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils import timezone
from modeltranslation.translator import translator

from core import addresses, languages, limits, translated
from core.models import Content, State, Translation, TranslationState
from countries.models import Country
from desk import texts
from desk.access import existing, within
from sessions_app.models import OrientationPoint, Session

APPS = ("portal", "countries", "testimonies", "sessions_app")
OPEN = (TranslationState.MISSING, TranslationState.OUTDATED, TranslationState.IN_PROGRESS)
_NO_ID = Cast(Value(None), BigIntegerField())


class Key(NamedTuple):
    """Which object: the id of its content type, and its own."""

    kind: int
    pk: int


@dataclass
class Cell:
    """One object in one language: how many fields are in each state, and words of French still to be translated."""

    language: str
    states: Counter = field(default_factory=Counter)
    words: int = 0
    address: str = ""  # of the form, at the first field that needs somebody; "" where the reader may not type

    @property
    def state(self) -> str:
        """The state that needs somebody most; "" where French has no text."""
        return next((state for state in TranslationState.values if self.states[state]), "")

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """State, its name and the number of fields in it, for each state that needs somebody."""
        return [(state.value, state.label, self.states[state]) for state in OPEN if self.states[state]]


@dataclass
class Row:
    """One object: `cells` has one for each language but French."""

    key: Key
    model: type[Model]
    title: str
    country: int | None
    point: int | None
    publication: str  # "draft", "review", "published"; "" for what has no publication of its own
    cells: dict[str, Cell] = field(default_factory=lambda: {code: Cell(code) for code in languages.OTHERS})
    address: str = ""  # of its form

    @property
    def state(self) -> str:
        """Its publication in words."""
        return str(State(self.publication).label) if self.publication else ""


@dataclass(frozen=True)
class Reader:
    """Whose matrix it is: it shows what exists for `user` in the admin; `mine`: what they may change."""

    user: AbstractUser
    mine: bool = False

    @cached_property
    def models(self) -> list[type[Model]]:
        """The translated models of which this person may see rows, in the order of the portal."""
        found = [model for model in translator.get_registered_models(abstract=False) if self._has(model)]
        return sorted(
            found, key=lambda model: (APPS.index(model._meta.app_label), model._meta.verbose_name_plural.lower())
        )

    @cached_property
    def languages(self) -> frozenset[str]:
        """Those that count where no language is asked for."""
        return frozenset(languages.OTHERS) & (limits.languages_of(self.user) if self.mine else set(languages.CODES))

    def rows_of(self, model: type[Model]) -> QuerySet:
        """What is over needs no translation any more: sessions from today on."""
        rows = model._base_manager.order_by()
        rows = rows.filter(day__gte=timezone.localdate()) if model is Session else rows
        return within(rows, self.user) if self.mine else existing(rows, self.user)

    def types_in(self, row: Row, language: str) -> bool:
        """True when the form of `row` has open boxes in `language` for this person."""
        return language in limits.languages_of(self.user) and limits.may_change_some(self.user, row.model)

    def _has(self, model: type[Model]) -> bool:
        may_see = self.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
        return may_see and (not self.mine or limits.may_change_some(self.user, model))


def rows(reader: Reader) -> list[Row]:
    """Every object that has a French text, with its cells. Two queries, beside those of content types."""
    kinds = _kinds(reader)
    if not kinds:
        return []
    cells = _cells(kinds)
    found = []
    for kind, pk, title, country, point, publication in _catalogue(kinds, reader):
        if (key := Key(kind, pk)) in cells:
            found.append(Row(key, kinds[kind], title, country, point, publication, cells[key]))
    return found


def _kinds(reader: Reader) -> dict[int, type[Model]]:
    return {ContentType.objects.get_for_model(model).pk: model for model in reader.models}


def _cells(kinds: Iterable[int]) -> dict[Key, dict[str, Cell]]:
    cells: dict[Key, dict[str, Cell]] = defaultdict(lambda: {code: Cell(code) for code in languages.OTHERS})
    counted = (
        Translation.objects.filter(content_type__in=list(kinds))
        .values_list("content_type", "object_id", "language", "state")
        .annotate(Count("pk"), Sum("words"))
        .order_by()
    )
    for kind, pk, language, state, count, words in counted:
        cell = cells[Key(kind, pk)][language]
        cell.states[state] += count
        if state != TranslationState.UP_TO_DATE:
            cell.words += words
    return cells


def _catalogue(kinds: dict[int, type[Model]], reader: Reader) -> QuerySet:
    """(kind, pk, title, country id, point id, publication) of every object, in one query."""
    return texts.union([_listed(kind, reader.rows_of(model)) for kind, model in kinds.items()])


def _listed(kind: int, rows: QuerySet) -> QuerySet:
    model = rows.model
    return rows.values_list(
        Value(kind, output_field=BigIntegerField()),
        Cast("pk", BigIntegerField()),
        Cast(_title(model), CharField()),
        _place(model, Country),
        _place(model, OrientationPoint),
        Cast(F("state") if issubclass(model, Content) else Value(""), CharField()),
    )


def _title(model: type[Model]):
    """What the row is called, in the reader's language where that has a text; "" for what has no name."""
    if model is Session:
        return Concat("module__title_fr", Value(" · "), Cast("day", CharField()), output_field=CharField())
    name = texts.naming(model)
    return Coalesce(NullIf(f"{name}_{languages.current()}", Value("")), f"{name}_{languages.REFERENCE}", Value(""))


def _place(model: type[Model], place: type[Model]):
    """The id of the row's country or point: its own id where it is one."""
    if model is place:
        return Cast("pk", BigIntegerField())
    name = next((f.name for f in model._meta.fields if f.is_relation and f.related_model is place), None)
    return Cast(F(f"{name}_id"), BigIntegerField()) if name else _NO_ID


@dataclass(frozen=True)
class Choice:
    """What the reader of the matrix asked for; "" or None: everything."""

    app: str = ""
    country: int | None = None
    point: int | None = None
    language: str = ""
    state: str = ""

    def covers(self, row: Row) -> bool:
        """True when the row is of the app and the place asked for."""
        if self.app and row.model._meta.app_label != self.app:
            return False
        return self.country in (None, row.country) and self.point in (None, row.point)

    def wants(self, row: Row, codes: Iterable[str] = languages.OTHERS) -> bool:
        """True when the row has a text in the state asked for: in the language asked for, else in one of `codes`."""
        if not self.state:
            return True
        asked = [self.language] if self.language else codes
        return any(self._matches(row.cells[code]) for code in asked)

    def open_language(self, row: Row, reader: Reader) -> str:
        """The first language asked for in which the row is to be done by the reader, in the state asked for; or ""."""
        asked = [self.language] if self.language else languages.OTHERS
        cells = [row.cells[code] for code in asked if code in reader.languages and reader.types_in(row, code)]
        return next((cell.language for cell in cells if cell.counts and (not self.state or self._matches(cell))), "")

    def _matches(self, cell: Cell) -> bool:
        if self.state == "open":
            return any(cell.states[state] for state in OPEN)
        return bool(cell.states[self.state])


class Total(NamedTuple):
    """One language: fields in each state, all of them, words of French outstanding."""

    language: str
    states: dict[str, int]
    fields: int
    words: int

    @property
    def name(self) -> str:
        """The language in itself."""
        return languages.NAMES[self.language]

    @property
    def percent(self) -> int:
        """Of the fields, how many in a hundred are up to date; rounded down, so that 100 means all."""
        return 100 * self.states[TranslationState.UP_TO_DATE] // self.fields if self.fields else 100

    @property
    def bars(self) -> list[tuple[str, str, int, float, float]]:
        """State, name, fields, where its bar begins and how long it is, both in hundredths of the whole."""
        found, begins = [], 0.0
        for state in reversed(TranslationState):
            length = round(100 * self.states[state] / self.fields, 2) if self.fields else 0.0
            found.append((state.value, state.label, self.states[state], round(begins, 2), length))
            begins += length
        return found


def totals(found: Iterable[Row]) -> list[Total]:
    """The sums over `found`, one for each language but French."""
    states = {code: Counter() for code in languages.OTHERS}
    words = Counter()
    for row in found:
        for code, cell in row.cells.items():
            states[code] += cell.states
            words[code] += cell.words
    return _totals(states, words)


def sums(reader: Reader) -> list[Total]:
    """The `totals` of all rows, without reading them. One query, beside those of content types."""
    states = {code: Counter() for code in languages.OTHERS}
    words = Counter()
    counted = Translation.objects.filter(_records(reader)).order_by().values_list("language", "state")
    for code, state, count, outstanding in counted.annotate(Count("pk"), Sum("words")):
        states[code][state] = count
        words[code] += 0 if state == TranslationState.UP_TO_DATE else outstanding
    return _totals(states, words)


def _records(reader: Reader) -> Q:
    """Of all rows of a model, or of those that exist for the reader."""
    wanted = Q(pk__in=[])
    for kind, model in _kinds(reader).items():
        rows = reader.rows_of(model)
        wanted |= Q(content_type=kind, object_id__in=rows.values("pk")) if rows.query.where else Q(content_type=kind)
    return wanted


def _totals(states: dict[str, Counter], words: Counter) -> list[Total]:
    return [
        Total(
            code, {state: states[code][state] for state in TranslationState.values}, states[code].total(), words[code]
        )
        for code in languages.OTHERS
    ]


def lead_to_fields(found: Sequence[Row], reader: Reader, back: str = "") -> None:
    """Give each row of `found` the address of its form, and each cell that of the first field that needs somebody.

    `back`: where to go once the form is saved. One query.
    """
    if not found:
        return
    first = _first_fields(found)
    for row in found:
        row.address = addresses.of_form(row.model._meta.label_lower, row.key.pk, back)
        for code, cell in row.cells.items():
            if reader.types_in(row, code):
                name = first.get((row.key, code)) or translated.fields(row.model)[0]
                cell.address = f"{row.address}#id_{name}_{code}_helptext"  # beside the box; a rich text hides its own


def _first_fields(found: Sequence[Row]) -> dict[tuple[Key, str], str]:
    keys = defaultdict(list)
    for row in found:
        keys[row.key.kind].append(row.key.pk)
    wanted = reduce(or_, (Q(content_type=kind, object_id__in=pks) for kind, pks in keys.items()))
    open_fields = defaultdict(set)
    records = Translation.objects.filter(wanted, state__in=OPEN)
    for kind, pk, language, name in records.values_list("content_type", "object_id", "language", "field"):
        open_fields[Key(kind, pk), language].add(name)
    models = {row.key: row.model for row in found}
    return {
        (key, language): next(name for name in translated.fields(models[key]) if name in names)
        for (key, language), names in open_fields.items()
    }
