"""Sessions as iCalendar (RFC 5545): one file a session, one feed a point.

Instants are in UTC, computed as the file is read from the pinned time zone data, and there is no VTIMEZONE: phones keep
the Moroccan rules they were sold with, and many still say UTC+1. A moved session is one event that moved: the new date
has taken over its UID with a higher SEQUENCE.
"""

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from core import spoken, translated
from sessions_app import closed_days
from sessions_app.models import OrientationPoint, Session

PAST = timedelta(days=30)  # how long a feed keeps what is over; phones forget what the feed drops
REFRESH = timedelta(hours=6)


def session_ics(session: Session, language: str, origin: str = "") -> bytes:
    """One public session, not moved, as a calendar file; `origin` ("https://www.foras.ma") adds a link to its page."""
    with override(language):
        return _calendar([session], origin).to_ical()


def feed_ics(point: OrientationPoint, language: str, origin: str = "") -> bytes:
    """Every public session of `point` from a month ago on, cancelled ones marked, as a calendar to subscribe to."""
    first = timezone.localdate() - PAST
    sessions = point.sessions.on_site().exclude(status=Session.Status.MOVED).filter(day__gte=first)
    with override(language):
        calendar = _calendar(closed_days.mark(sessions), origin)
        calendar.add("name", _words(point, "name"))
        calendar.add("x-wr-calname", f"FORAS · {_words(point, 'name')}")
        calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
        return calendar.to_ical()


def _calendar(sessions: Iterable[Session], origin: str) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//FORAS//Orientation sessions//FR")
    calendar.add("method", "PUBLISH")
    for session in sessions:
        calendar.add_component(_event(session, origin))
    return calendar


def _event(session: Session, origin: str) -> Event:
    cancelled = session.status == Session.Status.CANCELLED
    event = Event()
    event.add("uid", f"{session.uid}@foras")
    event.add("sequence", session.sequence)
    event.add("dtstamp", session.changed_at.astimezone(UTC))
    event.add("last-modified", session.changed_at.astimezone(UTC))
    event.add("dtstart", session.start_instant.astimezone(UTC))
    event.add("dtend", session.end_instant.astimezone(UTC))
    event.add("status", "CANCELLED" if cancelled else "TENTATIVE" if session.closed_day else "CONFIRMED")
    event.add("summary", _summary(session))
    event.add("location", _location(session))
    event.add("description", "\n".join(_description(session)))
    if origin:
        event.add("url", origin + session.get_absolute_url())
    return event


def _summary(session: Session) -> str:
    title = _words(session.module, "title")
    if session.example:
        title = _("Example: %(title)s") % {"title": title}
    if session.status == Session.Status.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": title}
    return title


def _location(session: Session) -> str:
    point = session.point
    return " · ".join(filter(None, [_words(point, "name"), session.room.name, _words(point, "address")]))


def _description(session: Session) -> list[str]:
    """One line for each thing to know; empty ones are left out."""
    lines = [
        _words(session, "reason") if session.is_off else str(closed_days.ASK) if session.closed_day else "",
        _words(session.module, "what_you_learn"),
        _("Languages: %(languages)s") % {"languages": spoken.listed(session.languages)},
        _labelled(_("Who it is for: %(text)s"), session, "audience_note"),
        _labelled(_("What to bring: %(text)s"), session, "what_to_bring"),
        _words(session.point, "note"),
        _("Telephone: %(number)s") % {"number": ltr(session.point.phone)} if session.point.phone else "",
        _("Code of the session: %(code)s") % {"code": ltr(session.code)},
    ]
    return [line for line in lines if line]


def _labelled(label: str, session: Session, field: str) -> str:
    text = _words(session, field)
    return label % {"text": text} if text else ""


def _words(row, field: str) -> str:
    """The text in the language of the file, or in French."""
    return translated.read(row, field).text


def ltr(text: str) -> str:
    """A phone number or a code between left-to-right marks: plain text has no `dir`, and Arabic would reverse it."""
    return f"\u200e{text}\u200e"
