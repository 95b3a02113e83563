"""Spreadsheets (XLSX), written so that no text becomes a formula, and read only after a look at the archive."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from datetime import date, time, timedelta
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from desk import markup
from desk.packages import TOO_BIG, TOO_MANY, UNREADABLE, RefusedError, printable

LARGEST_CONTENT = 30_000_000  # bytes of all members together, unpacked
LARGEST_UNSEEN = 1_000_000  # of those that by their names are no XML: settings of a printer, a small picture
MOST_MEMBERS = 500
DEEPEST = 40  # elements inside each other; a workbook has about ten
MARKUP = (".xml", ".rels", ".vml")
# What a sheet has thousands of and openpyxl forgets row by row; of styles, links, merged cells it makes objects.
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FORGOTTEN = (f"{SPACE} row", f"{SPACE} si")  # rows and shared texts, each with all that it holds
CELLS = tuple(f"{SPACE} {name}" for name in ("c", "v", "is", "t"))
STREAMED = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml")  # all other parts become trees
STREAMED_TYPES = ("worksheet+xml", "sharedStrings+xml")
WIDEST = 16_384  # cells of a row, as in the format; openpyxl holds one row at a time
MOST_OF_A_ROW = 2 * WIDEST  # elements
MOST_OTHERS = 150_000  # elements and attributes that are no cells; our own link of each row is eight
LONGEST = 32_767  # characters of a cell; openpyxl cuts silently what is longer
START_OF_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def put(sheet: Worksheet, row: int, column: int, value: str | int | float | None, *, like: Cell | None = None) -> Cell:
    """Write a cell. A text stays a text whatever it begins with, also when somebody edits it in the program later."""
    cell = sheet.cell(row, column)
    if like is not None:
        cell._style = copy(like._style)
    if not isinstance(value, str):
        cell.value = value
        return cell
    cell.value = printable(value)
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(START_OF_FORMULA)
    return cell


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rows(content: bytes, columns: int, most: int) -> Iterator[tuple[Any, ...]]:
    """The first `columns` values of each row of the first sheet. Raises RefusedError."""
    look_inside(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        found = [tuple(row) for row in sheet.iter_rows(max_row=most + 1, max_col=max(columns, 30))]
        book.close()
    except Exception as error:  # openpyxl raises whatever it stumbles over
        raise RefusedError(UNREADABLE) from error
    if len(found) > most:
        raise RefusedError(TOO_MANY % {"count": most})
    for number, row in enumerate(found, start=1):
        if any(cell.data_type == "f" for cell in row):
            raise RefusedError(_("There is a formula in row %(row)d. Only texts are taken.") % {"row": number})
        yield tuple(cell.value for cell in row[:columns])


def look_inside(content: bytes) -> None:
    """Before anything is unpacked, the directory says how big it gets; then every part is read without building it.

    Python reads no more of a member than the directory promises, so a lie there ends in a fault and not in memory.
    """
    look = _LookAtCells(MOST_OTHERS, DEEPEST)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            unseen = [member for member in members if not member.filename.lower().endswith(MARKUP)]
            if len(members) > MOST_MEMBERS or _size(members) > LARGEST_CONTENT or _size(unseen) > LARGEST_UNSEEN:
                raise RefusedError(TOO_BIG)
            for member in members:
                with archive.open(member) as stream:
                    look.at_member(stream, member.filename)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError) as error:
        raise RefusedError(UNREADABLE) from error


class _LookAtCells(markup.Look):
    """Cells are cheap inside a row of a part that openpyxl reads row by row, and nowhere else."""

    streamed = False
    row_depth = 0  # of the row or shared text that is being read; 0 outside of one
    width = held = 0  # cells and elements of the row so far

    def at_member(self, stream: BinaryIO, name: str) -> None:
        """Whatever a member is called, openpyxl reads it as XML where another says so: only what is none is let be."""
        self.streamed, self.row_depth = bool(STREAMED.fullmatch(name)), 0
        try:
            self.at(stream)
        except markup.NoMarkupError:
            if name.lower().endswith(MARKUP):
                raise

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.streamed and not self.row_depth and name in FORGOTTEN:
            self.row_depth, self.width, self.held = self.depth + 1, 0, 0
        super().start(name, attributes)
        self.width += name == CELLS[0]
        self.held += 1
        if self.row_depth and (self.width > WIDEST or self.held > MOST_OF_A_ROW):
            raise RefusedError(TOO_BIG)
        if _calls_it_a_tree(name, attributes):
            raise RefusedError(UNREADABLE)

    def end(self, name: str) -> None:
        if self.depth == self.row_depth:
            self.row_depth = 0
        super().end(name)

    def is_cheap(self, name: str) -> bool:
        return bool(self.row_depth) and (name in CELLS or self.depth == self.row_depth)


def _calls_it_a_tree(name: str, attributes: dict[str, str]) -> bool:
    """True where the archive says of a sheet that it is another part, of which openpyxl would build a tree."""
    local = name.rpartition(" ")[2]
    if local == "Override":
        streamed = STREAMED.fullmatch(attributes.get("PartName", "").lstrip("/"))
        return bool(streamed) and not attributes.get("ContentType", "").endswith(STREAMED_TYPES)
    return local == "Relationship" and "chartsheet" in attributes.get("Type", "")


def _size(members: list[zipfile.ZipInfo]) -> int:
    return sum(member.file_size for member in members)


def as_text(value: Any) -> str | None:
    """What a cell says, as text; None for a date or a time, which the program has made of something else."""
    if isinstance(value, date | time | timedelta):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).replace("_x000D_", "").replace("\r\n", "\n")
