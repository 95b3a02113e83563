"""The three languages: their direction, their own names, and the same page in each of them."""

from typing import NamedTuple

from django.conf import settings
from django.utils.translation import get_language, get_language_info

NAMES = dict(settings.LANGUAGES)  # each in itself: "العربية"
CODES = tuple(NAMES)
REFERENCE = settings.LANGUAGE_CODE  # French: what the other languages are translated from
OTHERS = tuple(code for code in CODES if code != REFERENCE)


class Alternate(NamedTuple):
    """One page in one language: `path` is absolute on this site, query string included."""

    code: str
    name: str  # in that language itself
    direction: str  # "ltr" or "rtl"
    path: str
    current: bool


def current() -> str:
    """The reader's language code; French outside of any."""
    code = (get_language() or REFERENCE).split("-")[0]
    return code if code in CODES else REFERENCE


def direction(code: str) -> str:
    """ "rtl" for Arabic, "ltr" otherwise."""
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


def alternates(path: str) -> list[Alternate]:
    """The page at `path` in each language. Only the prefix differs: slugs are never translated."""
    prefix, _, rest = path.lstrip("/").partition("/")
    tail = rest if prefix in CODES else ""
    return [
        Alternate(code, name, direction(code), f"/{code}/{tail}", code == current()) for code, name in NAMES.items()
    ]


def context(request) -> dict:
    """For every template: `LANGUAGE_CODE`, `direction`, `alternates` (this very page), and the page's own address."""
    code = current()
    return {
        "LANGUAGE_CODE": code,
        "direction": direction(code),
        "alternates": alternates(request.get_full_path()),
        "pages": alternates(request.path),
        "origin": _origin(request),
    }


def _origin(request) -> str:
    """ "https://www.foras.ma"; the host has been checked against ALLOWED_HOSTS by then."""
    return f"{request.scheme}://{request.get_host()}"
