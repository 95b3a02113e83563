"""What speaks against a session, and which session it clashes with, in the reader's language. No database here.

Times are Moroccan wall times on one day. Sessions that touch (one ends at 12:00, the other starts at 12:00) do not
clash; moved and cancelled sessions occupy nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import formats
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from sessions_app import travel

UNUSUAL = 0.5  # a session half as long again as its module usually is, or half as long, is warned
RAMADAN_MARGIN = timedelta(days=7)  # the moon may shift it by a day or two, and people plan around it


class Conflict(NamedTuple):
    """One objection. `field` is the form field it belongs to: room, facilitators, seats, starts or day."""

    kind: str
    refused: bool  # False: a warning
    message: str
    field: str


class Place(NamedTuple):
    key: int
    name: str
    city: str  # as the reader says it
    town: str  # the city in French: what the travel table knows


class Hall(NamedTuple):
    key: int
    name: str
    capacity: int
    place: int  # key of its place


class Person(NamedTuple):
    key: int
    name: str


class Slot(NamedTuple):
    """A session as far as it can clash."""

    key: int | None  # None: not stored yet
    title: str
    place: Place
    hall: Hall
    day: date
    starts: time
    ends: time
    seats: int
    usual_minutes: int
    people: tuple[Person, ...] = ()
    standing: bool = True  # False: moved or cancelled


class Hours(NamedTuple):
    """Opening hours of a place on one weekday (Monday 0)."""

    place: int
    weekday: int
    ramadan: bool
    opens: time
    closes: time


class Closed(NamedTuple):
    name: str
    first_day: date
    last_day: date
    certain: bool
    place: int | None = None  # None: everywhere


class Away(NamedTuple):
    person: int
    first_day: date
    last_day: date


class Fast(NamedTuple):
    """One Ramadan."""

    first_day: date
    last_day: date
    confirmed: bool


class Around(NamedTuple):
    """What a session may clash with. More than concerns it does no harm."""

    others: Sequence[Slot] = ()
    hours: Sequence[Hours] = ()
    closures: Sequence[Closed] = ()
    absences: Sequence[Away] = ()
    ramadans: Sequence[Fast] = ()


NOTHING = Around()


def find(slot: Slot, around: Around = NOTHING) -> list[Conflict]:
    """Everything that speaks against `slot`, refusals and warnings, in the order of the rules below."""
    if not slot.standing:
        return []
    rules = ANY_TIME if slot.ends <= slot.starts else (*ANY_TIME, *WITH_HOURS)
    return [conflict for rule in rules for conflict in rule(slot, around)]


def overlap(one: Slot, other: Slot) -> bool:
    """True when both take place at some moment; False for sessions that only touch."""
    return one.day == other.day and one.starts < other.ends and other.starts < one.ends


def in_ramadan(day: date, ramadans: Sequence[Fast]) -> bool:
    return any(fast.first_day <= day <= fast.last_day for fast in ramadans)


def hours_on(day: date, place: int, around: Around) -> list[Hours] | None:
    """When `place` is open on `day`: [] is closed; None when it has no hours at all for that kind of day."""
    ramadan = in_ramadan(day, around.ramadans)
    of_kind = [hours for hours in around.hours if hours.place == place and hours.ramadan == ramadan]
    return [hours for hours in of_kind if hours.weekday == day.weekday()] if of_kind else None


def closures_on(day: date, place: int, around: Around) -> list[Closed]:
    """The closures of `place` on `day`, those of all places included."""
    return [
        closed
        for closed in around.closures
        if closed.place in (None, place) and closed.first_day <= day <= closed.last_day
    ]


def _order(slot: Slot, around: Around) -> Iterator[Conflict]:
    if slot.ends <= slot.starts:
        yield Conflict("order", True, _("The session ends before it starts."), "starts")


def _seats(slot: Slot, around: Around) -> Iterator[Conflict]:
    if slot.seats < 1:
        yield Conflict("seats", True, _("A session needs at least one seat."), "seats")
    if slot.seats > slot.hall.capacity:
        message = _("%(room)s holds %(capacity)d people: %(seats)d seats are too many.")
        words = {"room": _name(slot.hall.name), "capacity": slot.hall.capacity, "seats": slot.seats}
        yield Conflict("seats", True, message % words, "seats")


def _place(slot: Slot, around: Around) -> Iterator[Conflict]:
    if slot.hall.place != slot.place.key:
        message = _("%(room)s is not a room of this point: %(point)s.")
        words = {"room": _name(slot.hall.name), "point": _name(slot.place.name)}
        yield Conflict("place", True, message % words, "room")


def _closure(slot: Slot, around: Around) -> Iterator[Conflict]:
    for closed in closures_on(slot.day, slot.place.key, around):
        words = {"day": _day(slot.day), "name": _name(closed.name)}
        if closed.certain:
            yield Conflict("closure", True, _("Closed on %(day)s: %(name)s.") % words, "day")
        else:
            message = _("Perhaps closed on %(day)s: %(name)s. The date is still to be confirmed.")
            yield Conflict("closure_unsure", False, message % words, "day")


def _absence(slot: Slot, around: Around) -> Iterator[Conflict]:
    for person in slot.people:
        for away in around.absences:
            if away.person == person.key and away.first_day <= slot.day <= away.last_day:
                message = _("%(name)s is absent from %(first)s to %(last)s.")
                words = {"name": _name(person.name), "first": _day(away.first_day), "last": _day(away.last_day)}
                yield Conflict("absence", True, message % words, "facilitators")


def _ramadan(slot: Slot, around: Around) -> Iterator[Conflict]:
    for fast in around.ramadans:
        edges = (fast.first_day, fast.last_day)
        if not fast.confirmed and any(abs(slot.day - edge) <= RAMADAN_MARGIN for edge in edges):
            message = _(
                "Ramadan is expected from %(first)s to %(last)s, not confirmed yet: the opening hours may change."
            )
            words = {"first": _day(fast.first_day), "last": _day(fast.last_day)}
            yield Conflict("ramadan_unsure", False, message % words, "day")


def _room(slot: Slot, around: Around) -> Iterator[Conflict]:
    for other in _others(slot, around):
        if other.hall.key == slot.hall.key and overlap(slot, other):
            words = {"room": _name(slot.hall.name), "other": _session(other)}
            yield Conflict("room", True, _("%(room)s is taken: %(other)s.") % words, "room")


def _facilitator(slot: Slot, around: Around) -> Iterator[Conflict]:
    for other in _others(slot, around):
        if overlap(slot, other):
            for person in _shared(slot, other):
                words = {"name": _name(person.name), "other": _session(other)}
                yield Conflict("facilitator", True, _("%(name)s is busy: %(other)s.") % words, "facilitators")


def _travel(slot: Slot, around: Around) -> Iterator[Conflict]:
    for other in _others(slot, around):
        if other.day != slot.day or overlap(slot, other):
            continue
        needed = travel.least_minutes(slot.place.town, other.place.town)
        if _minutes_between(slot, other) < needed:
            for person in _shared(slot, other):
                yield Conflict("travel", True, _way(person, slot, other, needed), "facilitators")


def _hours(slot: Slot, around: Around) -> Iterator[Conflict]:
    hours = hours_on(slot.day, slot.place.key, around)
    if hours is None or any(open_.opens <= slot.starts and slot.ends <= open_.closes for open_ in hours):
        return
    words = {"day": _day(slot.day), "hours": ", ".join(_span(open_.opens, open_.closes) for open_ in hours)}
    ramadan = in_ramadan(slot.day, around.ramadans)
    if not hours:
        message = _("Not open on %(day)s, in Ramadan.") if ramadan else _("Not open on %(day)s.")
        yield Conflict("hours", True, message % words, "day")
    else:
        message = _("Open on %(day)s, in Ramadan: %(hours)s.") if ramadan else _("Open on %(day)s: %(hours)s.")
        yield Conflict("hours", True, message % words, "starts")


def _length(slot: Slot, around: Around) -> Iterator[Conflict]:
    minutes = _minutes(slot.starts, slot.ends)
    if abs(minutes - slot.usual_minutes) > UNUSUAL * slot.usual_minutes:
        message = _("%(title)s usually lasts %(usual)s; this session lasts %(length)s.")
        words = {"title": _name(slot.title), "usual": _duration(slot.usual_minutes), "length": _duration(minutes)}
        yield Conflict("length", False, message % words, "starts")


ANY_TIME = (_order, _seats, _place, _closure, _absence, _ramadan)
WITH_HOURS = (_room, _facilitator, _travel, _hours, _length)  # these mean nothing when it ends before it starts


def _others(slot: Slot, around: Around) -> Iterator[Slot]:
    for other in around.others:
        if other.standing and (slot.key is None or other.key != slot.key):
            yield other


def _shared(slot: Slot, other: Slot) -> list[Person]:
    busy = {person.key for person in other.people}
    return [person for person in slot.people if person.key in busy]


def _minutes(first: time, last: time) -> int:
    """From `first` to `last` on one day; negative when `last` is earlier."""
    return (datetime.combine(date.min, last) - datetime.combine(date.min, first)) // timedelta(minutes=1)


def _minutes_between(slot: Slot, other: Slot) -> int:
    """Between the end of the earlier and the start of the later."""
    return max(_minutes(slot.ends, other.starts), _minutes(other.ends, slot.starts))


def _way(person: Person, slot: Slot, other: Slot, minutes: int) -> str:
    message = _("%(name)s gives %(other)s; the way between %(city)s and %(other_city)s takes at least %(time)s.")
    return message % {
        "name": _name(person.name),
        "other": _session(other),
        "city": _name(slot.place.city),
        "other_city": _name(other.place.city),
        "time": _duration(minutes),
    }


def _session(slot: Slot) -> str:
    """A session by what people know it by: title, point, day and hours."""
    return _("“%(title)s” (%(point)s, %(day)s, %(hours)s)") % {
        "title": _name(slot.title),
        "point": _name(slot.place.name),
        "day": _day(slot.day),
        "hours": _span(slot.starts, slot.ends),
    }


def _day(day: date) -> str:
    return formats.date_format(day, "l j F Y")


def _duration(minutes: int) -> str:
    return _("%(hours)d h %(minutes)02d") % {"hours": minutes // 60, "minutes": minutes % 60}


def _span(first: time, last: time) -> str:
    return _isolated(f"{first:%H:%M}–{last:%H:%M}", "\u2066")


def _name(text: str) -> str:
    return _isolated(text, "\u2068")


def _isolated(text: str, mark: str) -> str:
    """In Arabic, hours and French names keep their own direction: plain text has no <bdi>, but it has these marks."""
    return f"{mark}{text}\u2069" if get_language_bidi() else text
