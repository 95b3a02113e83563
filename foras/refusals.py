"""Refusals at the desk: in the language of the address, with the way back, and with what somebody had typed.

Everywhere else, and for who is not signed in, they are those of the public (`portal.errors`).
"""

import re
from collections.abc import Iterable, Iterator

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core import differences
from desk import access
from portal import errors

PLACES = ("admin", "desk")  # behind the language in the address
# Not typed by anybody, or a secret: shown to nobody.
NO_TEXT = re.compile(
    r"csrf|password|token|^code$|^_|_FORMS$|^initial-|-initial-|^(opened|save_all_the_same|next|row|action|post)$"
)


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
    """True when the form holds something that somebody typed."""
    return any(True for _word in _typed(request))


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
    """Name of the box and text, of each that holds words."""
    for name, values in request.POST.lists():
        for value in values:
            text = differences.plain(value) if value.startswith("<") else value.strip()
            if not NO_TEXT.search(name) and value != "on" and any(letter.isalpha() for letter in text):
                yield name, text
