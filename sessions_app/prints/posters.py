"""The poster of a week."""

from datetime import UTC, date
from urllib.parse import urlsplit

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import paper
from sessions_app import release as releases
from sessions_app import timetable
from sessions_app.models import Closure, OrientationPoint, Release, Session
from sessions_app.prints import wording
from sessions_app.prints.press import printed
from sessions_app.timetable import Entry
from sessions_app.weeks import Week

ICONS = ("phone", "map-pin", "triangle-alert")
OFF = (Session.Status.MOVED, Session.Status.CANCELLED)


def poster(point: OrientationPoint, week: Week, language: str, *, origin: str = "") -> bytes:
    """One A4 landscape page: the latest release of the week, in "fr", "en", "ar" or "all".

    `origin` ("https://www.foras.ma") makes the QR code and the short address; without it the sheet has neither.
    Raises Release.DoesNotExist while nothing of the week is released, PaperError when it cannot be printed.
    """
    release = releases.latest(point, week)
    if release is None:
        raise Release.DoesNotExist
    data = _poster_data(point, week, language, release.content, origin, release)
    return printed("poster.typ", data, language)


def draft_poster(point: OrientationPoint, week: Week, language: str, *, origin: str = "") -> bytes:
    """The same page as things stand now, drafts included, marked as not for the wall."""
    sessions = point.sessions.in_week(week.monday).with_all().order_by("day", "starts", "pk")
    entries = [timetable.entry(session) for session in sessions]
    data = _poster_data(point, week, language, entries, origin, None)
    return printed("poster.typ", data, language)


def week_address(point: OrientationPoint, week: Week, language: str, origin: str) -> str:
    """The public page of the week, absolute; "" without an origin."""
    with override(wording.languages_of(language)[0]):
        return origin + reverse("week", args=[point.slug, week]) if origin else ""


def _poster_data(point, week: Week, language: str, entries: list[Entry], origin: str, release: Release | None) -> dict:
    address = week_address(point, week, language, origin)
    targets = _targets(entries)
    closures = _closures(point, week)
    data = {
        "languages": wording.languages_of(language),
        "entries": [_shape(entry) for entry in entries],
        "days": [index for index, day in enumerate(week.days) if index < 5 or _has_entries(entries, day)],
        "icons": paper.icon_texts([entry["icon"] for entry in entries] + list(ICONS)),
        "qr": paper.qr_text(address) if address else "",
        "address": _short(address),
        "phone": " / ".join(point.phone.split("\n")),
        "draft": release is None,
        "said": wording.in_each(
            language,
            lambda code: _poster_words(point, week, entries, targets, closures, release, code, language == wording.ALL),
        ),
    }
    if release:
        data["dated"] = release.released_at.astimezone(UTC).isoformat(timespec="seconds")
    return data | {"title": f"{wording.first(data['said'], 'point')} · {wording.first(data['said'], 'week')}"}


def _poster_words(point, week: Week, entries, targets, closures, release, code: str, several: bool) -> dict:
    """What a poster says in the active language, `code`; `several`: beside others."""
    return {
        "heading": _("Orientation sessions"),
        "point": timetable.words(point, "name")[code],
        "place": timetable.words(point, "address")[code],
        "week": wording.week_name(week),
        "days": [
            {
                "name": wording.weekday(day),
                "date": wording.day_and_month(day),
                "number": day.day,
                "closed": _closed(closures, day, code),
            }
            for day in week.days
        ],
        "entries": [_entry_words(entry, targets, code, several) for entry in entries],
        "version": _version(week, release),
        "draft": _("Draft: not for the wall"),
        "empty": _("No session this week"),
        "call": _("Call us, or ask at the desk: the next sessions are on the site."),
    }


def _entry_words(entry: Entry, targets: dict[str, Entry], code: str, several: bool) -> dict:
    room, languages, country, audience = wording.details(entry, code)
    return {
        "title": entry["title"][code],
        "details": [room, wording.own_names(entry["languages"]) if several else languages, country, audience],
        "mark": _mark(entry["status"]),
        "note": _note(entry, targets, code),
    }


def _shape(entry: Entry) -> dict:
    """What an entry shows in every language."""
    return {
        "day": date.fromisoformat(entry["day"]).weekday(),
        "starts": entry["starts"],
        "ends": entry["ends"],
        "icon": entry["icon"],
        "off": entry["status"] in OFF,
    }


def _mark(status: str) -> str:
    """A word in a box beside the hour."""
    return {Session.Status.FULL: _("Full"), Session.Status.DRAFT: _("draft")}.get(status, "")


def _note(entry: Entry, targets: dict[str, Entry], code: str) -> str:
    """Why it does not take place, or when it does instead."""
    if entry["status"] == Session.Status.CANCELLED:
        return wording.with_reason(_("Cancelled"), entry["reason"][code])
    if entry["status"] == Session.Status.MOVED:
        target = targets.get(entry["moved_to"])
        what = _("Moved to %(when)s") % {"when": wording.when(target, entry, code)} if target else _("Moved")
        return wording.with_reason(what, entry["reason"][code])
    return ""


def _targets(entries: list[Entry]) -> dict[str, Entry]:
    """Where moved entries went, by code: in the same week as it was released, or elsewhere as it is now."""
    wanted = {entry["moved_to"] for entry in entries} - {None}
    found = {entry["code"]: entry for entry in entries if entry["code"] in wanted}
    if missing := wanted - set(found):
        elsewhere = Session.objects.public().filter(code__in=missing).with_all()
        found |= {session.code: timetable.entry(session) for session in elsewhere}
    return found


def _closures(point: OrientationPoint, week: Week) -> list[Closure]:
    return list(
        Closure.objects.filter(
            Q(point=None) | Q(point=point), certain=True, first_day__lte=week.sunday, last_day__gte=week.monday
        )
    )


def _closed(closures: list[Closure], day: date, code: str) -> str:
    """Why nothing is held on `day`."""
    names = [timetable.words(each, "name")[code] for each in closures if each.first_day <= day <= each.last_day]
    return wording.with_reason(_("Closed"), names[0]) if names else ""


def _version(week: Week, release: Release | None) -> str:
    """ "version 7 · 12 mars 2026 · affiche valable du 9 au 15 mars 2026"."""
    if release is None:
        now = timezone.localtime()
        return " · ".join([_("draft"), wording.day_month_year(now.date()), wording.ltr(wording.clock(now.time()))])
    return " · ".join(
        [
            _("version %(number)s") % {"number": release.number},
            wording.day_month_year(timezone.localdate(release.released_at)),
            _("poster valid %(span)s") % {"span": wording.span(week.monday, week.sunday)},
        ]
    )


def _has_entries(entries: list[Entry], day: date) -> bool:
    return any(entry["day"] == day.isoformat() for entry in entries)


def _short(address: str) -> str:
    """ "https://www.foras.ma/fr/sessions/…/" as one types it: without the scheme and the last slash."""
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}".removesuffix("/")
