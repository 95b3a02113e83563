"""The pages of the desk that belong to no single record."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.models import Content
from desk import morning as today
from desk import still_true as renewing
from desk import texts, untranslated
from desk.access import desk_view, page, within
from desk.still_true import Verification

UNDOABLE = 20  # renewals of one signed-in person that can be undone: the latest


@desk_view()
@require_safe
def morning(request: HttpRequest) -> HttpResponse:
    """What needs me today."""
    kinds = today.work(request.user)
    done = request.GET.get("done", "")
    context = {
        "title": _("What needs me today"),
        "kinds": [kind for kind in kinds if kind.count],
        "well": [kind for kind in kinds if not kind.count],
        "totals": untranslated.totals(request.user),
        "charts": today.drawn(request.user),
        "undo": done if done in request.session.get("renewals", {}) else "",
        "is_nav_sidebar_enabled": False,
    }
    return page(request, "desk/morning.html", context)


@desk_view()
@require_POST
def still_true(request: HttpRequest) -> HttpResponse:
    """Renew the verification of one text; the list then offers to undo it."""
    row = _row(request)
    try:
        renewal = renewing.renew(row, request.user)
    except renewing.NotDueError:
        messages.warning(request, _("“%(text)s” is not due for review: nothing is renewed.") % {"text": row})
        return redirect("desk")
    except ValidationError as error:
        refusal = _("“%(text)s” is not renewed, something else has to be mended first: %(reasons)s")
        messages.error(request, refusal % {"text": row, "reasons": " ".join(dict.fromkeys(error.messages))})
        return redirect("desk")
    key = _key(row)
    kept = {name: value for name, value in request.session.get("renewals", {}).items() if name != key}
    latest = [*kept.items(), (key, [renewal.before.kept(), renewal.after.kept()])][-UNDOABLE:]
    request.session["renewals"] = dict(latest)
    said = _("“%(text)s” is verified today by you. The next review is due on %(date)s.")
    messages.success(request, said % {"text": row, "date": date_format(renewal.after.review_by)})
    return redirect(f"{reverse('desk')}?done={key}")


@desk_view()
@require_POST
def still_true_undo(request: HttpRequest) -> HttpResponse:
    """Take a renewal of this sign-in back."""
    row = _row(request)
    kept = request.session.get("renewals", {})
    if (pair := kept.pop(_key(row), None)) is None:
        messages.warning(request, _("There is nothing to undo here any more."))
        return redirect("desk")
    request.session["renewals"] = kept
    try:
        renewing.undo(row, *map(Verification.read, pair), request.user)
    except renewing.MovedOnError:
        messages.warning(request, _("“%(text)s” has been verified again meanwhile: nothing is undone.") % {"text": row})
    else:
        messages.success(request, _("Undone: “%(text)s” is verified as it was before.") % {"text": row})
    return redirect("desk")


def _row(request: HttpRequest) -> Content:
    """The text that the form names. A 404 for what is none or not within reach, a 403 for who may not change it."""
    label, _colon, number = request.POST.get("row", "").partition(":")
    model = texts.named(label)
    if model is None or not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise Http404
    if not _may_change(request, model):
        raise PermissionDenied
    row = within(model._default_manager.filter(pk=int(number)), request.user).first()
    if row is None or not _may_change(request, model, row):
        raise Http404
    if not renewing.may(request.user, row):
        raise PermissionDenied
    return row


def _may_change(request: HttpRequest, model: type[Content], *row: Any) -> bool:
    return admin.site.get_model_admin(model).has_change_permission(request, *row)


def _key(row: Content) -> str:
    return f"{row._meta.label_lower}:{row.pk}"
