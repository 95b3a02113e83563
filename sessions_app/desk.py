"""A week of one point as its coordinator sees it: drafts too, clashes marked, and the rooms that are still free."""

from datetime import date, datetime, time
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import languages
from sessions_app import objections
from sessions_app.conflicts import Conflict
from sessions_app.headcounts import TOOK_PLACE
from sessions_app.models import Closure, OpeningHours, OrientationPoint, Ramadan, Room, Session
from sessions_app.opening import MIDDAY
from sessions_app.release import KINDS, Change
from sessions_app.timetable import Entry
from sessions_app.weeks import Week

MORNING, AFTERNOON = _("Free in the morning"), _("Free in the afternoon")


class Card(NamedTuple):
    """A session on the desk, with what speaks against it now."""

    session: Session
    conflicts: list[Conflict]
    countable: bool  # it has begun and took place: people can be counted

    @property
    def clashes(self) -> bool:
        return any(conflict.refused for conflict in self.conflicts)

    @property
    def has_come(self) -> bool:
        """True from the session's day on: before it nobody can have attended."""
        return self.session.day <= timezone.localdate()

    @property
    def is_on_closed_day(self) -> bool:
        return any(conflict.kind == "closure" for conflict in self.conflicts)


class HalfDay(NamedTuple):
    """Half of an opening day, and the rooms that no session occupies in it; one across midday occupies both halves."""

    label: str
    starts: time
    rooms: list[Room]


class Day(NamedTuple):
    date: date
    opening: list[OpeningHours]
    closures: list[Closure]
    ramadan: Ramadan | None
    cards: list[Card]
    free: list[HalfDay]

    @property
    def is_quiet(self) -> bool:
        """True when it is closed and nothing is planned."""
        return not self.opening and not self.cards

    @property
    def is_today(self) -> bool:
        return self.date == timezone.localdate()


def week(point: OrientationPoint, week: Week) -> list[Day]:
    """The seven days, in a number of queries that does not depend on the number of sessions."""
    sessions = (
        point.sessions.in_week(week.monday).with_all().select_related("headcount").order_by("day", "starts", "pk")
    )
    conflicts = objections.conflicts_in(point.sessions.in_week(week.monday))
    now = timezone.now()
    cards = [card(session, conflicts.get(session.pk, []), now) for session in sessions]
    rooms, hours = list(point.rooms.all()), list(point.opening_hours.all())
    closures, ramadans = _closures(point, week), _ramadans(week)
    return [_day(day, cards, rooms, hours, closures, ramadans) for day in week.days]


def card(session: Session, conflicts: list[Conflict], now: datetime) -> Card:
    return Card(session, conflicts, session.status in TOOK_PLACE and session.start_instant <= now)


def _day(day, cards, rooms, hours, closures, ramadans) -> Day:
    ramadan = next((fast for fast in ramadans if fast.first_day <= day <= fast.last_day), None)
    opening = [row for row in hours if row.weekday == day.weekday() and row.ramadan == bool(ramadan)]
    closed = [row for row in closures if row.first_day <= day <= row.last_day]
    mine = [card for card in cards if card.session.day == day]
    free = [] if any(row.certain for row in closed) else free_rooms(rooms, opening, [card.session for card in mine])
    return Day(day, opening, closed, ramadan, mine, free)


def free_rooms(rooms: list[Room], opening: list[OpeningHours], sessions: list[Session]) -> list[HalfDay]:
    """For each half-day in which the point is open, the rooms without a session; moved and cancelled ones take none."""
    return [
        HalfDay(label, starts, [room for room in rooms if not _occupied(room, starts, ends, sessions)])
        for label, starts, ends in _halves(opening)
    ]


def _halves(opening: list[OpeningHours]) -> list[tuple[str, time, time]]:
    """Morning and afternoon, as far as the point is open in them."""
    if not opening:
        return []
    opens, closes = min(row.opens for row in opening), max(row.closes for row in opening)
    halves = [(MORNING, opens, min(closes, MIDDAY)), (AFTERNOON, max(opens, MIDDAY), closes)]
    return [half for half in halves if half[1] < half[2]]


def _occupied(room: Room, starts: time, ends: time, sessions: list[Session]) -> bool:
    return any(
        session.room_id == room.pk and not session.is_off and session.starts < ends and starts < session.ends
        for session in sessions
    )


def _closures(point: OrientationPoint, week: Week) -> list[Closure]:
    here = Q(point=None) | Q(point=point)
    return list(Closure.objects.filter(here, first_day__lte=week.sunday, last_day__gte=week.monday))


def _ramadans(week: Week) -> list[Ramadan]:
    return list(Ramadan.objects.filter(first_day__lte=week.sunday, last_day__gte=week.monday))


class Told(NamedTuple):
    """A change since the release in words of the reader's language. Hours are kept apart, they are never reversed."""

    kind: str
    label: str
    title: str
    before: tuple[date, str] | None  # day, "09:30–12:30"
    after: tuple[date, str] | None
    room: str
    reason: str


def told(change: Change) -> Told:
    entry, code = change.entry, languages.current()
    return Told(
        change.kind,
        KINDS[change.kind],
        entry["title"][code],
        _when(change.before) if change.before else None,
        _when(change.after) if change.after and change.kind in ("added", "moved") else None,
        entry["room"],
        change.reason[code] if change.reason else "",
    )


def _when(entry: Entry) -> tuple[date, str]:
    return date.fromisoformat(entry["day"]), f"{entry['starts']}–{entry['ends']}"
