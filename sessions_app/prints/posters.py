"""The poster of a week."""

from datetime import UTC, date
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import paper
from sessions_app import release as releases
from sessions_app import timetable
from sessions_app.models import OrientationPoint, Release, Session
from sessions_app.prints import wording
from sessions_app.prints.press import printed
from sessions_app.prints.versions import numbered
from sessions_app.querysets import OFF
from sessions_app.timetable import Entry, Frame
from sessions_app.weeks import Week

ICONS = ("phone", "map-pin", "triangle-alert")


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
    frame = timetable.frame(point, week, entries) | (release.frame if release else {})
    data = {
        "languages": wording.languages_of(language),
        "entries": [_shape(entry) for entry in entries],
        "days": [index for index, day in enumerate(week.days) if index < 5 or _has_entries(entries, day)],
        "icons": paper.icon_texts([entry["icon"] for entry in entries] + list(ICONS)),
        "qr": paper.qr_text(address) if address else "",
        "address": _short(address),
        "phone": " / ".join(frame["phone"].splitlines()),
        "draft": release is None,
        "said": wording.in_each(
            language,
            lambda code: _poster_words(week, entries, frame, release, code, language == wording.ALL),
        ),
    }
    if release:
        data["dated"] = release.released_at.astimezone(UTC).isoformat(timespec="seconds")
    return data | {"title": f"{wording.first(data['said'], 'point')} · {wording.first(data['said'], 'week')}"}


def _poster_words(week: Week, entries, frame: Frame, release, code: str, several: bool) -> dict:
    """What a poster says in the active language, `code`; `several`: beside others."""
    targets = frame["targets"] | {entry["code"]: entry for entry in entries}
    return {
        "heading": _("Orientation sessions"),
        "point": frame["name"][code],
        "place": frame["address"][code],
        "week": wording.week_name(week),
        "days": [
            {
                "name": wording.weekday(day),
                "date": wording.day_and_month(day),
                "number": day.day,
                "closed": _closed(frame, day, code),
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


def _closed(frame: Frame, day: date, code: str) -> str:
    """Why nothing is held on `day`."""
    names = [each["name"][code] for each in frame["closures"] if each["first"] <= day.isoformat() <= each["last"]]
    return wording.with_reason(_("Closed"), names[0]) if names else ""


def _version(week: Week, release: Release | None) -> str:
    """ "version 7 · 12 mars 2026 · affiche valable du 9 au 15 mars 2026"."""
    if release is None:
        now = timezone.localtime()
        return " · ".join([_("draft"), wording.day_month_year(now.date()), wording.ltr(wording.clock(now.time()))])
    return " · ".join(
        [
            numbered(release),
            _("poster valid %(span)s") % {"span": wording.span(week.monday, week.sunday)},
        ]
    )


def _has_entries(entries: list[Entry], day: date) -> bool:
    return any(entry["day"] == day.isoformat() for entry in entries)


def _short(address: str) -> str:
    """ "https://www.foras.ma/fr/sessions/…/" as one types it: without the scheme and the last slash."""
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}".removesuffix("/")
