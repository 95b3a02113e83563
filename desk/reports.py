"""The programme manager's report: what was held and who came, by month, point, module and country of origin.

What may be shown of small groups is decided once for each quarter: table by table in `desk.suppression`, and for what
they say together in `desk.linked`. A longer period is the sum of what its quarters show, so that two reports never tell
more by their difference than the quarters do (docs/adr/0015). Sessions and seats are not people: they are exact, and of
today. Sessions with a headcount are exact too, and of the quarters whose people are shown: no row sets the sessions of
some months beside the people of others.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Model, Sum
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import translated
from desk.linked import People, unlinked
from desk.periods import Period
from desk.suppression import AtLeast, Hidden, Scheme, added, protect
from sessions_app.models import HeadcountByCountry, Module, OrientationPoint, Session

SESSIONS = {
    "held": gettext_lazy("sessions held"),
    "cancelled": gettext_lazy("sessions cancelled"),
    "seats": gettext_lazy("seats"),
    "counted": gettext_lazy("with headcount"),
}
PEOPLE = {
    "women": gettext_lazy("women"),
    "men": gettext_lazy("men"),
    "minors": gettext_lazy("minors"),
    "people": gettext_lazy("people"),
}
SATISFACTION = {
    "good": gettext_lazy("satisfied"),
    "medium": gettext_lazy("neither"),
    "bad": gettext_lazy("not satisfied"),
    "silent": gettext_lazy("no answer"),
}
COLUMNS = SESSIONS | PEOPLE | SATISFACTION
OF_TODAY = ("held", "cancelled", "seats")  # the other columns are of the settled quarters, all of the same months
SCHEME = Scheme("people", (("women", "men", "minors"), tuple(SATISFACTION)))
COUNTED = ("women", "men", "minors", "good", "medium", "bad")
KEYS = {
    "month": lambda row: row["day"].replace(day=1),
    "point": lambda row: row["point"],
    "module": lambda row: row["module"],
}
FIRST_HIDDEN = ("module", "month", "point")  # where tables together give a small group away
NOT_COUNTED = "not counted"  # the key of those whose country nobody counted; None is that of all other countries

Cells = dict[str, int | Hidden]


class Line(NamedTuple):
    """One row of a table: a number or a mark by column; columns it has nothing to say on are not there."""

    label: str
    values: Cells


class Table(NamedTuple):
    """`key`: "month", "point", "module" or "country". `columns`: headings, with the months where not all are in."""

    key: str
    title: str
    columns: dict[str, str]
    lines: list[Line]
    total: Line


class Report(NamedTuple):
    """`people_until`: the last day whose people are in it; None when it shows nobody yet."""

    period: Period
    tables: list[Table]
    total: Line
    people_until: date | None

    @property
    def hides(self) -> bool:
        """True when something is not shown, or not all of it."""
        lines = [self.total, *(line for table in self.tables for line in table.lines)]
        return any(isinstance(value, Hidden | AtLeast) for line in lines for value in line.values.values())


class Quarter(NamedTuple):
    """What is shown of one quarter: by table and key of the row, and in all."""

    rows: dict[str, dict[object, Cells]]
    total: Cells


def report(period: Period) -> Report:
    """Five queries, however many sessions."""
    sessions, origins = list(_sessions(period)), _origins(period)
    parts = [
        _quarter(quarter, [row for row in sessions if quarter.holds(row["day"])], origins)
        for quarter in period.quarters
    ]
    total = Line(_("Total"), _together([part.total for part in parts]))
    country = Line(total.label, {"people": total.values["people"]})
    until = max((quarter.last for quarter in period.quarters if quarter.is_settled), default=None)
    heads = _heads(period, until)
    people = {"people": heads["people"]}
    tables = [
        Table("month", _("By month"), heads, _lines(parts, "month", _months), total),
        Table("point", _("By orientation point"), heads, _lines(parts, "point", _named(OrientationPoint)), total),
        Table("module", _("By module"), heads, _lines(parts, "module", _named(Module, "title")), total),
        Table("country", _("By country of origin"), people, _lines(parts, "country", _countries), country),
    ]
    return Report(period, tables, total, until)


def _heads(period: Period, until: date | None) -> dict[str, str]:
    """ "people", or "people (July–September 2026)" where the people of later months are not shown yet."""
    if until in (None, period.last):
        return {name: str(label) for name, label in COLUMNS.items()}
    months = Period(period.first, until).months
    return {name: str(label) if name in OF_TODAY else f"{label} ({months})" for name, label in COLUMNS.items()}


def _quarter(quarter: Period, sessions: list[dict], origins: dict[date, Counter]) -> Quarter:
    """Its tables, protected together; of people nothing at all before it is settled."""
    total = _summed(sessions)
    tables = {key: _by(sessions, of) for key, of in KEYS.items()}
    if not quarter.is_settled:
        later = dict.fromkeys((*SCHEME.columns, "counted"), Hidden.LATER)
        shown = {key: {name: counts | later for name, counts in rows.items()} for key, rows in tables.items()}
        return Quarter(shown, total | later)
    tables["country"] = _by_country(total["people"], [origins[day] for day in origins if quarter.holds(day)])
    shown, whole = protect([list(rows.values()) for rows in tables.values()], total, SCHEME)
    found = {
        key: {name: rows[name] | cells for name, cells in zip(rows, safe, strict=True)}
        for (key, rows), safe in zip(tables.items(), shown, strict=True)
    }
    counted = (row for row in sessions if row["headcount"])
    atoms = _by(counted, lambda row: tuple(key(row) for key in KEYS.values()))
    people = People({key: found[key] for key in KEYS}, whole, atoms, SCHEME)
    return Quarter(found | unlinked(people, FIRST_HIDDEN).tables, total | whole)


def _together(parts: Sequence[Cells]) -> Cells:
    return {name: added([part[name] for part in parts]) for name in parts[0]}


def _sessions(period: Period) -> Iterable[dict]:
    """Those that were held, and those called off whenever they were to be."""
    rows = Session.objects.order_by().between(*period)
    fields = [f"headcount__{name}" for name in COUNTED]
    wanted = rows.held() | rows.filter(status=Session.Status.CANCELLED)
    return wanted.values("day", "status", "seats", "point", "module", "headcount", *fields)


def _summed(sessions: Iterable[dict]) -> dict[str, int]:
    found = Counter(dict.fromkeys(COLUMNS, 0))
    for row in sessions:
        if row["status"] == Session.Status.CANCELLED:
            found["cancelled"] += 1
            continue
        found.update(held=1, seats=row["seats"], counted=row["headcount"] is not None)
        found.update({name: row[f"headcount__{name}"] or 0 for name in COUNTED})
    found["people"] = found["women"] + found["men"] + found["minors"]
    found["silent"] = max(0, found["people"] - found["good"] - found["medium"] - found["bad"])
    return dict(found)


def _by(sessions: Iterable[dict], key: Callable) -> dict[object, dict[str, int]]:
    """Sorted by what never changes: of two equal rows the same one is hidden in every report."""
    found = defaultdict(list)
    for row in sessions:
        found[key(row)].append(row)
    return {name: _summed(found[name]) for name in sorted(found)}


def _origins(period: Period) -> dict[date, Counter]:
    """People by day and key of their country."""
    held = Session.objects.between(*period).held()
    rows = HeadcountByCountry.objects.filter(headcount__session__in=held).order_by("headcount__session__day", "country")
    found = defaultdict(Counter)
    for day, country, people in rows.values_list("headcount__session__day", "country").annotate(sum=Sum("people")):
        found[day][country] += people
    return found


def _by_country(people: int, days: Iterable[Counter]) -> dict[object, dict[str, int]]:
    """With those from elsewhere and those whose country nobody counted, all adding up to `people`."""
    found = sum(days, Counter())
    found[NOT_COUNTED] = max(0, people - found.total())
    return {key: {"people": found[key]} for key in sorted(found, key=str) if found[key]}


def _lines(parts: list[Quarter], table: str, names: Callable) -> list[Line]:
    """A line for each key that a quarter knows, `names` says in which order and under what name."""
    cells = defaultdict(list)
    for part in parts:
        for key, row in part.rows.get(table, {}).items():
            cells[key].append(row)
    return [Line(label, _together(cells[key])) for key, label in names(cells)]


def _months(found: Iterable) -> list[tuple[date, str]]:
    return [(month, capfirst(date_format(month, "F Y"))) for month in sorted(found)]


def _named(model: type[Model], field: str = "name") -> Callable:
    """Rows of `model` in its own order, by their names in the reader's language."""
    return lambda found: [(row.pk, translated.read(row, field).text) for row in model.objects.filter(pk__in=found)]


def _countries(found: Iterable) -> list[tuple[object, str]]:
    keys = [key for key in found if key not in (None, NOT_COUNTED)]
    named = _named(HeadcountByCountry.country.field.related_model)(keys)
    others = [(None, _("another country")), (NOT_COUNTED, _("country not counted"))]
    return named + [(key, label) for key, label in others if key in found]
