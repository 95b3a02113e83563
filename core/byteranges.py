"""HTTP byte ranges (RFC 9110, section 14): which part of a file somebody asks for."""

import re
from typing import NamedTuple

_ONE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


class UnsatisfiableError(Exception):
    """The range lies beyond the end: the answer is 416."""


class Span(NamedTuple):
    """Bytes `first` to `last`, both included, counted from 0."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def parse(header: str, size: int) -> Span | None:
    """The part of a file of `size` bytes that a Range header asks for; None for the whole of it.

    Several ranges at once, another unit, or nonsense count as no range, as the standard allows.
    Raises UnsatisfiableError.
    """
    match = _ONE.fullmatch(header or "")
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return _suffix(int(last), size)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise UnsatisfiableError
    return Span(int(first), min(int(last), size - 1) if last else size - 1)


def _suffix(length: int, size: int) -> Span:
    if not length or not size:
        raise UnsatisfiableError
    return Span(max(0, size - length), size - 1)
