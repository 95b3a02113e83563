"""What each public page weighs at a first view: the page, its styles and its icon, as they travel to a browser."""

import re
from collections.abc import Iterator
from html import unescape

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from desk.models import PageWeight

_LOCATION = re.compile(r"<loc>https?://[^/]+(/.*?)</loc>")
_FILES = re.compile(r'<(?:link rel="(?:stylesheet|icon)" href|script src|img src)="(/[^"]+)"')


class UnreadableError(Exception):
    """A page of the sitemap that does not answer 200."""


class Scales:
    """Fetches within this process, with brotli, as Django's test client does: no server, no network."""

    def __init__(self):
        host = next((host for host in settings.ALLOWED_HOSTS if host != "*"), "localhost").lstrip(".")
        self.client = Client(raise_request_exception=False, headers={"host": host})
        self.files: dict[str, int] = {}  # what a file weighs is asked once

    def paths(self) -> list[str]:
        """Every page of the sitemap, in each language."""
        found = self._fetch("/sitemap.xml", "identity").decode()
        return list(dict.fromkeys(unescape(path) for path in _LOCATION.findall(found)))

    def weigh(self, path: str) -> int:
        """Bytes of a first view. Raises UnreadableError."""
        files = dict.fromkeys(_FILES.findall(self._fetch(path, "identity").decode()))
        return len(self._fetch(path)) + sum(self._file(file) for file in files)

    def _file(self, path: str) -> int:
        if path not in self.files:
            self.files[path] = len(self._fetch(path))
        return self.files[path]

    def _fetch(self, path: str, encoding: str = "br") -> bytes:
        answer = self.client.get(path, headers={"accept-encoding": encoding}, secure=settings.SECURE_SSL_REDIRECT)
        if answer.status_code != 200:
            raise UnreadableError(f"{path} answers {answer.status_code}")
        # The client closes what it has given, when it is read to the end; closed twice, it takes the database along.
        return b"".join(answer.streaming_content) if answer.streaming else answer.content


def weigh() -> Iterator[PageWeight | UnreadableError]:
    """Each page as it is weighed, or why it was not. At the end the records are these pages and no others.

    When no page answers, the portal is down and nothing is known of its pages: the records stay as they are.
    """
    scales, moment, found = Scales(), timezone.now(), []
    for path in scales.paths():
        try:
            found.append(PageWeight(path=path, bytes=scales.weigh(path), weighed_at=moment))
        except UnreadableError as error:
            yield error
        else:
            yield found[-1]
    if not found:
        return
    with transaction.atomic():
        PageWeight.objects.all().delete()
        PageWeight.objects.bulk_create(found)
