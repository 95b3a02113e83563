"""Brotli for pages: about a tenth smaller than gzip, which Django's middleware still gives to browsers without it.

The published packages either spoil the ETag (and with it the 304) or are no longer released; see docs/adr/0004.
"""

import brotli
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

QUALITY = 8  # about 2 ms for the longest page, as 6; from 9 on it costs ten times more
SMALLEST = 200  # bytes below which compressing gains nothing


class PageGZipMiddleware(GZipMiddleware):
    """Django's, but for pages only: what streams is media, compressed already and read by byte ranges."""

    def process_response(self, request, response):
        return response if response.streaming else super().process_response(request, response)


class BrotliMiddleware:
    """Stands inside PageGZipMiddleware, which leaves alone what is compressed already."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.streaming or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])  # on a 304 too: it stands for the full answer
        if len(response.content) >= SMALLEST and accepts_brotli(request.headers.get("Accept-Encoding", "")):
            response.content = brotli.compress(response.content, mode=brotli.MODE_TEXT, quality=QUALITY)
            response.headers["Content-Length"] = str(len(response.content))
            response.headers["Content-Encoding"] = "br"
            _weaken_etag(response)
        return response


def accepts_brotli(header: str) -> bool:
    """True when an Accept-Encoding header names br and does not refuse it with q=0."""
    for part in header.lower().split(","):
        name, _, quality = part.strip().partition(";")
        if name.strip() == "br":
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _weaken_etag(response) -> None:
    """The bytes differ by encoding, the page does not: RFC 9110 calls that a weak ETag."""
    etag = response.headers.get("ETag", "")
    if etag.startswith('"'):
        response.headers["ETag"] = f"W/{etag}"
