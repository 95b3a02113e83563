"""How long somebody stays signed in: twelve hours at most, two without doing anything."""

import time

from django.conf import settings
from django.http import HttpRequest

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
