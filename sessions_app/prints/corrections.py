"""The strip that corrects a poster: what changed since it was released."""

from django.utils import timezone
from django.utils.translation import gettext as _

from core import paper
from sessions_app import release as releases
from sessions_app import timetable
from sessions_app.models import OrientationPoint, Release
from sessions_app.prints import wording
from sessions_app.prints.press import printed
from sessions_app.release import Change
from sessions_app.timetable import Entry
from sessions_app.weeks import Week


class NothingChanged(Exception):  # noqa: N818  (reads as a sentence: except NothingChanged)
    """The poster on the wall still tells the truth."""


def correction_strip(point: OrientationPoint, week: Week, language: str) -> bytes:
    """What changed since the latest release, to be cut out and glued on the poster.

    Raises Release.DoesNotExist while nothing of the week is released, NothingChanged when there is nothing to correct.
    """
    release = releases.latest(point, week)
    if release is None:
        raise Release.DoesNotExist
    changes = releases.changes(release)
    if not changes:
        raise NothingChanged
    data = {
        "languages": wording.languages_of(language),
        "changes": [_change(change) for change in changes],
        "icons": paper.icon_texts([change.entry["icon"] for change in changes] + ["scissors"]),
        "said": wording.in_each(language, lambda code: _strip_words(point, week, release, changes, code)),
    }
    said = data["said"]
    data["title"] = f"{wording.first(said, 'heading')} · {wording.first(said, 'point')} · {wording.first(said, 'week')}"
    return printed("correction.typ", data, language)


def _change(change: Change) -> dict:
    """What one line of the strip shows in every language."""
    return {"icon": change.entry["icon"], "kind": change.kind}


def _strip_words(point, week: Week, release: Release, changes, code: str) -> dict:
    released = timezone.localdate(release.released_at)
    return {
        "heading": _("Correction"),
        "point": timetable.words(point, "name")[code],
        "week": wording.week_name(week),
        "version": _("to poster version %(number)s of %(date)s")
        % {"number": release.number, "date": wording.day_month_year(released)},
        "printed": _("printed on %(date)s") % {"date": wording.day_month_year(timezone.localdate())},
        "cut": _("Cut here and glue on the poster"),
        "changes": [_change_words(change, code) for change in changes],
    }


def _change_words(change: Change, code: str) -> dict:
    """One line of the strip: what it is, its title, when it was, when it is."""
    entry = change.entry
    return {
        "kind": str(releases.KINDS[change.kind]),
        "title": entry["title"][code],
        "before": _was(change, code),
        "after": _is(change, code),
        "reason": change.reason[code] if change.reason else "",
    }


def _was(change: Change, code: str) -> str:
    if change.kind == "added" or not change.before:
        return ""
    old = wording.details(change.before, code) if change.kind == "changed" else []
    return wording.listed([_at(change.before, change.entry, code), *old])


def _is(change: Change, code: str) -> str:
    if change.kind in ("cancelled", "removed") or not change.after:
        return ""
    return wording.listed(
        [_at(change.after, change.before or change.after, code), *wording.details(change.after, code)]
    )


def _at(entry: Entry, from_entry: Entry, code: str) -> str:
    """The same as `when`, with the end."""
    return wording.when(entry | {"starts": f"{entry['starts']}\u00a0–\u00a0{entry['ends']}"}, from_entry, code)
