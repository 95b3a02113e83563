"""What is on the wall has a version: releasing a week, and what changed since.

A change is about what the wall says. Whoever stands before the poster must learn where the session went, so a session
moved out of the week, or into it, is told from both ends.
"""

from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sessions_app import timetable
from sessions_app.models import OrientationPoint, Release, Session
from sessions_app.querysets import OFF
from sessions_app.timetable import Entry, Words
from sessions_app.weeks import Week

_WHEN = ("day", "starts", "ends", "point")
_DETAILS = ("module", "room", "languages", "country", "seats", "audience_note", "status")
_LONGEST_CHAIN = 5  # moves of one session that are followed; each costs a query

KINDS = {
    "added": _("Added"),
    "moved": _("Moved"),
    "cancelled": _("Cancelled"),
    "changed": _("Changed"),
    "removed": _("Taken off"),
}


class Change(NamedTuple):
    """One difference between a release and now.

    `kind`: "added" (no `before`) · "moved" (`after` is the new date; None while it is not public) · "cancelled" ·
    "changed" (same time, other details, see `details`) · "removed" (no `after`: not on the site any more).
    """

    kind: str
    before: Entry | None
    after: Entry | None
    reason: Words | None = None  # of a move or a cancellation

    @property
    def entry(self) -> Entry:
        """Whichever side there is, the newer first."""
        return self.after or self.before

    @property
    def details(self) -> list[str]:
        """Names of the details that differ: "room", "languages", …; [] unless both sides are there."""
        return _differing(self.before, self.after, _DETAILS) if self.before and self.after else []


def latest(point: OrientationPoint, week: Week) -> Release | None:
    """The release that should hang on the wall."""
    return point.releases.filter(monday=week.monday).order_by("-number").first()


def release(point: OrientationPoint, week: Week, user: AbstractBaseUser | None, comment: str) -> Release:
    """Freeze what `week` says now under the next number."""
    with transaction.atomic():
        OrientationPoint.objects.select_for_update().get(pk=point.pk)  # one at a time, or two would take one number
        last = latest(point, week)
        entries = timetable.week(point, week)
        return Release.objects.create(
            point=point,
            monday=week.monday,
            number=last.number + 1 if last else 1,
            released_by=user,
            comment=comment,
            content=entries,
            frame=timetable.frame(point, week, entries),
        )


def changes(release: Release, now: list[Entry] | None = None) -> list[Change]:
    """How the week differs from `release`, in order of time. `now`: the week's entries, when the caller has them."""
    entries = timetable.week(release.point, Week(release.monday)) if now is None else now
    before = {entry["code"]: entry for entry in release.content}
    after = {entry["code"]: entry for entry in entries}
    elsewhere = _elsewhere(before, after)
    known = elsewhere | after
    found = [_change(entry, known) for entry in before.values()]
    told = {change.after["code"] for change in found if change and change.after}
    found += _new([entry for code, entry in after.items() if code not in before and code not in told])
    return sorted(filter(None, found), key=lambda change: [change.entry[name] for name in ("day", "starts", "code")])


def is_framed_as_now(release: Release) -> bool:
    """False when the point's name, address, telephone or closures are no longer what the poster says.

    What moved sessions lead to is told by `changes`. A release of before these were kept is as now.
    """
    now = timetable.frame(release.point, Week(release.monday), release.content)
    return all(release.frame.get(name, now[name]) == now[name] for name in ("name", "address", "phone", "closures"))


def _change(before: Entry, known: dict[str, Entry]) -> Change | None:
    """What became of one entry of the release; None when it still holds."""
    after = known.get(before["code"])
    if after is None:
        return None if before["status"] in OFF else Change("removed", before, None)
    if after["status"] in OFF:
        return None if before["status"] in OFF else _called_off(before, after, known)
    if _differing(before, after, _WHEN):
        return Change("moved", before, after)
    return Change("changed", before, after) if _differing(before, after, _DETAILS) else None


def _called_off(before: Entry, after: Entry, known: dict[str, Entry]) -> Change:
    """Cancelled, or moved: then where it is now, however often it moved since."""
    last = _followed(after, known)
    if last["status"] == Session.Status.CANCELLED:
        return Change("cancelled", before, last, last["reason"])
    return Change("moved", before, None if last["status"] == Session.Status.MOVED else last, after["reason"])


def _followed(entry: Entry, known: dict[str, Entry]) -> Entry:
    """The last public entry of a chain of moves."""
    for _step in range(_LONGEST_CHAIN):
        if entry["status"] != Session.Status.MOVED or entry["moved_to"] not in known:
            break
        entry = known[entry["moved_to"]]
    return entry


def _new(entries: list[Entry]) -> list[Change]:
    """Entries that the release does not have: added, or moved here from another week. Those off never hung there."""
    standing = [entry for entry in entries if entry["status"] not in OFF]
    origins = _public(moved_to__code__in=[entry["code"] for entry in standing])
    came_from = {session.moved_to.code: session for session in origins}
    changes = []
    for entry in standing:
        origin = came_from.get(entry["code"])
        if origin:
            changes.append(Change("moved", timetable.entry(origin), entry, timetable.words(origin, "reason")))
        else:
            changes.append(Change("added", None, entry))
    return changes


def _elsewhere(before: dict[str, Entry], after: dict[str, Entry]) -> dict[str, Entry]:
    """The public sessions outside the week that its entries lead to, by code: moved to, or given another date."""
    found: dict[str, Entry] = {}
    wanted = set(before) | {entry["moved_to"] for entry in after.values()}
    for _step in range(_LONGEST_CHAIN):
        wanted -= {None, *found, *after}
        if not wanted:
            break
        entries = [timetable.entry(session) for session in _public(code__in=wanted)]
        if not entries:
            break
        found |= {entry["code"]: entry for entry in entries}
        wanted = {entry["moved_to"] for entry in entries}
    return found


def _public(**conditions) -> list[Session]:
    if not all(conditions.values()):  # an empty list of codes
        return []
    return list(Session.objects.on_site().filter(**conditions))


def _differing(one: Entry, other: Entry, names: tuple[str, ...]) -> list[str]:
    """A detail that one side does not know (an old release) is no difference."""
    return [name for name in names if name in one and name in other and one[name] != other[name]]
