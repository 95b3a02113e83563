"""What is not public yet, on its real page: by a signed link that ends by itself, and only for the row it names.

The page's own view is called within the request, while `ContentQuerySet.published()` lets that one row through, and the
country it belongs to. Media are asked for in requests of their own and stay closed.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import NamedTuple

from django.apps import apps
from django.core import signing
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import languages

DAYS = 7
SALT = "core.preview"
_let_through: ContextVar[tuple[tuple[str, int], ...]] = ContextVar("let_through", default=())


class Link(NamedTuple):
    """One row for some time: its model's label, its key, the instant until which it may be looked at."""

    label: str
    key: int
    until: datetime


class Refusal(Exception):  # noqa: N818  (a reason in words, with its status)
    def __init__(self, reason: str, status: int):
        super().__init__(reason)
        self.status = status


class Address(NamedTuple):
    """The preview in one language."""

    language: str
    name: str
    direction: str
    url: str


def let_through(model: type[Model]) -> list[int]:
    """Keys of the rows of `model` that the page in the making may show although they are not public."""
    return [key for label, key in _let_through.get() if label == model._meta.label_lower]


def addresses(row: Model) -> list[Address]:
    """The links to show staff, one for each language, good for seven days; the fragment leads to the row's place."""
    until = int((timezone.now() + timedelta(days=DAYS)).timestamp())
    signed = signing.Signer(salt=SALT).sign_object([row._meta.label_lower, row.pk, until])
    with _showing(row):
        _path, mark, fragment = row.get_absolute_url().partition("#")
    found = []
    for code, name in languages.NAMES.items():
        with translation.override(code):
            url = f"{reverse('preview', args=[signed])}{mark}{fragment}"
        found.append(Address(code, name, languages.direction(code), url))
    return found


@require_safe
def preview(request: HttpRequest, signed: str) -> HttpResponse:
    """The real page, marked; or a page that says in the reader's language why not."""
    try:
        link = read(signed)
        row = _row(link, request)
    except Refusal as refusal:
        return _closed(render(request, "preview_refused.html", {"reason": refusal}, status=refusal.status))
    if is_public(row):
        return _closed(HttpResponseRedirect(row.get_absolute_url()))
    with _showing(row):
        return _closed(_page(request, row, link))


def read(signed: str) -> Link:
    """Raises Refusal for what we did not sign, and for what has ended."""
    try:
        label, key, until = signing.Signer(salt=SALT).unsign_object(signed)
    except (signing.BadSignature, ValueError):
        raise Refusal(_("This link was not copied whole, or somebody has changed it."), 403) from None
    link = Link(label, key, datetime.fromtimestamp(until, tz=timezone.get_current_timezone()))
    if link.until <= timezone.now():
        raise Refusal(_("This link has ended. Ask for a new one where the text is written."), 410)
    return link


def is_public(row: Model) -> bool:
    """True when anybody may read the row on its page: it is published, and so is the country it belongs to."""
    return all(type(each)._default_manager.published().filter(pk=each.pk).exists() for each in (row, *_shown_with(row)))


def _row(link: Link, request: HttpRequest) -> Model:
    try:
        row = apps.get_model(link.label)._default_manager.filter(pk=link.key).first()
    except LookupError:  # a kind of text that an update has done away with
        row = None
    if row is None:
        raise Refusal(_("This text has been deleted."), 410)
    if reason := row.preview_refusal(request):
        raise Refusal(reason, 403)
    return row


def _shown_with(row: Model) -> list[Model]:
    country = getattr(row, "country", None)
    return [country] if hasattr(country, "state") else []


@contextmanager
def _showing(row: Model) -> Iterator[None]:
    shown = tuple((each._meta.label_lower, each.pk) for each in (row, *_shown_with(row)))
    before = _let_through.set(shown)
    try:
        yield
    finally:
        _let_through.reset(before)


def _page(request: HttpRequest, row: Model, link: Link) -> HttpResponse:
    """The answer of the view behind the row's own address, which keeps the address of the preview."""
    path, _question, query = row.get_absolute_url().partition("#")[0].partition("?")
    match = resolve(path)
    inner = copy.copy(request)
    inner.GET, inner.preview, inner.resolver_match = QueryDict(query), link, match
    return match.func(inner, *match.args, **match.kwargs)


def _closed(response: HttpResponse) -> HttpResponse:
    """Kept by nobody and found by no search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
