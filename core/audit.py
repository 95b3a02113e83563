"""The audit log: a line for each act that somebody may have to answer for. No addresses, no texts, no consent data."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model
from django.utils.timezone import localtime

from core.models import Action, AuditEntry, State


class Standing(NamedTuple):
    """What decides whether the public reads a row, as stored."""

    state: str
    publish_at: datetime | None
    expire_at: datetime | None

    @property
    def dates(self) -> dict[str, str]:
        """For the detail of a line, in Moroccan time: {"publish at": "2026-11-30 08:00", "expire at": "—"}."""
        return {"publish at": _moment(self.publish_at), "expire at": _moment(self.expire_at)}


def record(
    user: AbstractBaseUser | AnonymousUser | None, action: str, row: Model | None = None, **detail
) -> AuditEntry:
    """Add a line, in the caller's transaction: what is undone was not done.

    `user` is None when nobody was signed in (a command, a lock-out). `action` is a value of `Action`, ValueError else.
    `row` is kept as words: its `audit_label` where a title could name a person, else its name. `detail` must fit JSON.
    """
    person = user if isinstance(user, AbstractBaseUser) else None
    return AuditEntry.objects.create(
        user_id=person.pk if person else None,
        username=person.get_username() if person else "",
        action=Action(action),
        detail=detail,
        **_words(row),
    )


def standing(row: Model) -> Standing | None:
    """Of the stored row, None where there is none: to be asked before it is saved. One query."""
    stored = type(row)._base_manager.filter(pk=row.pk).values_list(*Standing._fields).first()
    return Standing._make(stored) if stored else None


def publication(user: AbstractBaseUser, row: Model, before: Standing | None) -> None:
    """A line when `row`, now saved, is published and was not, is so no longer, or is so from or until another moment.

    `before` is its `standing` before the save; None for a row that is new, or came back from the deleted ones.
    """
    now = Standing(row.state, row.publish_at, row.expire_at)
    was = before.dates if before else {"publish at": "—", "expire at": "—"}
    moved = {name: moment for name, moment in now.dates.items() if moment != was[name]}
    if now.state == State.PUBLISHED and not (before and before.state == State.PUBLISHED):
        record(user, Action.PUBLISH, row, **{name: moment for name, moment in now.dates.items() if moment != "—"})
    elif now.state == State.PUBLISHED and moved:
        record(user, Action.DATES, row, **moved)
    elif before and before.state == State.PUBLISHED != now.state:
        record(user, Action.TAKE_DOWN, row)


def forget(before: datetime) -> int:
    """Delete the lines older than `before`, the one way there is; how many they were."""
    old = AuditEntry.objects.filter(at__lt=before)
    return old._raw_delete(old.db)


def _moment(instant: datetime | None) -> str:
    return f"{localtime(instant):%Y-%m-%d %H:%M}" if instant else "—"


def _words(row: Model | None) -> dict:
    if row is None:
        return {}
    label = getattr(row, "audit_label", None)
    return {
        "model": row._meta.label_lower,
        "row": str(row.pk or ""),
        "label": (str(row) if label is None else label)[:200],
    }
