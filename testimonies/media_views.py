"""Media by their random token. Each read asks whether the story is public now; whatever is not is a plain 404."""

from collections.abc import Iterator
from pathlib import Path
from threading import BoundedSemaphore
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from core import byteranges
from testimonies import ladder
from testimonies.models import Poster, Rendition, Subtitle, Testimony

BLOCK = 64 * 1024
WAIT = 10  # seconds after which somebody who was turned away may ask again
# Each download that we send ourselves holds a thread until the slowest phone has its last byte: some threads of each
# process are left to the pages. nginx needs none of this (docs/operators.md).
SMALL = 256 * 1024  # bytes that fit into the system's buffers: such an answer ends at once, however slow the phone
_downloads = BoundedSemaphore(settings.MEDIA_DOWNLOADS)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    # A copy in somebody's cache is asked about before each use, so it dies with the story; search engines keep none.
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex, noarchive",
}


class Item(NamedTuple):
    """Something behind a token: its story, and either a file (path under MEDIA_ROOT) or text."""

    testimony: Testimony
    mime: str
    name: str
    path: str = ""
    text: str = ""
    offered: bool = True  # False for what only the desk shows until it is mended


@require_safe
def media(request, token: str) -> HttpResponseBase:
    """A copy, poster or subtitles of a story that is public at this moment, and that the person allows."""
    item = find(token)
    if item is None or not item.offered or not Testimony.objects.published().filter(pk=item.testimony.pk).exists():
        raise Http404
    return answer(request, item, token)


def find(token: str) -> Item | None:
    """What `token` names, whatever the state of its story, as far as the identity level allows it."""
    for look in (_rendition, _poster, _subtitle):
        if item := look(token):
            return item
    return None


def answer(request, item: Item, token: str) -> HttpResponseBase:
    """The item, or the part of it that is asked for."""
    if not item.path:
        response = HttpResponse(item.text, content_type=item.mime)
    elif settings.MEDIA_ACCEL:
        response = HttpResponse(content_type=item.mime, headers={"X-Accel-Redirect": settings.MEDIA_ACCEL + item.path})
    else:
        response = _file(request, Path(settings.MEDIA_ROOT) / item.path, item.mime, quote_etag(token))
    for header, value in HEADERS.items():
        response.headers[header] = value
    response.headers["Content-Disposition"] = f'inline; filename="{item.name}"'
    return response


def _rendition(token: str) -> Item | None:
    row = Rendition.objects.select_related("recording__testimony").filter(token=token).first()
    if row is None or not ladder.allowed_copies(row.recording.testimony).filter(pk=row.pk).exists():
        return None
    mime, _ending = ladder.KINDS[row.kind]
    return Item(row.recording.testimony, mime, ladder.file_name(row.kind), path=row.file.name)


def _poster(token: str) -> Item | None:
    row = Poster.objects.select_related("testimony").filter(token=token).first()
    if row is None or not ladder.allowed_posters(row.testimony).filter(pk=row.pk).exists():
        return None
    return Item(row.testimony, f"image/{row.format}", f"foras-poster.{row.format}", path=row.file.name)


def _subtitle(token: str) -> Item | None:
    row = Subtitle.objects.select_related("testimony").filter(token=token).first()
    if row is None or not ladder.allowed_copies(row.testimony).exists():
        return None
    offered = row in ladder.offered_subtitles(row.testimony)
    name = f"foras-{row.language}.vtt"
    return Item(row.testimony, "text/vtt; charset=utf-8", name, text=row.webvtt, offered=offered)


def _file(request, path: Path, mime: str, etag: str) -> HttpResponseBase:
    """200, 206, 304, 416, or 503 when too many are being sent. The token is the ETag: a file never changes under it."""
    if not_modified := get_conditional_response(request, etag=etag):
        return not_modified
    try:
        size = path.stat().st_size
        span = _span(request, size, etag)
    except FileNotFoundError:
        raise Http404 from None
    except byteranges.UnsatisfiableError:
        return HttpResponse(status=416, content_type=mime, headers={"Content-Range": f"bytes */{size}"})
    part = span or byteranges.Span(0, size - 1)
    blocks = [] if request.method == "HEAD" else Download.begin(path, part)
    if blocks is None:
        return _too_many()
    response = StreamingHttpResponse(blocks, status=206 if span else 200, content_type=mime)
    response.headers["Content-Length"] = str(part.length)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = etag
    if span:
        response.headers["Content-Range"] = f"bytes {span.first}-{span.last}/{size}"
    return response


def _span(request, size: int, etag: str) -> byteranges.Span | None:
    if request.headers.get("If-Range", etag) != etag:
        return None
    return byteranges.parse(request.headers.get("Range", ""), size)


def _too_many() -> HttpResponse:
    words = gettext("Many people are listening or watching at this moment. Try again in a few seconds.")
    return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": str(WAIT)})


class Download:
    """The bytes of a part of a file, block by block, in one of the few places for downloads."""

    def __init__(self, path: Path, part: byteranges.Span):
        self._blocks = _read(path, part)
        self._holds_place = part.length > SMALL

    @classmethod
    def begin(cls, path: Path, part: byteranges.Span) -> "Download | None":
        """None when every place is taken."""
        return cls(path, part) if part.length <= SMALL or _downloads.acquire(blocking=False) else None

    def __iter__(self) -> Iterator[bytes]:
        return self._blocks

    def close(self) -> None:
        """Called by the server however the answer ends; the place is free again."""
        self._blocks.close()
        if self._holds_place:
            self._holds_place = False
            _downloads.release()

    __del__ = close  # an answer that was dropped before it began


def _read(path: Path, part: byteranges.Span) -> Iterator[bytes]:
    """The bytes of `part`, block by block. The file is opened when the first block is asked for."""
    with path.open("rb") as stream:
        stream.seek(part.first)
        left = part.length
        while left and (block := stream.read(min(BLOCK, left))):
            left -= len(block)
            yield block
