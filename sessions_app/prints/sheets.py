"""What one session needs on the day: sign-in sheet, slips, door sign, certificates."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import paper, spoken
from sessions_app import codes, timetable
from sessions_app.models import Session
from sessions_app.prints import versions, wording
from sessions_app.prints.half_days import half_days
from sessions_app.prints.press import printed

SLIP_ICONS = ("scissors", "map-pin", "phone", "messages-square", "backpack")
PROGRAMME = "FORAS – Renforcement des opportunités de réintégration"  # the name that IOM gives it, in French alone
BLANK_ROWS = 3  # for those who come without a slip


def sign_in_sheet(session: Session, language: str) -> bytes:
    """The list that is signed at the door: one row a seat and three blank ones, codes and no names.

    A session that breaks a rule of planning says so on its sheet, in words.
    """
    data = _about(session, language, lambda code: _sign_in_words(session, code))
    data |= {"rows": session.seats + BLANK_ROWS, "halves": len(half_days(session.starts, session.ends))}
    return printed("sign_in.typ", data, language)


def slips(session: Session, language: str) -> bytes:
    """Four to an A4, one for each seat: when, where, and an attendance code. In "fr", "en", "ar" or "all"."""
    several = language == wording.ALL
    data = _about(session, language, lambda code: _slip_words(session, code, several), *SLIP_ICONS)
    data |= {"codes": _attendance_codes(session), "phone": phones(session)}
    return printed("slips.typ", data, language)


def door_sign(session: Session, language: str) -> bytes:
    """One A4 landscape page to read from the other end of a corridor."""
    return printed("door.typ", _about(session, language, lambda code: _door_words(session, code)), language)


def certificate(session: Session, language: str) -> bytes:
    """Certificates of attendance, one for each seat, with a serial and a line on which the name is written by hand.

    Of a session in a cycle they certify all its days.
    """
    data = _about(session, language, lambda code: _certificate_words(session, code))
    return printed("certificate.typ", data | {"serials": _attendance_codes(session)}, language)


def last_day(session: Session) -> date:
    """When all that a certificate counts has been given: the day of the session, or the last of its cycle."""
    return max(each.day for each in _given(session))


def phones(session: Session) -> str:
    return " / ".join(session.point.phone.splitlines())


def _about(session: Session, language: str, say, *icons: str) -> dict:
    """What every sheet of a session holds; `say(code)` gives its words in the active language."""
    said = wording.in_each(language, lambda code: _session_words(session, code) | say(code))
    first = next(iter(said.values()))
    return {
        "languages": wording.languages_of(language),
        "code": session.code,
        "icon": session.module.icon,
        "icons": paper.icon_texts([session.module.icon, "triangle-alert", *icons]),
        "starts": wording.clock(session.starts),
        "ends": wording.clock(session.ends),
        "off": session.is_off,
        "said": said,
        "title": f"{first['heading']} · {first['module']} · {session.code}",
    }


def _session_words(session: Session, code: str) -> dict:
    return {
        "module": timetable.words(session.module, "title")[code],
        "country": _country(session, code),
        "point": timetable.words(session.point, "name")[code],
        "address": timetable.words(session.point, "address")[code],
        "room": session.room.name,
        "date": wording.full_date(session.day),
        "off": _off(session, code),
        "code": _("code"),
        "version": versions.of_session(session),
    }


def _country(session: Session, code: str) -> str:
    """For which country of origin it is; "" for all."""
    return timetable.words(session.country, "name")[code] if session.country else ""


def _spoken(session: Session) -> str:
    return wording.listed(spoken.labels(session.languages))


def _off(session: Session, code: str) -> str:
    """ "Annulée : salle inondée", or that it is a draft; "" for a session that takes place."""
    if not session.is_public:
        return _("Draft: this session is not announced yet")
    if not session.is_off:
        return ""
    what = _("Cancelled") if session.status == Session.Status.CANCELLED else _("Moved")
    return wording.with_reason(what, timetable.words(session, "reason")[code])


def _sign_in_words(session: Session, code: str) -> dict:
    people = list(session.facilitators.all())
    halves = half_days(session.starts, session.ends)
    return {
        "heading": _("Attendance sheet"),
        "facts": _facts(session, code, people, halves),
        "halves": [{"name": str(half.name), "hours": wording.hours(half.starts, half.ends)} for half in halves],
        "warning": _("This session breaks a rule of planning:"),
        "warnings": _warnings(session, people),
        "number": _("No."),
        "sex": _("sex"),
        "nationality": _("nationality"),
        "signature": _("signature"),
        "thumb": _("thumb-print"),
        "page": _("page"),
        "facilitator": _("Signature of the facilitator"),
        "count": _("How many came"),
        "counted": [_("women"), _("men"), _("minors"), _("total")],
        "next": _("The count stands on the last page."),
    }


def _facts(session: Session, code: str, people, halves) -> list[tuple[str, str]]:
    """Labels and values of the head of the sheet; facts that do not apply are left out."""
    names = timetable.words(session.point, "name")[code], timetable.words(session.point, "address")[code]
    facts = [
        (_("place"), wording.listed(names)),
        (_("room"), wording.isolated(session.room.name)),
        (_("date"), wording.full_date(session.day)),
        (_("hours"), " · ".join(f"{half.name} {wording.hours(half.starts, half.ends)}" for half in halves)),
        (_("facilitator"), wording.listed(person.name for person in people)),
        (_("cycle"), _cycle(session)),
        (_("languages"), _spoken(session)),
        (_("country"), _country(session, code)),
        (_("who it is for"), wording.isolated(timetable.words(session, "audience_note")[code])),
        (_("seats"), str(session.seats)),
    ]
    return [(label, value) for label, value in facts if value]


def _cycle(session: Session) -> str:
    """ "jour 2 sur 4 · 23 novembre · 24 novembre · …"."""
    if not session.cycle or not session.day_number:
        return ""
    place = _("day %(number)s of %(count)s") % {"number": session.day_number, "count": session.cycle.days}
    return " · ".join([place, *(wording.day_and_month(each.day) for each in _given(session))])


def _given(session: Session) -> list[Session]:
    """The days it is given on: those of its cycle that were not moved away or cancelled, or the session alone."""
    return list(session.cycle.sessions.standing().order_by("day", "starts")) if session.cycle else [session]


def _warnings(session: Session, people) -> list[str]:
    # Imported here: it reads much, and nothing else on paper needs it.
    from sessions_app import objections

    return [str(conflict.message) for conflict in objections.conflicts_of(session, people) if conflict.refused]


def _slip_words(session: Session, code: str, several: bool) -> dict:
    return {
        "heading": _("Slips"),
        "spoken": wording.own_names(session.languages.split()) if several else _spoken(session),
        "place": wording.listed([session.room.name, timetable.words(session.point, "name")[code]]),
        "bring": timetable.words(session, "what_to_bring")[code],
        "keep": _("Keep this slip and bring it. It bears no name."),
    }


def _door_words(session: Session, code: str) -> dict:
    return {
        "heading": _("Door sign"),
        "spoken": _spoken(session),
        "cycle": _cycle(session).split(" · ")[0],
    }


def _certificate_words(session: Session, code: str) -> dict:
    days = _given(session)
    minutes = sum(each.minutes for each in days)
    return {
        "heading": _("Certificate of attendance"),
        "programme": PROGRAMME,
        "certify": _("This is to certify that"),
        "name": _("first and last name, written by hand"),
        "took_part": _("took part in:"),
        "kind": session.module.get_kind_display(),
        "facts": [
            (_("dates") if len(days) > 1 else _("date"), _dates(days)),
            (_("length"), _length(minutes)),
            *([(_("country"), _country(session, code))] if session.country else []),
            (_("place"), timetable.words(session.point, "name")[code]),
        ],
        "done": _("Done at %(city)s, on") % {"city": timetable.words(session.point, "city")[code]},
        "signature": _("signature and stamp"),
        "serial": _("serial number"),
    }


def _dates(days: list[Session]) -> str:
    if len(days) == 1:
        return wording.full_date(days[0].day)
    return " · ".join([*(wording.day_and_month(each.day) for each in days[:-1]), wording.day_month_year(days[-1].day)])


def _length(minutes: int) -> str:
    """ "3 heures", "2 h 30"."""
    hours, rest = divmod(minutes, 60)
    if rest:
        return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": rest}
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


def _attendance_codes(session: Session) -> list[str]:
    return [codes.attendance_code(session.code, number) for number in range(1, session.seats + 1)]
