"""How long somebody stays signed in: twelve hours at most, two without doing anything."""

import time

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

KEY = "sitting"
PRECISION = 300  # seconds: a session is written again no more often


def begin(request: HttpRequest) -> None:
    """From now on, the clock runs."""
    now = int(time.time())
    request.session[KEY] = {"since": now, "seen": now}


def is_over(request: HttpRequest) -> bool:
    """True when the sitting has lasted too long or nobody was there. Otherwise notes that somebody is."""
    sitting = request.session.get(KEY)
    if sitting is None:
        return False
    now = time.time()
    if now - sitting["since"] > settings.SESSION_COOKIE_AGE or now - sitting["seen"] > settings.SESSION_IDLE_AGE:
        return True
    if now - sitting["seen"] > PRECISION:
        request.session[KEY] = sitting | {"seen": int(now)}
    return False


@never_cache
@require_safe
def still_in(request: HttpRequest) -> HttpResponse:
    """Asked by a form before it is sent (static/js/unsaved.js): is who opened it, ?who=<number>, still signed in?

    A token with which the form is accepted, also after a sign-in in another window; else a 403 without words.
    """
    person = str(request.user.pk)
    if not admin.site.has_permission(request) or request.GET.get("who", person) != person:
        return HttpResponse(status=403)
    return HttpResponse(get_token(request), content_type="text/plain")
