"""The matrix of translations: which object lacks what in which language, counted from the records of `core`.

One query gives the objects of every translated model, one the states of all their fields; the rest is arithmetic.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Count, F, Model, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.urls import reverse
from django.utils import timezone
from modeltranslation.translator import translator

from core import languages, translated
from core.models import Content, State, Translation, TranslationState
from countries.models import Country
from sessions_app.models import OrientationPoint, Session

APPS = ("portal", "countries", "testimonies", "sessions_app")
NAMES = ("title", "name", "question", "label", "text")  # the field that names a row, whichever its model has
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
    address: str = ""  # of the form, at the first field that needs somebody

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

    @property
    def state(self) -> str:
        """Its publication in words."""
        return str(State(self.publication).label) if self.publication else ""

    @property
    def address(self) -> str:
        """Of its form."""
        return form_address(self.model, self.key.pk)


def form_address(model: type[Model], pk: int) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])


def models_for(user: AbstractUser) -> list[type[Model]]:
    """The translated models whose rows `user` may see in the admin, in the order of the portal."""
    found = translator.get_registered_models(abstract=False)
    seen = [model for model in found if user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")]
    return sorted(seen, key=lambda model: (APPS.index(model._meta.app_label), model._meta.verbose_name_plural.lower()))


def rows(models: Sequence[type[Model]]) -> list[Row]:
    """Every object of `models` that has a French text, with its cells. Two queries, beside those of content types."""
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in models}
    if not kinds:
        return []
    cells = _cells(kinds)
    found = []
    for kind, pk, title, country, point, publication in _catalogue(kinds):
        if (key := Key(kind, pk)) in cells:
            found.append(Row(key, kinds[kind], title, country, point, publication, cells[key]))
    return found


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


def _catalogue(kinds: dict[int, type[Model]]) -> QuerySet:
    """(kind, pk, title, country id, point id, publication) of every object, in one query."""
    first, *others = (_listed(kind, model) for kind, model in kinds.items())
    return first.union(*others, all=True) if others else first


def _listed(kind: int, model: type[Model]) -> QuerySet:
    """What is over needs no translation any more: sessions from today on."""
    here = model._base_manager.filter(day__gte=timezone.localdate()) if model is Session else model._base_manager.all()
    return here.order_by().values_list(
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
    name = next(name for name in NAMES if name in translated.fields(model))
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
    languages: frozenset[str] = frozenset(languages.OTHERS)  # those that count where no language is asked for

    def covers(self, row: Row) -> bool:
        """True when the row is of the app and the place asked for."""
        if self.app and row.model._meta.app_label != self.app:
            return False
        return self.country in (None, row.country) and self.point in (None, row.point)

    def wants(self, row: Row) -> bool:
        """True when the row has a text that is in the state asked for, in the language asked for."""
        if not self.state:
            return True
        asked = [self.language] if self.language else self.languages
        return any(self._matches(row.cells[code]) for code in asked)

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
    return [
        Total(
            code, {state: states[code][state] for state in TranslationState.values}, states[code].total(), words[code]
        )
        for code in languages.OTHERS
    ]


def lead_to_fields(found: Sequence[Row]) -> None:
    """Give each cell of `found` the address of the first field that needs somebody. One query."""
    if not found:
        return
    first = _first_fields(found)
    for row in found:
        for code, cell in row.cells.items():
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
