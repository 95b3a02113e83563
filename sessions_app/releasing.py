"""What the desk asks before it releases a week: is there anything new, and does nothing stand on a closed day?"""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import JSONField

from sessions_app import closed_days
from sessions_app import release as releases
from sessions_app.models import OrientationPoint, Release, Session
from sessions_app.weeks import Week


class NothingNew(Exception):  # noqa: N818  (reads as a sentence: except NothingNew)
    """The week says what its latest release says already; `number` is that of the release."""

    def __init__(self, number: int):
        self.number = number
        super().__init__(number)


class OnClosedDays(Exception):  # noqa: N818
    """`sessions` of the week stand on days on which the point is certainly closed."""

    def __init__(self, sessions: list[Session]):
        self.sessions = sessions
        super().__init__(sessions)


@transaction.atomic
def release(
    point: OrientationPoint, week: Week, user: AbstractBaseUser | None, comment: str, *, although_closed: bool = False
) -> Release:
    """As `release.release`. Raises NothingNew, or OnClosedDays unless somebody insists; then nothing is released."""
    made = releases.release(point, week, user, comment)  # it waits for others first; an error takes it back
    made.refresh_from_db()
    last = point.releases.filter(monday=week.monday, number=made.number - 1).first()
    if last and _frozen(last) == _frozen(made):
        raise NothingNew(last.number)
    if not although_closed and (closed := on_closed_days(point, week)):
        raise OnClosedDays(closed)
    return made


def _frozen(release: Release) -> list:
    """All that a release keeps of what its week said."""
    return [getattr(release, field.attname) for field in Release._meta.fields if isinstance(field, JSONField)]


def on_closed_days(point: OrientationPoint, week: Week) -> list[Session]:
    """The public sessions of `week` that stand on closed days, in order of time."""
    public = point.sessions.public().in_week(week.monday).with_all()
    return list(closed_days.standing(public).order_by("day", "starts", "pk"))
