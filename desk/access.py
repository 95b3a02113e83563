"""The door of the desk: the same as the admin's, with its policy, its sign-in, and nothing kept by a cache."""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from core import limits
from core.models import TranslatedModel
from sessions_app import reach
from sessions_app.models import Closure, OrientationPoint, Release, Session

OF_A_POINT = (Closure, OrientationPoint, Release, Session)


def desk_view(permission: str = "") -> Callable:
    """A view for signed-in staff; with `permission` ("app.codename"), a 403 for those who lack it."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if permission and not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        @wraps(view)
        def behind_the_door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            return admin.site.admin_view(guarded)(request, *args, **kwargs)

        return behind_the_door

    return decorate


def page(request: HttpRequest, template: str, context: dict, status: int = 200) -> TemplateResponse:
    """A page of the desk, in the admin's frame."""
    return TemplateResponse(request, template, admin.site.each_context(request) | context, status=status)


def existing(rows: QuerySet, user) -> QuerySet:
    """Those of `rows` that the admin shows to `user`, be it only to read: any other's page is a 404 for them."""
    return reach.limit(rows, user) if rows.model in OF_A_POINT else limits.reachable(rows, user)


def within(rows: QuerySet, user) -> QuerySet:
    """Those of `rows` that `user` may work on: their own point's or country's, where a record leads to one.

    Whether they may change this kind of record at all is a permission, and asked before.
    """
    found = existing(rows, user)
    if rows.model is Closure and not reach.reaches_all(user):
        return found.exclude(point=None)  # what belongs to every point is the managers' to change
    if rows.model in OF_A_POINT or not issubclass(rows.model, TranslatedModel):
        return found
    return limits.changeable(rows, user)
