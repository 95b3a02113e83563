"""The audit log: a line for each act that somebody may have to answer for. No addresses, no texts, no consent data."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model

from core.models import Action, AuditEntry, State


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


def publication(user: AbstractBaseUser, row: Model, was: str | None) -> None:
    """A line when the state of `row`, now saved, has become published or ceased to be; `was` is the state before."""
    if row.state == was or State.PUBLISHED not in (row.state, was):
        return
    record(user, Action.PUBLISH if row.state == State.PUBLISHED else Action.TAKE_DOWN, row)


def forget(before: datetime) -> int:
    """Delete the lines older than `before`, the one way there is; how many they were."""
    old = AuditEntry.objects.filter(at__lt=before)
    return old._raw_delete(old.db)


def _words(row: Model | None) -> dict:
    if row is None:
        return {}
    label = getattr(row, "audit_label", None)
    return {
        "model": row._meta.label_lower,
        "row": str(row.pk or ""),
        "label": (str(row) if label is None else label)[:200],
    }
