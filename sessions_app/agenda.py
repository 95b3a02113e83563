"""The next sessions, city by city."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from sessions_app import closed_days
from sessions_app.models import Closure, OrientationPoint, Session
from sessions_app.opening import Openings
from sessions_app.querysets import SessionQuerySet
from sessions_app.weeks import Week

DAYS = 14  # how far ahead the site announces, today included


class City(NamedTuple):
    """A point, its next sessions in order of time, and how many take place there in the same fortnight."""

    point: OrientationPoint
    sessions: list[Session]
    count: int

    @property
    def has_more(self) -> bool:
        """True when some are left out."""
        return self.count > sum(not session.is_off for session in self.sessions)


class Day(NamedTuple):
    """One day of a week page."""

    day: date
    sessions: list[Session]
    closure: Closure | None


def soon() -> SessionQuerySet:
    """What the site announces: the sessions of the next two weeks that are not over."""
    coming = Session.objects.on_site().upcoming().filter(day__lt=timezone.localdate() + timedelta(days=DAYS))
    return closed_days.mark(coming)


def points() -> QuerySet[OrientationPoint]:
    """The published points; `later` on each is the day of its first session after the fortnight, or None."""
    after = Session.objects.public().standing().filter(day__gte=timezone.localdate() + timedelta(days=DAYS))
    first = after.filter(point=OuterRef("pk")).order_by("day").values("day")[:1]
    return OrientationPoint.objects.published().prefetch_related("sources").annotate(later=Subquery(first))


def by_city(points: Iterable[OrientationPoint], sessions: SessionQuerySet, standing: int, off: int) -> list[City]:
    """For each point, in the order given, its first `standing` of `sessions` and the first `off` that are called off.

    Points without one have an empty list.
    """
    found: dict[int, list[Session]] = {}
    for session in sessions.first_at_each_point(standing, off):
        found.setdefault(session.point_id, []).append(session)
    return [_city(point, found.get(point.pk, [])) for point in points]


def _city(point: OrientationPoint, sessions: list[Session]) -> City:
    return City(point, sessions, sessions[0].at_point if sessions else 0)


def next_by_city(each: int) -> list[City]:
    """The cities that have a session in the next two weeks, with their first `each`; those called off are left out."""
    sessions = soon().standing().first_at_each_point(each, 0)
    cities: dict[OrientationPoint, list[Session]] = {}
    for session in sessions:
        cities.setdefault(session.point, []).append(session)
    return [_city(point, rows) for point, rows in sorted(cities.items(), key=lambda city: city[0].position)]


def points_around(week: Week) -> QuerySet[OrientationPoint]:
    """The published points; `has_earlier` and `has_later` on each say whether other weeks have something to show."""
    public = Session.objects.public().filter(point=OuterRef("pk"))
    return OrientationPoint.objects.published().annotate(
        has_earlier=Exists(public.filter(day__lt=week.monday)), has_later=Exists(public.filter(day__gt=week.sunday))
    )


def by_day(sessions: Iterable[Session], week: Week, openings: Openings) -> list[Day]:
    """Monday to Sunday, each with its sessions in the order given."""
    sessions = list(sessions)
    return [
        Day(day, [session for session in sessions if session.day == day], openings.closure(day)) for day in week.days
    ]
