"""What comes back from a translator, in either format, before anything is asked of the database."""

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from desk.inline import Piece

LARGEST = 20_000_000  # bytes of a file; all texts of ten countries in one language are a tenth of it
MOST_UNITS = 20_000
UNREADABLE = _("This is neither a spreadsheet (XLSX) nor an XLIFF file that can be read.")
ENTITIES = _("The file declares a document type or entities. A translator’s tool writes none: not taken.")
TOO_BIG = _("This file holds far more than any export: not opened.")
TOO_MANY = _("More than %(count)d texts in one file.")
# Characters that neither XML nor a spreadsheet may hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class RefusedError(Exception):
    """The file as a whole is not taken; the message is a sentence for whoever sent it."""


class Returned(NamedTuple):
    """One unit that came back: `text` as typed, or `pieces` with marks in place of tags.

    `still_right`: the translator says that the translation stands for the French of now as it is. `done`: that a text
    which comes back is finished. `fault`: what was wrong with it in the file, in words.
    """

    key: str
    text: str = ""
    pieces: tuple[Piece, ...] | None = None
    still_right: bool = False
    done: bool = False
    fault: str = ""


class Package(NamedTuple):
    """A file that came back: the mark it carries, and its units."""

    mark: str
    units: list[Returned]


def printable(text: str) -> str:
    """Without the characters that the formats cannot hold; they say nothing to anybody."""
    return _UNPRINTABLE.sub("", text)
