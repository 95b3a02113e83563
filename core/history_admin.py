"""The history of one row at the desk: who changed what and when, word by word, and how an older version comes back."""

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

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

from core import addresses, audit, editing, history, limits, publication, versions
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
        "entries": _entries(
            row, list(page), _theirs(admin, request, row) if admin.has_change_permission(request, row) else set()
        ),
    }
    return _answer(admin, request, "admin/history.html", row, context)


def restore(admin: ModelAdmin, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
    """Shows what would change; with POST, changes it."""
    with transaction.atomic():
        row, version = _row_and_version(admin, request, object_id, number)
        names = _theirs(admin, request, row)
        changes = versions.changes(row, version, names)
        if request.method == "POST" and changes:
            return _bring_back(admin, request, row, version, names)
    is_left_out = versions.differs(row, version, admin.restorable() - names, history.links_of(row))
    context = {
        "title": _("Bring back an older version"),
        "version": version,
        "changes": changes,
        "is_left_out": is_left_out,
        "refusal": is_left_out and (admin.restore_refusal(request, row) or _("Nothing of it is yours to change.")),
        "keeps_some": bool(versions.restorable(type(row)) - admin.restorable()),
    }
    return _answer(admin, request, "admin/restore.html", row, context)


def _theirs(admin: ModelAdmin, request: HttpRequest, row: TranslatedModel) -> set[str]:
    """Names of the fields that this person may bring back: what they may change in the form of today, and no more.

    Not the country, for who is limited to some: an older version would carry the row over a border. Where a publisher
    must be asked, the translations alone: of the French the form takes corrections, an older version is more than that.
    """
    closed = {*admin.get_readonly_fields(request, row), *limits.closed_columns(request.user, type(row))}
    if limits.countries_of(request.user) is not None:
        closed.add((limits.path_of(type(row)) or "").split("__")[0])
    if admin.restore_refusal(request, row):
        closed |= publication.kept_back(type(row)) | publication.french(type(row))
    return admin.restorable() - closed


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
    row.written_by = request.user  # a story keeps account of who changed it since its safety review
    try:
        done = admin.bring_back(request, row, version, names)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return HttpResponseRedirect(request.get_full_path())
    audit.record(request.user, Action.RESTORE, done.row, version=version.history_id)
    admin.log_change(request, done.row, [{"changed": {"fields": sorted(names)}}])
    messages.success(request, _("The older version is back. The newer one stays in the history."))
    for loss in done.losses:
        messages.warning(request, loss)
    return HttpResponseRedirect(addresses.coming_back(_address(admin, "history", row.pk), addresses.way_back(request)))


def _entries(row: TranslatedModel, found: list, theirs: set[str]) -> list[Entry]:
    """The versions of one page that changed something, with the remarks of the same time, newest first.

    Offered are those that say something else than the row of now in a field of `theirs`.
    """
    if not found:
        return _remarks(row, None, None)
    older = row.history.filter(history_id__lt=found[-1].history_id).first()
    history.carry_links([*found, older] if older else found)
    is_first_page = not row.history.filter(history_id__gt=found[0].history_id).exists()
    pairs = zip(found, [*found[1:], older], strict=True)
    links = history.links_of(row)
    entries = [
        entry for new, old in pairs if (entry := _entry(row, new, old, versions.differs(row, new, theirs, links)))
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
    back = addresses.way_back(request)
    frame = admin.admin_site.each_context(request) | {
        "opts": admin.opts,
        "original": row,
        "media": admin.media,
        "list_address": _address(admin, "changelist"),
        "way_back": urlencode({addresses.NEXT: back}) if back else "",
        "change_address": addresses.coming_back(_address(admin, "change", row.pk), back),
        "history_address": addresses.coming_back(_address(admin, "history", row.pk), back),
    }
    return TemplateResponse(request, template, frame | context)
