"""What a week says, as plain data: frozen by a release, printed on paper, compared with what is true now."""

from datetime import date
from typing import TypedDict

from django.db.models import Q

from core.languages import CODES
from sessions_app.models import Closure, OrientationPoint, Session
from sessions_app.weeks import Week

Words = dict[str, str]  # by language code; "" where there is no translation


class Entry(TypedDict):
    """One session as JSON can hold it. Dates are "2026-11-24", times Moroccan wall time "09:30"."""

    code: str
    point: str  # slug
    city: Words
    day: str
    starts: str
    ends: str
    module: str  # slug
    icon: str
    title: Words
    room: str
    languages: list[str]  # codes of core.spoken
    country: Words | None  # None: for all
    seats: int
    audience_note: Words
    status: str
    reason: Words
    moved_to: str | None  # code of the session it was moved to


class Frame(TypedDict):
    """What a poster says around its sessions."""

    name: Words
    address: Words
    phone: str
    closures: list[dict]  # "first" and "last", dates as text, and "name" in Words: certain ones only
    targets: dict[str, Entry]  # the public sessions outside the week that moved ones lead to, by code


def frame(point: OrientationPoint, week: Week, entries: list[Entry]) -> Frame:
    """What stands around `entries` now. The slug of the point is not part of it: an old address would lead nowhere."""
    closures = Closure.objects.filter(
        Q(point=None) | Q(point=point), certain=True, first_day__lte=week.sunday, last_day__gte=week.monday
    )
    wanted = {entry["moved_to"] for entry in entries} - {None} - {entry["code"] for entry in entries}
    elsewhere = Session.objects.on_site().filter(code__in=wanted) if wanted else ()
    return {
        "name": words(point, "name"),
        "address": words(point, "address"),
        "phone": point.phone,
        "closures": [
            {"first": row.first_day.isoformat(), "last": row.last_day.isoformat(), "name": words(row, "name")}
            for row in closures
        ],
        "targets": {session.code: entry(session) for session in elsewhere},
    }


def week(point: OrientationPoint, week: Week) -> list[Entry]:
    """The public sessions of `point` in `week`, moved and cancelled ones included, in order of time."""
    sessions = point.sessions.public().in_week(week.monday).with_all().order_by("day", "starts", "pk")
    return [entry(session) for session in sessions]


def entry(session: Session) -> Entry:
    """`session` as plain data in all three languages."""
    return {
        "code": session.code,
        "point": session.point.slug,
        "city": words(session.point, "city"),
        "day": session.day.isoformat(),
        "starts": f"{session.starts:%H:%M}",
        "ends": f"{session.ends:%H:%M}",
        "module": session.module.slug,
        "icon": session.module.icon,
        "title": words(session.module, "title"),
        "room": session.room.name,
        "languages": session.languages.split(),
        "country": words(session.country, "name") if session.country else None,
        "seats": session.seats,
        "audience_note": words(session, "audience_note"),
        "status": session.status,
        "reason": words(session, "reason"),
        "moved_to": session.moved_to.code if session.moved_to else None,
    }


def words(row, field: str) -> Words:
    """A translated field in every language, the French standing in where a translation is missing."""
    french = getattr(row, f"{field}_fr") or ""
    return {code: getattr(row, f"{field}_{code}") or french for code in CODES}


def by_day(entries: list[Entry], week: Week) -> list[tuple[date, list[Entry]]]:
    """The entries under each of the seven days; days without one have an empty list."""
    return [(day, [entry for entry in entries if entry["day"] == day.isoformat()]) for day in week.days]
