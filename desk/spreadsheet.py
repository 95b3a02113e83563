"""The spreadsheet for translators who have no other tool: one row a text, one column to fill in."""

from collections.abc import Iterable
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.worksheet import Worksheet

from core import languages
from desk import sheets
from desk.packages import MOST_UNITS, Package, RefusedError, Returned
from desk.units import Unit, language_of

KEY, WHAT, FIELD, STATE, FRENCH, TRANSLATION, STILL_RIGHT, PREVIOUS, NOTE, LINK = range(1, 11)
WIDTHS = {KEY: 12, WHAT: 28, FIELD: 16, STATE: 12, FRENCH: 60, TRANSLATION: 60, STILL_RIGHT: 14, PREVIOUS: 40, NOTE: 30}
WIDTHS[LINK] = 40
TO_FILL = (TRANSLATION, STILL_RIGHT)
MOST_COLUMNS = 40  # ours, and those that somebody has put between them
LTR, RTL = 1, 2  # reading orders of a cell; 0 would be that of its first letter
HEAD = PatternFill("solid", fgColor="0B4A6F")
FILL = PatternFill("solid", fgColor="FDF0D8")


def write(units: Iterable[Unit], language: str, mark: str) -> bytes:
    """The workbook. Its first cell is the mark: whoever copies rows into another one should copy it too."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = language
    sheet.sheet_view.rightToLeft = languages.direction(languages.current()) == "rtl"  # as its headings are read
    for column, words in enumerate(_heads(language, mark), start=1):
        cell = sheets.put(sheet, 1, column, words)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD
        cell.alignment = _alignment(column, language)
        sheet.column_dimensions[cell.column_letter].width = WIDTHS[column]
    styles = _styles(sheet, language)
    for number, unit in enumerate(units, start=2):
        _write_row(sheet, number, unit, styles)
    sheet.freeze_panes = sheet.cell(2, TRANSLATION)
    return sheets.saved(book)


def read(content: bytes) -> Package:
    """What came back. Raises RefusedError; a row without a key is nobody's (an empty line, a remark).

    Columns are known by their headings: somebody may have put one between them, or moved one.
    """
    lines = list(sheets.rows(content, MOST_COLUMNS, MOST_UNITS + 1))
    heads = [sheets.as_text(cell) or "" for cell in lines[0]] if lines else []
    mark = next((head for head in heads if language_of(head)), "")
    if not mark:
        return Package(heads[0] if heads else "", [])
    places = {KEY: heads.index(mark)} | {column: _place(heads, column, mark) for column in TO_FILL}
    found = ({column: line[place] for column, place in places.items()} for line in lines[1:])
    return Package(mark, [_returned(line) for line in found if line[KEY] is not None])


def _place(heads: list[str], column: int, mark: str) -> int:
    """Where `column` stands by now; its heading is in the language of whoever made the file. Raises RefusedError."""
    names = []
    for code in languages.CODES:
        with override(code):
            names.append(_heads(language_of(mark), mark)[column - 1].split())  # programs change spaces
    places = [place for place, head in enumerate(heads) if head.split() in names]
    if len(places) != 1:
        raise RefusedError(
            _("The columns have changed: “%(column)s” is not there, or there twice. Export the texts again.")
            % {"column": _heads(language_of(mark), mark)[column - 1]}
        )
    return places[0]


def _heads(language: str, mark: str) -> list[str]:
    name = languages.NAMES[language]
    return [
        mark,
        _("Where"),
        _("Field"),
        _("State"),
        _("French"),
        _("Translation: %(language)s") % {"language": name},
        _("Still right as it is? Write x"),
        _("The French said before"),
        _("Note"),
        _("Link"),
    ]


def _write_row(sheet: Worksheet, number: int, unit: Unit, styles: dict[int, Cell]) -> None:
    too_long = max(len(unit.french), len(unit.translation)) > sheets.LONGEST
    key = "" if too_long else str(unit.key)  # a cut text must not come back
    values = [key or None, unit.what, unit.field, str(unit.state.label), unit.french, unit.translation, None]
    values += [unit.previous, _note(unit, too_long), unit.link]
    for column, value in enumerate(values, start=1):
        cell = sheets.put(sheet, number, column, value, like=styles[column])
        if column == LINK and unit.link:
            cell.hyperlink = unit.link


def _styles(sheet: Worksheet, language: str) -> dict[int, Cell]:
    """A cell for each column, whose looks the others take over: openpyxl compares every new one with all it has."""
    found = {}
    for column in WIDTHS:
        cell = sheet.cell(2, column)
        cell.alignment = _alignment(column, language)
        if column in TO_FILL:
            cell.fill, cell.protection = FILL, Protection(locked=False)
        if column == KEY:
            cell.font = Font(color="808080", size=8)
        found[column] = cell
    return found


def _alignment(column: int, language: str) -> Alignment:
    """Each text in its own direction, whichever way the program itself is turned, an empty cell too."""
    texts = {FRENCH: languages.REFERENCE, PREVIOUS: languages.REFERENCE, TRANSLATION: language}
    rtl = column in texts and languages.direction(texts[column]) == "rtl"
    side = ("right" if rtl else "left") if column in texts else None
    order = (RTL if rtl else LTR) if column in texts else 0
    wraps = column not in (KEY, LINK)
    return Alignment(horizontal=side, vertical="top", wrap_text=wraps, readingOrder=order, shrink_to_fit=False)


def _note(unit: Unit, too_long: bool) -> str:
    notes = []
    if too_long:
        notes.append(_("Too long for a cell: export this text as XLIFF."))
    if unit.limit:
        notes.append(_("At most %(count)d characters.") % {"count": unit.limit})
    if unit.rich:
        notes.append(_("Rich text: keep every tag, such as <p> and </p>, and translate what stands between."))
    if unit.page:
        notes.append(_("Read on: %(address)s") % {"address": unit.page})
    return "\n".join(notes)


def _returned(line: dict[int, Any]) -> Returned:
    key, text = sheets.as_text(line[KEY]), sheets.as_text(line[TRANSLATION])
    if text is None:
        return Returned(key or "", fault=_("The cell holds a date, not a text."))
    return Returned((key or "").strip(), text=text, still_right=bool(sheets.as_text(line[STILL_RIGHT])), done=True)
