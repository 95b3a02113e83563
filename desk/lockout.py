"""Who tries passwords is stopped for a quarter of an hour: one account from one address, and an address altogether.

Never an account from everywhere: an outsider could keep staff away from their desk for ever. What is remembered of a
failure is the name that was tried, the address and the browser, until the quarter of an hour is over.
"""

import ipaddress
from contextlib import contextmanager

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from core import audit
from core.models import Action

FAILURES_OF_AN_ADDRESS = 30  # a whole office may stand behind one; of an account from it, AXES_FAILURE_LIMIT


class Handler(AxesDatabaseHandler):
    """Axes' own, with a limit of its own for an address, and nothing kept of what was typed."""

    def get_failures(self, request, credentials=None) -> int:
        """The greater of both counts, that of the address in the measure of AXES_FAILURE_LIMIT."""
        account, address = (
            sum(attempts.values_list("failures_since_start", flat=True))
            for attempts in self.get_user_attempts(request, credentials)
        )
        return max(account, address * settings.AXES_FAILURE_LIMIT // FAILURES_OF_AN_ADDRESS)

    def reset_user_attempts(self, request, credentials=None) -> int:
        """Who signs in clears their own failures, not those of the address: somebody else's may be among them."""
        return self.filter_user_attempts(request, credentials)[0].delete()[0]

    def user_login_failed(self, sender, credentials, request=None, **kwargs) -> None:
        was_locked = getattr(request, "axes_locked_out", False)
        with _without_what_was_typed(request):
            super().user_login_failed(sender, credentials, request, **kwargs)
        if getattr(request, "axes_locked_out", False) and not was_locked:
            name = credentials.get("username")
            audit.record(None, Action.LOCK_OUT, get_user_model().objects.filter(username=name).first())


def address(request: HttpRequest) -> str | None:
    """Where a request comes from, an IPv6 neighbourhood (/64) as one; None when nobody says it rightly.

    Behind a proxy it is the last address of X-Forwarded-For, which the proxy itself has added; else the peer's.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]
    try:
        found = ipaddress.ip_address(told.strip())
    except ValueError:
        return None
    found = getattr(found, "ipv4_mapped", None) or found
    return str(found if found.version == 4 else ipaddress.ip_network((int(found), 64), strict=False).network_address)


def answer(request: HttpRequest, response: HttpResponse | None = None, credentials: dict | None = None) -> HttpResponse:
    """The page of who is locked out: what happened, and when it ends."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    context = admin.site.each_context(request) | {"minutes": minutes}
    return render(request, "admin/locked.html", context, status=429)


def forget() -> int:
    """Delete the failures whose quarter of an hour is over; a sign-in does it too. How many."""
    return AccessAttempt.objects.filter(attempt_time__lte=timezone.now() - settings.AXES_COOLOFF_TIME).delete()[0]


@contextmanager
def _without_what_was_typed(request: HttpRequest):
    """Axes writes down the query string and the form; here both are empty."""
    query, form = request.GET, request.POST
    request.GET, request.POST = QueryDict(), QueryDict()
    try:
        yield
    finally:
        request.GET, request.POST = query, form
