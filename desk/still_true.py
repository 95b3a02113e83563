""" "Still true": one click says that a text was read today and holds; its next review is as far away as the last."""

from datetime import date, timedelta
from typing import NamedTuple

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import limits, publication
from core.models import Content

USUAL = timedelta(days=183)  # half a year, for a text that never had a review date
SHORTEST = timedelta(days=30)  # else what was due yesterday would be due again tomorrow


class Verification(NamedTuple):
    """Who last said that a text is true, when, and until when that holds."""

    verified_on: date | None
    verified_by_id: int | None
    review_by: date | None

    @classmethod
    def of(cls, row: Content) -> "Verification":
        return cls(row.verified_on, row.verified_by_id, row.review_by)

    def kept(self) -> list:
        """As JSON can hold it, for the way back."""
        return [day and day.isoformat() if not isinstance(day, int) else day for day in self]

    @classmethod
    def read(cls, kept: list) -> "Verification":
        """What `kept` gave."""
        on, by, until = kept
        return cls(on and date.fromisoformat(on), by, until and date.fromisoformat(until))


class Renewal(NamedTuple):
    row: Content
    before: Verification
    after: Verification


class MovedOnError(Exception):
    """Somebody has changed the verification meanwhile: nothing is undone."""


class NotDueError(Exception):
    """Nobody has to look at it yet, or somebody just has: nothing is renewed."""


def may(user: AbstractBaseUser, row: Content) -> bool:
    """True when `user` may say that `row` is true: as in its form, where a translator changes no verification, and only
    a publisher that of a public text. That they reach it and may change its kind is asked elsewhere."""
    permissions = admin.site.get_model_admin(type(row)).publish_permissions
    may_publish = publication.may(user, permissions)
    return limits.changes_facts(user) and (may_publish or not publication.is_public_now(row))


def renew(row: Content, user: AbstractBaseUser) -> Renewal:
    """Verified today by `user`, due again after the distance it had. Raises NotDueError, and ValidationError in words:
    nothing is changed then."""
    today = timezone.localdate()
    with transaction.atomic():
        row = _locked(row)
        if not row.is_due:
            raise NotDueError
        before = Verification.of(row)
        after = Verification(today, user.pk, today + span(before))
        _store(row, after)
        _note(row, user, _("Still true."))
    return Renewal(row, before, after)


def undo(row: Content, before: Verification, after: Verification, user: AbstractBaseUser) -> None:
    """Back to `before`. Raises MovedOnError when the row does not say `after` any more."""
    with transaction.atomic():
        row = _locked(row)
        if Verification.of(row) != after:
            raise MovedOnError
        _store(row, before)
        _note(row, user, _("“Still true” undone."))


def span(verification: Verification) -> timedelta:
    """How long a check of this text holds: as long as the last one was meant to, half a year where none was."""
    if not (verification.verified_on and verification.review_by):
        return USUAL
    return max(SHORTEST, verification.review_by - verification.verified_on)


def _locked(row: Content) -> Content:
    """The row as it is now, nobody else's until the transaction ends."""
    return type(row)._default_manager.select_for_update().get(pk=row.pk)


def _store(row: Content, verification: Verification) -> None:
    row.verified_on, row.verified_by_id, row.review_by = verification
    row.full_clean()
    row.save()


def _note(row: Content, user: AbstractBaseUser, message: str) -> None:
    """Into the history of the row."""
    LogEntry.objects.log_actions(user.pk, [row], CHANGE, message, single_object=True)
