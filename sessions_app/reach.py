"""Whose desk it is: a coordinator reaches one point and what belongs to it, a manager all, anybody else none."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model, Q, QuerySet

from sessions_app.models import OrientationPoint

ALL_POINTS = "sessions_app.manage_all_points"

# How a record leads to its point; "point" where it is not listed. What has none in EVERYWHERE belongs to every point.
PATHS = {"orientationpoint": "pk", "headcount": "session__point", "facilitator": "points"}
EVERYWHERE = {"facilitator", "closure"}

User = AbstractBaseUser | AnonymousUser


def reaches_all(user: User) -> bool:
    """True for managers and superusers."""
    return user.is_active and user.is_staff and user.has_perm(ALL_POINTS)


def points_of(user: User) -> QuerySet[OrientationPoint]:
    """The points whose sessions, rooms and headcounts `user` may see; none for who is not staff."""
    if reaches_all(user):
        return OrientationPoint.objects.all()
    point = _own_point(user)
    return OrientationPoint.objects.filter(pk=point) if point else OrientationPoint.objects.none()


def limit(rows: QuerySet, user: User) -> QuerySet:
    """Those of `rows` (of any record that leads to a point) that `user` may see."""
    if reaches_all(user):
        return rows
    point = _own_point(user)
    return rows.filter(_at(rows.model, point)) if point else rows.none()


def owns(user: User, row: Model) -> bool:
    """True when `user` may change `row`: what belongs to every point is the managers' to change."""
    if reaches_all(user):
        return True
    point, path = _own_point(user), PATHS.get(row._meta.model_name, "point")
    return bool(point) and type(row)._default_manager.filter(**{path: point}, pk=row.pk).exists()


def _at(model: type[Model], point: int) -> Q:
    name = model._meta.model_name
    path = PATHS.get(name, "point")
    here = Q(**{path: point})
    return here | Q(**{path: None}) if name in EVERYWHERE else here


def _own_point(user: User) -> int | None:
    if not (user.is_active and user.is_staff and hasattr(user, "coordinator")):
        return None
    return user.coordinator.point_id
