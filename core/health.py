"""`/healthz`: what an operator's probe asks."""

import os

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """200 "ok" when the database answers and media can be written, else 503 naming what does not."""
    faults = [fault for fault in (_database_fault(), _media_fault()) if fault]
    body = "\n".join(faults) or "ok"
    return HttpResponse(
        f"{body}\n",
        status=503 if faults else 200,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )


def _database_fault() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "database: not reachable"
    return ""


def _media_fault() -> str:
    return "" if os.access(settings.MEDIA_ROOT, os.W_OK | os.X_OK) else "media: folder cannot be written"
