"""A facilitator's own week."""

from datetime import date

from django.utils.translation import gettext as _

from core import paper, spoken
from sessions_app import timetable
from sessions_app.models import Facilitator, OrientationPoint, Session
from sessions_app.prints import versions, wording
from sessions_app.prints.press import printed
from sessions_app.weeks import Week


def facilitator_week(
    facilitator: Facilitator, week: Week, language: str, *, point: OrientationPoint | None = None
) -> bytes:
    """Where and when one person gives sessions, drafts marked. With `point`: only there, and it says so."""
    sessions = facilitator.sessions.in_week(week.monday).with_all().order_by("day", "starts", "pk")
    if point:
        sessions = sessions.filter(point=point)
    rows = list(sessions)
    said = wording.in_each(language, lambda code: _words(facilitator, week, rows, point, code))
    words = said[language]
    data = {
        "title": f"{facilitator.name} · {words['week']}",
        "languages": [language],
        "icons": paper.icon_texts([session.module.icon for session in rows]),
        "said": said,
    }
    return printed("facilitator.typ", data, language)


def _words(facilitator: Facilitator, week: Week, rows: list[Session], point, code: str) -> dict:
    return {
        "name": facilitator.name,
        "heading": _("My week"),
        "week": wording.week_name(week),
        "only": _("Only the sessions at: %(point)s") % {"point": timetable.words(point, "name")[code]} if point else "",
        "days": [{"date": wording.full_date(day), "rows": _rows(rows, day, code)} for day in week.days],
        "nothing": _("No session this week"),
        "columns": [_("hours"), _("module"), _("place"), _("languages"), _("seats"), _("code")],
        "total": _("%(count)d sessions, %(hours)s in all") % _total(rows),
        "versions": _versions(week, rows, code),
        "printed": versions.printed_today(),
    }


def _versions(week: Week, rows: list[Session], code: str) -> str:
    """Which version of each point's timetable it goes with."""
    points = {session.point_id: session.point for session in rows}.values()
    return " / ".join(
        f"{wording.isolated(timetable.words(point, 'name')[code])}: {versions.of_week(point, week)}" for point in points
    )


def _rows(rows: list[Session], day: date, code: str) -> list[dict]:
    return [_row(session, code) for session in rows if session.day == day]


def _row(session: Session, code: str) -> dict:
    return {
        "icon": session.module.icon,
        "hours": wording.hours(session.starts, session.ends),
        "title": timetable.words(session.module, "title")[code],
        "place": wording.listed([session.room.name, timetable.words(session.point, "city")[code]]),
        "languages": wording.listed(spoken.labels(session.languages)),
        "seats": str(session.seats),
        "code": session.code,
        "off": session.is_off,
        "note": _note(session, code),
    }


def _note(session: Session, code: str) -> str:
    """Its status and the day of its cycle, where there is something to say."""
    status = "" if session.status == Session.Status.CONFIRMED else session.get_status_display()
    reason = timetable.words(session, "reason")[code] if session.is_off else ""
    place = ""
    if session.cycle and session.day_number:
        place = _("day %(number)s of %(count)s") % {"number": session.day_number, "count": session.cycle.days}
    return wording.listed([place, wording.with_reason(status, reason) if status else ""])


def _total(rows: list[Session]) -> dict:
    standing = [session for session in rows if not session.is_off]
    hours, minutes = divmod(sum(session.minutes for session in standing), 60)
    length = _("%(hours)d h %(minutes)02d") if minutes else _("%(hours)d h")
    return {"count": len(standing), "hours": wording.isolated(length % {"hours": hours, "minutes": minutes})}
