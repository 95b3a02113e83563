"""Spreadsheets (XLSX), written so that no text becomes a formula, and read only after a look at the archive."""

import io
import zipfile
from collections.abc import Iterator
from copy import copy
from datetime import date, time, timedelta
from typing import Any

import openpyxl
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.utils.translation import gettext as _
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from desk.packages import ENTITIES, TOO_MANY, UNREADABLE, RefusedError, printable

LARGEST_CONTENT = 100_000_000  # bytes of all members together, unpacked
MOST_MEMBERS = 500
DEEPEST = 40  # elements inside each other; a workbook has about ten
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
    """Before anything is unpacked, the directory says how big it gets; then every part is read without entities.

    Python reads no more of a member than the directory promises, so a lie there ends in a fault and not in memory.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_CONTENT:
                raise RefusedError(_("Unpacked, this file would be far bigger than any export: not opened."))
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _look_at(archive, member)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ParseError, ValueError, OSError, EOFError) as error:
        if isinstance(error, DefusedXmlException):
            raise RefusedError(ENTITIES) from error
        raise RefusedError(UNREADABLE) from error


def _look_at(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Raises DefusedXmlException for a document type, RefusedError for elements nested without end."""
    depth = 0
    with archive.open(member) as stream:
        for event, element in iterparse(stream, ("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > DEEPEST:
                raise RefusedError(UNREADABLE)
            if event == "end":
                element.clear()


def as_text(value: Any) -> str | None:
    """What a cell says, as text; None for a date or a time, which the program has made of something else."""
    if isinstance(value, date | time | timedelta):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).replace("_x000D_", "").replace("\r\n", "\n")
