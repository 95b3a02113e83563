"""A session in a few plain lines, to send in a message."""

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import spoken, translated
from sessions_app import closed_days
from sessions_app.calendar import ltr
from sessions_app.models import Session


def text(session: Session, language: str, address: str) -> str:
    """What, when, where and whom to call; `address` is that of the session's page. Ends with a newline."""
    with override(language):
        return "\n".join(filter(None, _lines(session, address))) + "\n"


def _lines(session: Session, address: str) -> list[str]:
    point = session.point
    return [
        f"FORAS · {translated.read(session.module, 'title').text}",
        translated.read(session.country, "name").text if session.country else "",
        _("This is an example, not a real session.") if session.example else "",
        *_status(session),
        capfirst(date_format(session.day, "l j F Y")),
        _("From %(start)s to %(end)s, Moroccan time")
        % {"start": f"{session.starts:%H:%M}", "end": f"{session.ends:%H:%M}"},
        _("Languages: %(languages)s") % {"languages": spoken.listed(session.languages)},
        f"{translated.read(point, 'name').text} · {session.room.name}",
        translated.read(point, "address").text,
        translated.read(point, "note").text,
        _("Telephone: %(number)s") % {"number": ltr(point.phone)} if point.phone else "",
        address,
    ]


def _status(session: Session) -> list[str]:
    """Why it is off and what replaces it; nothing for a session that takes place."""
    words = {
        Session.Status.CANCELLED: _("Cancelled"),
        Session.Status.MOVED: _("Moved"),
        Session.Status.FULL: _("Full"),
    }
    lines = [words.get(session.status, ""), translated.read(session, "reason").text if session.is_off else ""]
    if session.closed_day and not session.is_off:
        lines.append(str(closed_days.ASK))
    if new := session.new_date:
        lines.append(
            _("New date: %(day)s, %(start)s") % {"day": date_format(new.day, "l j F Y"), "start": f"{new.starts:%H:%M}"}
        )
    return lines
