"""Prints as PDF answers. The poster of a released week is public; the rest is for staff, within their point.

`?language=` chooses fr, en or ar, and "all" for what prints in three languages at once; else the language of the page.
"""

import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import languages
from core.paper import PaperError
from sessions_app import prints, reach
from sessions_app.models import Facilitator, OrientationPoint, Release, Session
from sessions_app.prints.wording import ALL
from sessions_app.weeks import Week

logger = logging.getLogger(__name__)


@require_safe
def poster(request: HttpRequest, point: str, week: Week) -> HttpResponse:
    row = get_object_or_404(OrientationPoint.objects.published(), slug=point)
    language = _language(request, several=True)
    return _public(request, row, week, lambda: prints.poster(row, week, language, origin=_origin(request)), language)


@require_safe
def draft_poster(request: HttpRequest, point: str, week: Week) -> HttpResponse:
    row = _point(request, point)
    language = _language(request, several=True)
    name = f"draft-{row.slug}-{week}-{language}"
    return _staff(request, name, lambda: prints.draft_poster(row, week, language, origin=_origin(request)))


@require_safe
def correction_strip(request: HttpRequest, point: str, week: Week) -> HttpResponse:
    row = _point(request, point)
    language = _language(request, several=True)
    name = f"correction-{row.slug}-{week}-{language}"
    try:
        return _staff(request, name, lambda: prints.correction_strip(row, week, language))
    except prints.NothingChanged:
        return _failed(request, _("Nothing has changed since this version."), 409)


@require_safe
def facilitator_week(request: HttpRequest, facilitator: int, week: Week) -> HttpResponse:
    """A coordinator sees those who work at the own point, and of their week the sessions there."""
    _demand(request)
    row = get_object_or_404(_reached_people(request), pk=facilitator)
    point = None if reach.reaches_all(request.user) else reach.points_of(request.user).first()
    language = _language(request)
    name = f"facilitator-{row.pk}-{week}-{language}"
    return _staff(request, name, lambda: prints.facilitator_week(row, week, language, point=point))


@require_safe
def sign_in_sheet(request: HttpRequest, code: str) -> HttpResponse:
    return _of_session(request, code, "sign-in", prints.sign_in_sheet)


@require_safe
def slips(request: HttpRequest, code: str) -> HttpResponse:
    return _of_session(request, code, "slips", prints.slips, several=True)


@require_safe
def door_sign(request: HttpRequest, code: str) -> HttpResponse:
    return _of_session(request, code, "door", prints.door_sign)


@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    session = _session(request, code)
    if session.is_off or not session.is_public:
        message = _("A draft, and a session that is moved or cancelled, gives no certificate.")
        return _failed(request, message, 409)
    if (last := prints.last_day(session)) > timezone.localdate():
        message = _("A certificate is printed once the session was given: from %(date)s on.")
        return _failed(request, message % {"date": date_format(last, "l j F Y")}, 409)
    return _of_session(request, code, "certificates", prints.certificate)


def _of_session(
    request: HttpRequest, code: str, kind: str, make: Callable[[Session, str], bytes], *, several: bool = False
) -> HttpResponse:
    session, language = _session(request, code), _language(request, several=several)
    return _staff(request, f"{kind}-{code}-{language}", lambda: make(session, language))


def _language(request: HttpRequest, *, several: bool = False) -> str:
    """The language asked for. A language that this print does not speak is a 404."""
    asked = request.GET.get("language", languages.current())
    if asked in languages.CODES or (several and asked == ALL):
        return asked
    raise Http404


def _demand(request: HttpRequest) -> None:
    if not request.user.has_perm("sessions_app.view_session"):
        raise PermissionDenied


def _point(request: HttpRequest, slug: str) -> OrientationPoint:
    _demand(request)
    return get_object_or_404(reach.points_of(request.user), slug=slug)


def _session(request: HttpRequest, code: str) -> Session:
    _demand(request)
    return get_object_or_404(reach.limit(Session.objects.with_all(), request.user), code=code)


def _reached_people(request: HttpRequest):
    if reach.reaches_all(request.user):
        return Facilitator.objects.all()
    points = reach.points_of(request.user)
    here = Facilitator.objects.filter(Q(points=None) | Q(points__in=points) | Q(sessions__point__in=points))
    return here.distinct() if points else here.none()


def _public(request, point, week: Week, make: Callable[[], bytes], language: str) -> HttpResponse:
    try:
        return _file(make(), f"{point.slug}-{week}-{language}")
    except Release.DoesNotExist:
        raise Http404 from None
    except PaperError as error:
        logger.error("poster of %s, %s: %s", point.slug, week, error)
        return _failed(request, _("The poster cannot be made just now."), 503, point=point, week=week)


def _staff(request: HttpRequest, name: str, make: Callable[[], bytes]) -> HttpResponse:
    try:
        return _file(make(), name)
    except Release.DoesNotExist:
        raise Http404 from None
    except PaperError as error:
        logger.error("%s: %s", name, error)
        return _failed(request, str(error), 503)


def _file(content: bytes, name: str) -> HttpResponse:
    """A PDF that opens in the browser; `name` is ASCII, made of slugs, codes and weeks."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _failed(request: HttpRequest, message: str, status: int, **context) -> HttpResponse:
    return render(request, "sessions_app/print_failed.html", {"message": message} | context, status=status)


def _origin(request: HttpRequest) -> str:
    """ "https://www.foras.ma"; the host has been checked against ALLOWED_HOSTS by then."""
    return f"{request.scheme}://{request.get_host()}"
