"""Refusals at the desk: in the language of the address, with the way back, and with what somebody had typed.

Everywhere else, and for who is not signed in, they are those of the public (`portal.errors`).
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core import differences, editing, versions
from desk import access
from portal import errors

PLACES = ("admin", "desk")  # behind the language in the address
# Not typed by anybody, or a secret: shown to nobody.
NO_TEXT = re.compile(
    r"csrf|password|token|^code$|^_|_FORMS$|^initial-|-initial-|-id$"
    r"|^(opened|save_all_the_same|was_warned|next|row|action|post|index|select_across)$"
)
IN_ROW = re.compile(r"(?P<prefix>.+)-(?P<number>\d+)-(?P<name>.+)", re.DOTALL)
PART = re.compile(r"_\d$")  # the day and the hour of a moment come as two


class Box(NamedTuple):
    """Where something was typed: the column, as far as the address tells, and what the reader calls it."""

    label: str
    column: models.Field | None = None


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if not _is_at_the_desk(request):
        return errors.forbidden(request, exception)
    sentence = _("Your account does not open this page. If you need it, ask an administrator.")
    return _refused(request, _("Access refused"), sentence, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same for what is somebody else's and for what never was; a form that was sent there gets its words back."""
    if not _is_at_the_desk(request):
        return errors.not_found(request, exception)
    if request.resolver_match and (typed := [*_typed(request)]):  # a view refused it, after Django saw whose form it is
        sentence = _(
            "This is not here any more: somebody has deleted it since you opened the page, or it belongs to another"
            " country or point than yours. Copy your text, if you need it elsewhere."
        )
        return _unsaved(request, sentence, typed, 404)
    sentence = _("There is no such page or record, or it belongs to another country or point than yours.")
    return _refused(request, _("This page is not here"), sentence, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Of a form of the desk: whoever signs in in a second window makes the forms of the first one stale."""
    if not _is_at_the_desk(request):
        return errors.forbidden(request)
    sentence = _(
        "You have signed in again in another window since this page was opened, so it could not be saved. Copy your"
        " text, open the page again and put it in."
    )
    return _unsaved(request, sentence, _typed(request) if _is_sent_by_us(request) else [])


def session_ended(request: HttpRequest) -> HttpResponse:
    """To a form that came after the end of the session."""
    sentence = _(
        "Your session has ended. Leave this page open and sign in in a new window; then open the page that you were"
        " working on there, and copy your text into it."
    )
    return _unsaved(request, sentence, _typed(request))


def has_words(request: HttpRequest) -> bool:
    """True when the form holds something that somebody typed: words, or anything in the form of a record."""
    is_form = _desk_of(request) is not None
    return any(is_form or any(letter.isalpha() for letter in text) for _label, text in _typed(request))


def _refused(request: HttpRequest, title: str, sentence: str, status: int) -> HttpResponse:
    return access.page(request, "admin/refused.html", {"title": title, "sentence": sentence}, status)


@never_cache
def _unsaved(request: HttpRequest, sentence: str, typed: Iterable[tuple[str, str]], status: int = 403) -> HttpResponse:
    """404: there is no page to open again."""
    context = {"title": _("Nothing of this is saved yet"), "sentence": sentence, "typed": [*typed]}
    context |= {"has_files": bool(request.FILES), "is_gone": status == 404}
    return access.page(request, "admin/unsaved.html", context, status)


def _is_at_the_desk(request: HttpRequest) -> bool:
    place = request.path_info.split("/")[2:3]
    return bool(place) and place[0] in PLACES and admin.site.has_permission(request)


def _is_sent_by_us(request: HttpRequest) -> bool:
    """False when another site may have made the form: its words are not repeated here as this person's."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Label of the box and text, of each that holds something and, as far as the form tells, was changed."""
    desk = _desk_of(request)
    for name, values in request.POST.lists():
        if NO_TEXT.search(name) or values == request.POST.getlist(f"initial-{name}"):
            continue
        box = _box(desk, name)
        for value in values:
            if value != "on" and (text := _text(box.column, value)):
                yield box.label, text


def _text(column: models.Field | None, value: str) -> str:
    """As it reads; "" for the key of another record, which nobody typed."""
    if column is not None and column.is_relation:
        return ""
    if value.startswith("<") or (column is not None and versions.is_rich(column)):
        return differences.plain(value)
    return str(dict(column.flatchoices).get(value, value)) if column is not None and column.choices else value.strip()


def _desk_of(request: HttpRequest) -> admin.ModelAdmin | None:
    """Whose form the address is; None for a page that is no form of a record."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    return getattr(match.func, "model_admin", None)


def _box(desk: admin.ModelAdmin | None, name: str) -> Box:
    """Its own name where nothing better is known."""
    if desk is None:
        return Box(name)
    if not (found := IN_ROW.fullmatch(name)):
        return _named(desk.model, name)
    model = desk.model if found["prefix"] == "form" else _model_of_rows(desk, found["prefix"])
    if model is None:
        return Box(name)
    box = _named(model, found["name"])
    kind = capfirst(model._meta.verbose_name_plural)
    return box._replace(label=f"{kind} {int(found['number']) + 1}: {box.label}")


def _named(model: type[models.Model], name: str) -> Box:
    name = PART.sub("", name)
    try:
        column = model._meta.get_field(name)
    except FieldDoesNotExist:
        return Box(name)
    return Box(capfirst(editing.label_of(model, name)), column) if column.concrete else Box(name)


def _model_of_rows(desk: admin.ModelAdmin, prefix: str) -> type[models.Model] | None:
    """Of the rows inside the form that are sent under `prefix`."""
    for link in desk.model._meta.related_objects:
        if link.get_accessor_name() == prefix and link.related_model in {inline.model for inline in desk.inlines}:
            return link.related_model
    return None
