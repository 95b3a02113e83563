"""The spreadsheet for translators who have no other tool: one row a text, one column to fill in."""

from collections.abc import Iterable

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.worksheet import Worksheet

from core import languages
from desk import sheets
from desk.packages import MOST_UNITS, Package, Returned
from desk.units import Unit

KEY, WHAT, FIELD, STATE, FRENCH, TRANSLATION, STILL_RIGHT, PREVIOUS, NOTE, LINK = range(1, 11)
WIDTHS = {KEY: 12, WHAT: 28, FIELD: 16, STATE: 12, FRENCH: 60, TRANSLATION: 60, STILL_RIGHT: 14, PREVIOUS: 40, NOTE: 30}
WIDTHS[LINK] = 40
TO_FILL = (TRANSLATION, STILL_RIGHT)
HEAD = PatternFill("solid", fgColor="0B4A6F")
FILL = PatternFill("solid", fgColor="FDF0D8")


def write(units: Iterable[Unit], language: str, mark: str) -> bytes:
    """The workbook. Its first cell is the mark: whoever copies rows into another one should copy it too."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = language
    for column, words in enumerate(_heads(language, mark), start=1):
        cell = sheets.put(sheet, 1, column, words)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD
        cell.alignment = Alignment(wrap_text=column != KEY, vertical="top")
        sheet.column_dimensions[cell.column_letter].width = WIDTHS[column]
    styles = _styles(sheet, language)
    for number, unit in enumerate(units, start=2):
        _write_row(sheet, number, unit, styles)
    sheet.freeze_panes = sheet.cell(2, TRANSLATION)
    return sheets.saved(book)


def read(content: bytes) -> Package:
    """What came back. Raises RefusedError; a row without a key is nobody's (an empty line, a remark)."""
    lines = list(sheets.rows(content, LINK, MOST_UNITS + 1))
    mark = sheets.as_text(lines[0][0]) if lines else ""
    found = (_returned(line) for line in lines[1:] if line[KEY - 1] is not None)
    return Package(mark or "", list(found))


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
        rtl = column in TO_FILL and languages.direction(language) == "rtl"
        cell.alignment = Alignment(
            wrap_text=column not in (KEY, LINK), vertical="top", readingOrder=2 if rtl else 0, shrink_to_fit=False
        )
        if column in TO_FILL:
            cell.fill, cell.protection = FILL, Protection(locked=False)
        if column == KEY:
            cell.font = Font(color="808080", size=8)
        found[column] = cell
    return found


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


def _returned(line: tuple) -> Returned:
    key, text = sheets.as_text(line[KEY - 1]), sheets.as_text(line[TRANSLATION - 1])
    if text is None:
        return Returned(key or "", fault=_("The cell holds a date, not a text."))
    return Returned((key or "").strip(), text=text, still_right=bool(sheets.as_text(line[STILL_RIGHT - 1])), done=True)
