"""The programme manager's report: what was held and who came, by month, point, module and country of origin.

A period is whole months: a day more or less must not set one session, and the people in it, apart. What may be shown of
small groups is decided in `desk.suppression`, for all tables together.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Min, Model, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import translated
from desk.suppression import Hidden, Scheme, protect
from sessions_app.headcounts import TOOK_PLACE
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
SCHEME = Scheme("people", (("women", "men", "minors"), tuple(SATISFACTION)))
COUNTED = ("women", "men", "minors", "good", "medium", "bad")


class Period(NamedTuple):
    """Whole months, from the first day of one to the last of another."""

    first: date
    last: date

    @classmethod
    def of_months(cls, first: date, last: date) -> "Period":
        """From the month of `first` to that of `last`, whichever comes first."""
        first, last = sorted((first.replace(day=1), last.replace(day=1)))
        following = date(last.year + last.month // 12, last.month % 12 + 1, 1)
        return cls(first, date.fromordinal(following.toordinal() - 1))

    @property
    def label(self) -> str:
        """ "janvier 2026 – mars 2026"."""
        months = [date_format(day, "F Y") for day in self]
        return " – ".join(dict.fromkeys(months))


class Line(NamedTuple):
    """One row of a table: a number or a mark by column; columns it has nothing to say on are not there."""

    label: str
    values: dict[str, int | Hidden]


class Table(NamedTuple):
    """`key`: "month", "point", "module" or "country"."""

    key: str
    title: str
    columns: dict[str, str]
    lines: list[Line]
    total: Line


class Report(NamedTuple):
    period: Period
    tables: list[Table]
    total: Line

    @property
    def hides(self) -> bool:
        """True when something is not shown."""
        return any(
            isinstance(value, Hidden) for table in self.tables for line in table.lines for value in line.values.values()
        )


def months() -> list[date]:
    """The first days of the months one may ask for, from the first session's to this one; this month at least."""
    today = timezone.localdate().replace(day=1)
    first = (Session.objects.public().aggregate(first=Min("day"))["first"] or today).replace(day=1)
    count = (today.year - first.year) * 12 + today.month - first.month
    return [
        date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count + 1)
    ] or [today]


def this_year() -> Period:
    today = timezone.localdate()
    return Period.of_months(today.replace(month=1), today)


def report(period: Period) -> Report:
    """Five queries, however many sessions."""
    sessions = list(_sessions(period))
    total = _summed(sessions)
    groups = [
        ("month", _("By month"), _by(sessions, lambda row: row["day"].replace(day=1)), _months),
        ("point", _("By orientation point"), _by(sessions, lambda row: row["point"]), _named(OrientationPoint, "name")),
        ("module", _("By module"), _by(sessions, lambda row: row["module"]), _named(Module, "title")),
    ]
    counts = [_in_order(found, name) for _key, _title, found, name in groups]
    origins = _origins(period, total["people"])
    shown, whole = protect([[count for _label, count in rows] for rows in (*counts, origins)], total, SCHEME)
    total = Line(_("Total"), total | whole)
    tables = [
        Table(key, title, COLUMNS, _lines(rows, cells), total)
        for (key, title, _found, _name), rows, cells in zip(groups, counts, shown, strict=False)
    ]
    people = Line(total.label, {"people": total.values["people"]})
    by_country = Table(
        "country", _("By country of origin"), {"people": PEOPLE["people"]}, _lines(origins, shown[-1]), people
    )
    return Report(period, [*tables, by_country], total)


def _sessions(period: Period) -> Iterable[dict]:
    """Those of the period that took place or were cancelled; of those to come, none took place yet."""
    now = timezone.localtime()
    rows = Session.objects.between(period.first, period.last).filter(status__in=(*TOOK_PLACE, Session.Status.CANCELLED))
    fields = [f"headcount__{name}" for name in COUNTED]
    for row in rows.order_by().values("day", "starts", "status", "seats", "point", "module", "headcount", *fields):
        if row["status"] == Session.Status.CANCELLED or (row["day"], row["starts"]) <= (now.date(), now.time()):
            yield row


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


def _by(sessions: Iterable[dict], group: Callable) -> dict[object, dict[str, int]]:
    found = defaultdict(list)
    for row in sessions:
        found[group(row)].append(row)
    return {key: _summed(rows) for key, rows in found.items()}


def _in_order(found: dict, name: Callable) -> list[tuple[str, dict[str, int]]]:
    return [(label, found[key]) for key, label in name(found)]


def _months(found: dict) -> list[tuple[date, str]]:
    return [(month, capfirst(date_format(month, "F Y"))) for month in sorted(found)]


def _named(model: type[Model], field: str) -> Callable:
    """Rows of `model` in its own order, by their names in the reader's language."""
    return lambda found: [(row.pk, translated.read(row, field).text) for row in model.objects.filter(pk__in=found)]


def _origins(period: Period, people: int) -> list[tuple[str, dict[str, int]]]:
    """People by country, those from elsewhere, and those whose country nobody counted."""
    rows = HeadcountByCountry.objects.filter(
        headcount__session__status__in=TOOK_PLACE, headcount__session__day__range=period
    )
    sums = dict(rows.values_list("country").order_by().annotate(sum=Sum("people")))
    country = HeadcountByCountry.country.field.related_model
    found = [(translated.read(row, "name").text, sums[row.pk]) for row in country.objects.filter(pk__in=sums)]
    found.append((_("another country"), sums.get(None, 0)))
    found.append((_("country not counted"), max(0, people - sum(sums.values()))))
    return [(label, {"people": count}) for label, count in found if count]


def _lines(rows: list[tuple[str, dict[str, int]]], shown: list[dict]) -> list[Line]:
    return [Line(label, counts | cells) for (label, counts), cells in zip(rows, shown, strict=True)]
