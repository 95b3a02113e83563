"""The history of one row at the desk: who changed what and when, word by word, and how an older version comes back."""

from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, editing, history, limits, versions
from core.models import Action, TranslatedModel
from core.versions import Change

PER_PAGE = 20


class Entry(NamedTuple):
    """One line of the history: a version with its changes, or a remark that the desk wrote ("Moved.")."""

    date: datetime
    user: str
    kind: str  # "+" first version, "~" change, "" remark
    changes: list[Change]
    remark: str = ""
    number: int | None = None  # of the version, where it may be brought back
    brought_back: datetime | None = None  # of the version that this one brought back


def page_of_versions(admin: ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    row = admin.get_object(request, unquote(object_id))
    if row is None:
        raise Http404
    if not admin.has_view_or_change_permission(request, row):
        raise PermissionDenied
    page = Paginator(row.history.select_related("history_user"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("History: %(row)s") % {"row": row},
        "page": page,
        "entries": _entries(row, list(page), may_restore=admin.has_change_permission(request, row)),
    }
    return _answer(admin, request, "admin/history.html", row, context)


def restore(admin: ModelAdmin, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
    """Shows what would change; with POST, changes it."""
    with transaction.atomic():
        row, version = _row_and_version(admin, request, object_id, number)
        names = admin.restorable() - limits.closed_columns(request.user, type(row))
        changes = versions.changes(row, version, names)
        refusal = admin.restore_refusal(request, row)
        if request.method == "POST" and changes and not refusal:
            return _bring_back(admin, request, row, version, names)
    context = {
        "title": _("Bring back an older version"),
        "version": version,
        "changes": changes,
        "refusal": refusal,
        "keeps_some": bool(versions.restorable(type(row)) - names),
    }
    return _answer(admin, request, "admin/restore.html", row, context)


def _row_and_version(
    admin: ModelAdmin, request: HttpRequest, object_id: str, number: int
) -> tuple[TranslatedModel, models.Model]:
    row = editing.locked(request, admin.get_object(request, unquote(object_id)))
    if row is None:
        raise Http404
    if not admin.has_change_permission(request, row):
        raise PermissionDenied
    version = row.history.select_related("history_user").filter(history_id=number).exclude(history_type="-").first()
    if version is None:
        raise Http404
    history.carry_links([version])
    return row, version


def _bring_back(
    admin: ModelAdmin, request: HttpRequest, row: TranslatedModel, version: models.Model, names: set[str]
) -> HttpResponse:
    try:
        done = versions.bring_back(row, version, names)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return HttpResponseRedirect(request.path)
    audit.record(request.user, Action.RESTORE, done.row, version=version.history_id)
    admin.log_change(request, done.row, [{"changed": {"fields": sorted(names)}}])
    messages.success(request, _("The older version is back. The newer one stays in the history."))
    for loss in done.losses:
        messages.warning(request, loss)
    return HttpResponseRedirect(_address(admin, "history", row.pk))


def _entries(row: TranslatedModel, found: list, may_restore: bool) -> list[Entry]:
    """The versions of one page that changed something, with the remarks of the same time, newest first."""
    if not found:
        return _remarks(row, None, None)
    older = row.history.filter(history_id__lt=found[-1].history_id).first()
    history.carry_links([*found, older] if older else found)
    is_first_page = not row.history.filter(history_id__gt=found[0].history_id).exists()
    pairs = zip(found, [*found[1:], older], strict=True)
    entries = [
        entry
        for new, old in pairs
        if (entry := _entry(row, new, old, may_restore and not (is_first_page and new is found[0])))
    ]
    remarks = _remarks(row, older and found[-1].history_date, None if is_first_page else found[0].history_date)
    return sorted([*entries, *remarks], key=lambda entry: entry.date, reverse=True)


def _entry(row: TranslatedModel, new, old, is_offered: bool) -> Entry | None:
    """None for a save that changed nothing."""
    changes = versions.changes(old, new) if old else []
    if old and not changes:
        return None
    return Entry(
        new.history_date,
        new.history_user.get_username() if new.history_user else "",
        new.history_type,
        changes,
        number=new.history_id if is_offered else None,
        brought_back=_brought_back(row, new),
    )


def _brought_back(row: TranslatedModel, version) -> datetime | None:
    number = versions.restored_number(version)
    return row.history.filter(history_id=number).values_list("history_date", flat=True).first() if number else None


def _remarks(row: TranslatedModel, since: datetime | None, until: datetime | None) -> list[Entry]:
    """What the desk wrote in words; Django's own entries say no more than the versions do."""
    lines = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk)
    ).select_related("user")
    lines = lines.filter(action_time__gte=since) if since else lines
    lines = lines.filter(action_time__lt=until) if until else lines
    words = lines.exclude(change_message="").exclude(change_message__startswith="[")
    return [Entry(line.action_time, line.user.get_username(), "", [], line.change_message) for line in words]


def _address(admin: ModelAdmin, action: str, *args) -> str:
    return reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_{action}", args=args)


def _answer(
    admin: ModelAdmin, request: HttpRequest, template: str, row: TranslatedModel, context: dict
) -> TemplateResponse:
    frame = admin.admin_site.each_context(request) | {
        "opts": admin.opts,
        "original": row,
        "media": admin.media,
        "list_address": _address(admin, "changelist"),
        "change_address": _address(admin, "change", row.pk),
        "history_address": _address(admin, "history", row.pk),
    }
    return TemplateResponse(request, template, frame | context)
