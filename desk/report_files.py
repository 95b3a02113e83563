"""The report as files: CSV for whoever counts on, a workbook, and a sheet to print."""

import csv
import io
from pathlib import Path

import openpyxl
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Font, PatternFill

from core import languages, paper
from desk import sheets
from desk.reports import COLUMNS, Report, Table
from desk.suppression import AtLeast, Hidden

SEPARATORS = {"comma": ",", "semicolon": ";"}
TEMPLATE = Path(__file__).parent / "paper" / "report.typ"
HEAD = PatternFill("solid", fgColor="0B4A6F")


def word(value: int | Hidden | None) -> int | str:
    """A number, or what stands in its place."""
    if value is None:
        return ""
    if isinstance(value, AtLeast):
        return _("≥ %(number)d") % {"number": value}
    if isinstance(value, Hidden):
        return {Hidden.FEW: _("< 5"), Hidden.MASKED: _("hidden"), Hidden.LATER: _("not yet")}[value]
    return value


def shown(value: int | Hidden | None) -> str:
    """The same for the eye, a large number in groups of three digits."""
    if isinstance(value, Hidden) or value is None:
        return str(word(value))
    number = number_format(int(value), use_l10n=True, force_grouping=True)
    return _("≥ %(number)s") % {"number": number} if isinstance(value, AtLeast) else number


def tally(report: Report) -> list[tuple[str, str]]:
    """The figures of the whole period: what each is called, and what is shown of it."""
    heads = report.tables[0].columns
    names = ("held", "cancelled", "seats", "counted", "people")
    return [(capfirst(heads[name]), shown(report.total.values[name])) for name in names]


def to_csv(report: Report, separator: str) -> bytes:
    """One line for each row of each table; with the mark by which spreadsheet programs know UTF-8."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=SEPARATORS[separator], lineterminator="\r\n")
    writer.writerow([_("Period"), _("Table"), _("Row"), *report.tables[0].columns.values()])
    for table in report.tables:
        for line in (*table.lines, table.total):
            values = [word(line.values.get(name)) for name in COLUMNS]
            writer.writerow([_dead(text) for text in (report.period.label, table.title, line.label)] + values)
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def to_xlsx(report: Report) -> bytes:
    """A sheet for each table."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table in report.tables:
        sheet = book.create_sheet(table.title[:31])
        sheet.sheet_view.rightToLeft = languages.direction(languages.current()) == "rtl"
        _fill(sheet, table, report)
    return sheets.saved(book)


def to_pdf(report: Report) -> bytes:
    """A4 across, in the reader's language. Raises PaperError."""
    code = languages.current()
    said = {
        "heading": _("Report of the programme"),
        "period": report.period.label,
        "printed": _("printed on %(date)s") % {"date": date_format(timezone.localdate())},
        "tally": tally(report),
        "note": note(report),
        "tables": [_printed(table) for table in report.tables],
    }
    data = {"title": f"{said['heading']} · {said['period']}", "languages": [code], "said": {code: said}}
    return paper.pdf(TEMPLATE, data, language=code)


def note(report: Report) -> str:
    """What must be said with the numbers."""
    said = [_("Who came twice is counted twice. Sessions without headcount count nobody."), _until(report)]
    if report.hides:
        said += [
            _(
                "Groups of fewer than five people are not shown (“< 5”), nor the numbers from which such a group could "
                "be worked out (“hidden”)."
            ),
            _(
                "This is decided once for each quarter; a longer period adds up what its quarters show, without what "
                "they hide (“≥”)."
            ),
        ]
    return " ".join(filter(None, said))


def _until(report: Report) -> str:
    """Where the people of the last quarter are not in it yet."""
    if report.people_until == report.period.last:
        return ""
    later = _("The people of a quarter are shown two weeks after its end (“not yet” until then).")
    if report.people_until is None:
        return later
    month = date_format(report.people_until, "F Y")
    return " ".join([later, _("People are counted here until %(month)s.") % {"month": month}])


def _dead(text: str) -> str:
    """A text that no program takes for a formula."""
    return f"'{text}" if text.startswith(sheets.START_OF_FORMULA) else text


def _fill(sheet, table: Table, report: Report) -> None:
    heads = [table.title, *table.columns.values()]
    for column, words in enumerate(heads, start=1):
        cell = sheets.put(sheet, 1, column, words)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[cell.column_letter].width = 40 if column == 1 else 13
    for number, line in enumerate((*table.lines, table.total), start=2):
        for column, value in enumerate([line.label, *(word(line.values[name]) for name in table.columns)], start=1):
            cell = sheets.put(sheet, number, column, value)
            cell.font = Font(bold=line is table.total)
            if column > 1:
                cell.alignment = Alignment(horizontal="right")
    sheets.put(sheet, len(table.lines) + 4, 1, report.period.label)
    sheets.put(sheet, len(table.lines) + 5, 1, note(report))
    sheet.freeze_panes = "B2"


def _printed(table: Table) -> dict:
    return {
        "title": table.title,
        "columns": list(table.columns.values()),
        "lines": [
            {"label": line.label, "values": [shown(line.values[name]) for name in table.columns]}
            for line in (*table.lines, table.total)
        ],
        "people": table.columns["people"],
        "bars": bars(table),
    }


def bars(table: Table) -> list[dict]:
    """How many people: what is shown of each line, as a part of the longest. What is hidden has no length at all."""
    counts = [line.values["people"] for line in table.lines]
    known = [0 if isinstance(count, Hidden) else int(count) for count in counts]
    most = max(known, default=0)
    return [
        {"label": line.label, "value": shown(count), "length": length / most}
        for line, count, length in zip(table.lines, counts, known, strict=True)
        if most
    ]
