"""When a point is open, in Moroccan wall time; nothing but `of` asks the database."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Q

from sessions_app.models import Closure, OpeningHours, OrientationPoint, Ramadan

MIDDAY = time(13)  # mornings end and afternoons begin


class Door(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    UNSURE = "unsure"  # a lunar holiday that is not announced yet
    UNKNOWN = "unknown"  # nobody wrote the hours down


class Now(NamedTuple):
    """The door at one moment."""

    door: Door
    until: time | None = None  # open: until when today
    closure: Closure | None = None  # what shuts it, or may shut it, today
    opens: datetime | None = None  # closed: the next opening within a week, wall time without a zone
    opens_today: bool = False


class Weekday(NamedTuple):
    """One line of the table of hours; None where the point is closed."""

    name: str  # in the reader's language
    usual: OpeningHours | None
    ramadan: OpeningHours | None


class Openings(NamedTuple):
    """All that decides whether a point is open: `closures` are its own and those of all points."""

    hours: list[OpeningHours]
    closures: list[Closure]
    ramadans: list[Ramadan]

    def ramadan(self, day: date) -> Ramadan | None:
        """The Ramadan that `day` falls in."""
        return next((row for row in self.ramadans if row.first_day <= day <= row.last_day), None)

    def closure(self, day: date) -> Closure | None:
        """What shuts the point on `day`; a certain closure before one to be confirmed."""
        found = [row for row in self.closures if row.first_day <= day <= row.last_day]
        return min(found, key=lambda row: not row.certain, default=None)

    def knows(self, day: date) -> bool:
        """False when the hours that hold on `day`, usual or of Ramadan, were never written down, or are made up."""
        ramadan = bool(self.ramadan(day))
        return any(row.ramadan == ramadan and not row.example for row in self.hours)

    def on(self, day: date) -> OpeningHours | None:
        """The hours of `day`, closures aside; None on a closed weekday."""
        ramadan = bool(self.ramadan(day))
        return next((row for row in self.hours if row.ramadan == ramadan and row.weekday == day.weekday()), None)

    def at(self, moment: datetime) -> Now:
        """The door at `moment`, in Moroccan wall time."""
        day, clock = moment.date(), moment.time()
        closure, hours = self.closure(day), self.on(day)
        if not self.knows(day):
            return Now(Door.UNKNOWN, closure=closure)
        is_open = hours is not None and hours.opens <= clock < hours.closes
        if is_open and closure and not closure.certain:
            return Now(Door.UNSURE, closure=closure)
        if is_open and not closure:
            return Now(Door.OPEN, until=hours.closes)
        opens = self._opens_after(moment.replace(tzinfo=None))
        return Now(Door.CLOSED, closure=closure, opens=opens, opens_today=opens is not None and opens.date() == day)

    def _opens_after(self, moment: datetime) -> datetime | None:
        days = [moment.date() + timedelta(days=n) for n in range(8)]
        openings = [(day, self.on(day)) for day in days if not self.closure(day)]
        instants = (datetime.combine(day, hours.opens) for day, hours in openings if hours)
        return next((instant for instant in instants if instant > moment), None)


def of(point: OrientationPoint, first: date, last: date) -> Openings:
    """The hours of `point`, and what changes them between `first` and `last`."""
    between = Q(first_day__lte=last, last_day__gte=first)
    return Openings(
        list(point.opening_hours.all()),
        list(Closure.objects.filter(between, Q(point=None) | Q(point=point))),
        list(Ramadan.objects.filter(between)),
    )


def weekdays(hours: Iterable[OpeningHours]) -> list[Weekday]:
    """Monday to Sunday, both sets side by side; [] when no hours were written down."""
    by_day = {(row.weekday, row.ramadan): row for row in hours}
    if not by_day:
        return []
    return [
        Weekday(str(day.label), by_day.get((day.value, False)), by_day.get((day.value, True)))
        for day in OpeningHours.Weekday
    ]
