"""What the desk's own pages share: who may open them, how they are drawn, and where a refusal is said."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import limits
from sessions_app import reach
from sessions_app.models import OrientationPoint, Session
from sessions_app.weeks import Week


def demand(request: HttpRequest, *codenames: str) -> None:
    """Raises PermissionDenied unless the user has all of these permissions on sessions, and may change facts where
    one of them is to add or to change a session."""
    if not request.user.has_perms([f"sessions_app.{codename}" for codename in codenames]):
        raise PermissionDenied
    if {"add_session", "change_session"} & set(codenames) and not limits.changes_facts(request.user):
        raise PermissionDenied


def reached_point(request: HttpRequest, slug: str) -> OrientationPoint:
    """The point, or a 404 for one that the user does not reach."""
    return get_object_or_404(reach.points_of(request.user), slug=slug)


def reached_session(request: HttpRequest, pk: int) -> Session:
    """The session, or a 404 for one of a point that the user does not reach."""
    return get_object_or_404(reach.limit(Session.objects.with_all(), request.user), pk=pk)


def page(request: HttpRequest, template: str, title, **context) -> HttpResponse:
    """A page of the desk within the frame of the admin."""
    frame = {**admin.site.each_context(request), "title": title, "opts": Session._meta}
    return render(request, f"admin/sessions_app/{template}", frame | context)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def note(request: HttpRequest, row, message: str) -> None:
    """Write into the history of `row` who did what."""
    admin.site.get_model_admin(type(row)).log_change(request, row, message)


def attach(form: BaseForm, error: ValidationError) -> None:
    """Say a refusal beside the field it belongs to, or above the form when it has no such field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def week_address(session: Session) -> str:
    return reverse("admin:sessions_app_week", args=[session.point.slug, Week.of(session.day)])


def when(session: Session) -> SafeString:
    """ "mardi 24 novembre 2026 09:30–12:30", the hours never reversed."""
    day = formats.date_format(session.day, "l j F Y")
    hours = f"{session.starts:%H:%M}–{session.ends:%H:%M}"
    return format_html('{} <bdi dir="ltr">{}</bdi>', day, hours)


def told(session: Session, conflicts) -> SafeString:
    """One line about a session that was not made, and why."""
    reasons = " ".join(conflict.message for conflict in conflicts)
    return format_html("{}, {}: {}", session.module, when(session), reasons)


def linked(sessions: QuerySet[Session], most: int = 20) -> SafeString:
    """The first `most` sessions, each a link to its form, and how many more there are."""
    rows = list(sessions.select_related("module", "point").order_by("day", "starts", "pk")[: most + 1])
    count = sessions.count() if len(rows) > most else len(rows)
    links = [format_html('<a href="{}">{}, {}, {}</a>', *_link(session)) for session in rows[:most]]
    left = count - most
    more = [ngettext("%d more", "%d more", left) % left] if left > 0 else []
    return format_html_join(" · ", "{}", [[part] for part in links + more])


def _link(session: Session) -> tuple:
    address = reverse("admin:sessions_app_session_change", args=[session.pk])
    return address, session.module, when(session), session.point


def warn_of_nobody(request: HttpRequest, sessions: QuerySet[Session]) -> None:
    """Say which of `sessions` are public although nobody is named to give them."""
    alone = sessions.standing().public().filter(facilitators=None)
    if alone.exists():
        messages.warning(request, format_html("{} {}", _("Nobody is named to give:"), linked(alone)))


def warn_of(request: HttpRequest, skipped) -> None:
    """One warning for each (session, conflicts) that was left out."""
    for session, conflicts in skipped:
        messages.warning(request, told(session, conflicts))
