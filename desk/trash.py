"""What was deleted, and how it comes back: the same row under the same key, from its last version.

A story that was withdrawn or deleted has no version any more (`TranslatedModel.is_forgotten_when_deleted`): it is
neither listed here nor brought back. Who may add a row of a kind may bring one back, of the countries and at the points
they reach.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import addresses, audit, history, limits, versions
from core.models import Action, Content, State, TranslatedModel
from desk import texts
from desk.access import desk_view, page
from sessions_app import planning, reach
from sessions_app.models import Facilitator, OrientationPoint, Session

PERMISSION = "desk.restore_deleted"
PER_PAGE = 50


class Deleted(NamedTuple):
    """A deleted row: its last version, what it is called, who deleted it and when."""

    version: models.Model
    name: str
    kind: str
    user: str
    date: datetime

    @property
    def label(self) -> str:
        """ "countries.section", as in the address."""
        return self.version.instance_type._meta.label_lower


@desk_view(PERMISSION)
@require_safe
def trash(request: HttpRequest) -> HttpResponse:
    parts = [_dated(deleted(model, request.user)) for model in models_of(request)]
    found = texts.union(parts).order_by("-on", "-number", "label") if parts else []
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [_described(version) for version in _versions(shown)]
    return page(request, "desk/trash.html", {"title": _("Deleted"), "rows": rows, "page": shown})


@desk_view(PERMISSION)
def bring_back(request: HttpRequest, label: str, number: int) -> HttpResponse:
    """Asks first; with POST, does it."""
    version = _version(request, label, number)
    if request.method != "POST":
        context = {"title": _("Bring back what was deleted"), "deleted": _described(version)}
        context["comes_back_as"] = _comes_back_as(version, request)
        context["stays_away"] = _stays_away(version)
        context["fields"] = versions.changes(None, version)
        return page(request, "desk/bring_back.html", context)
    try:
        row, losses = restore(version, request)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return redirect("desk_trash")
    except IntegrityError:
        messages.error(request, _("Something else has taken its place meanwhile."))
        return redirect("desk_trash")
    messages.success(request, _("“%(row)s” is back.") % {"row": row})
    for loss in filter(None, [*losses, _stays_away(version)]):
        messages.warning(request, loss)
    return redirect(addresses.of_form(row._meta.label, row.pk))


def models_of(request: HttpRequest) -> list[type[TranslatedModel]]:
    """The kinds of rows that this person may bring back."""
    return [
        model
        for model in history.models_tracked()
        if not model.is_forgotten_when_deleted and admin.site.get_model_admin(model).has_add_permission(request)
    ]


def deleted(model: type[TranslatedModel], user: AbstractBaseUser) -> models.QuerySet:
    """The last version of each row of `model` that is gone, as far as `user` reaches."""
    every = model.history.model.objects
    later = every.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    gone = every.filter(~Exists(model._base_manager.filter(pk=OuterRef("id"))), ~Exists(later), history_type="-")
    countries = limits.countries_of(user)
    if countries is not None and (country := _column(limits.path_of(model))) is not None:
        gone = gone.filter(**{f"{country}__in": countries}) if country else gone.none()
    if (point := _column(_point_of(model))) and not reach.reaches_all(user):
        gone = gone.filter(**{f"{point}__in": reach.points_of(user)})
    return gone


@transaction.atomic
def restore(version: models.Model, request: HttpRequest) -> versions.BroughtBack:
    """The row again, with what was linked to it. Raises ValidationError, in words, or PermissionDenied for a row of
    another country or point; nothing is changed then."""
    row, losses = versions.deleted_row(version)
    if isinstance(row, Content):
        row.state = _comes_back_as(version, request)
    row._change_reason = f"{versions.RESTORED}{version.history_id}"
    row.full_clean(validate_unique=True)
    if isinstance(row, Session):
        kept = (version.kept or {}).get("facilitators", [])
        planning.book(row, Facilitator.objects.filter(pk__in=kept))
    else:
        row.save(force_insert=True)
    if not limits.is_within(request.user, row) or (_point_of(type(row)) and not reach.owns(request.user, row)):
        raise PermissionDenied
    losses += versions.keep_account(row, version)
    audit.record(request.user, Action.RESTORE, row)
    if isinstance(row, Content):
        audit.publication(request.user, row, None)
    admin.site.get_model_admin(type(row)).log_addition(request, row, [{"added": {}}])
    return versions.BroughtBack(row, losses)


def _version(request: HttpRequest, label: str, number: int) -> models.Model:
    model = next((model for model in models_of(request) if model._meta.label_lower == label), None)
    found = deleted(model, request.user).select_related("history_user") if model else None
    version = found.filter(history_id=number).first() if model else None
    if version is None:
        raise Http404
    return version


def _point_of(model: type[TranslatedModel]) -> str:
    """How a row of `model` leads to its orientation point; "" where it does not."""
    if model is OrientationPoint:
        return "pk"
    return "point" if any(field.name == "point" for field in model._meta.fields) else ""


def _column(path: str | None) -> str | None:
    """The column of a version for what leads a row to its country or point: a version has a key of its own."""
    return "id" if path == "pk" else path


def _dated(gone: models.QuerySet) -> models.QuerySet:
    """Which versions, and of when: enough to find those of a page."""
    label = texts.label_of(gone.model.instance_type)
    return gone.order_by().values(label=label, number=models.F("history_id"), on=models.F("history_date"))


def _versions(shown: Iterable[dict]) -> list[models.Model]:
    """The versions of one page, whole, in its order. One query for each kind on the page."""
    wanted, found = defaultdict(list), {}
    for row in shown:
        wanted[row["label"]].append(row["number"])
    for label, numbers in wanted.items():
        every = apps.get_model(label).history.model.objects.select_related("history_user")
        found |= {(label, number): version for number, version in every.in_bulk(numbers).items()}
    return [found[row["label"], row["number"]] for row in shown]


def _comes_back_as(version: models.Model, request: HttpRequest) -> str:
    """Public again only by the hand of somebody who may publish; else it waits for a review."""
    state = getattr(version, "state", "")
    editor = admin.site.get_model_admin(version.instance_type)
    return State.IN_REVIEW if state == State.PUBLISHED and not editor.may_publish(request) else state


def _stays_away(version: models.Model) -> str:
    """Which kinds of rows went with it and have no versions; "" where there are none."""
    kinds = ", ".join(str(kind._meta.verbose_name_plural) for kind in history.lost_with(version.instance_type))
    text = _("What it had of these was deleted with it and does not come back: %(kinds)s.")
    return text % {"kinds": kinds} if kinds else ""


def _described(version: models.Model) -> Deleted:
    return Deleted(
        version,
        versions.name_of(version),
        str(version.instance_type._meta.verbose_name),
        version.history_user.get_username() if version.history_user else "",
        version.history_date,
    )
