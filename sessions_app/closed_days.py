"""Sessions that stand on a day on which their point is certainly closed: whoever reads of one asks before coming."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.models import Closure, Session
from sessions_app.querysets import SessionQuerySet

ASK = _("The point is closed that day: ask before you come.")


def mark(sessions: SessionQuerySet) -> SessionQuerySet:
    """The same rows; `closed_day` on each says whether its point is certainly closed that day."""
    return sessions.annotate(closed_day=Exists(_over(OuterRef("day"), OuterRef("point_id"))))


def standing(sessions: SessionQuerySet) -> SessionQuerySet:
    """Those of `sessions` that nobody has moved or cancelled although their point is closed that day."""
    return mark(sessions.standing()).filter(closed_day=True)


def closure_of(session: Session) -> Closure | None:
    """What certainly shuts the point on the day of `session`."""
    return _over(session.day, session.point_id).order_by("first_day", "pk").first()


def hit_by(closure: Closure) -> SessionQuerySet:
    """The sessions of today and later, drafts too, that stand on the days of `closure`."""
    first = max(closure.first_day, timezone.localdate())
    sessions = Session.objects.standing().between(first, closure.last_day)
    return sessions.filter(point=closure.point) if closure.point_id else sessions


def _over(day: date | OuterRef, point: int | OuterRef) -> QuerySet[Closure]:
    here = Q(point=None) | Q(point=point)
    return Closure.objects.filter(here, certain=True, first_day__lte=day, last_day__gte=day)
