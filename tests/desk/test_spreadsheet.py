"""The sheet a translator fills in."""

import io
from datetime import date

import openpyxl
import pytest
from django.utils.translation import override

from core.richtext import clean
from desk import spreadsheet, units
from desk.packages import RefusedError
from tests import rows
from tests.desk import exports

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_sheet_as_a_translator_opens_it(editor, empty):
    row = rows.question(question_fr="=1+1 ?", question_ar="هل؟", answer_fr="<p>Oui</p>")
    row.question_fr = "=2+2 ?"
    row.save()
    sheet = openpyxl.load_workbook(io.BytesIO(exports.exported("ar", "xlsx", editor))).active
    head, question, answer = sheet.iter_rows(values_only=True)
    assert units.language_of(head[0]) == "ar"
    assert head[1:] == (
        "Where", "Field", "State", "French", "Translation: العربية", "Still right as it is? Write x",
        "The French said before", "Note", "Link",
    )  # fmt: skip
    link = f"{exports.ORIGIN}/en/admin/portal/question/{row.pk}/change/#id_"
    page = f"Read on: {exports.ORIGIN}/ar/questions/#{row.slug}"
    assert question[1:] == (
        "Question · =2+2 ?", "Question", "outdated", "=2+2 ?", "هل؟", None, "=1+1 ?",
        f"At most 200 characters.\n{page}", f"{link}question_ar",
    )  # fmt: skip
    assert answer[2:6] == ("Answer", "missing", "<p>Oui</p>", None)
    assert [cell.data_type for cell in sheet[2]].count("f") == 0
    assert sheet.freeze_panes == "F2"


@pytest.mark.parametrize(("language", "target"), [("ar", ("right", 2)), ("en", ("left", 1))])
def test_each_column_has_the_direction_of_its_language_heading_and_empty_cells_too(editor, empty, language, target):
    rows.question()
    sheet = openpyxl.load_workbook(io.BytesIO(exports.exported(language, "xlsx", editor))).active
    ours, french = (None, 0), ("left", 1)
    for line in sheet.iter_rows():
        found = [(cell.alignment.horizontal, int(cell.alignment.readingOrder or 0)) for cell in line]
        assert found == [ours, ours, ours, ours, french, target, ours, french, ours, ours]


def edited(content, edit):
    book = openpyxl.load_workbook(io.BytesIO(content))
    edit(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def filled(editor, sheet_edit, language="en"):
    """Units of a sheet made by somebody who works in `language`, filled in, then edited."""
    rows.question()
    with override(language):
        content = exports.exported("ar", "xlsx", editor)

    def fill(sheet):
        sheet["F2"], sheet["G3"] = "نص", "x"
        sheet_edit(sheet)

    content = edited(content, fill)
    with override("en"):
        return [(unit.text, unit.still_right) for unit in spreadsheet.read(content).units]


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@pytest.mark.parametrize(
    "edit",
    [
        lambda sheet: None,
        lambda sheet: sheet.insert_cols(6),
        lambda sheet: sheet.insert_cols(1, 5),
        lambda sheet: sheet.delete_cols(2, 4),  # the French too: the key knows it
        lambda sheet: sheet.delete_cols(8, 3),
        lambda sheet: sheet.move_range("F1:F9", cols=10),
        lambda sheet: sheet.cell(1, 6, f"  {sheet['F1'].value} "),
    ],
)
def test_columns_are_found_by_their_headings(editor, empty, language, edit):
    assert filled(editor, edit, language) == [("نص", False), ("", True)]


@pytest.mark.parametrize(
    ("edit", "column"),
    [
        (lambda sheet: sheet.delete_cols(6), "Translation: العربية"),
        (lambda sheet: sheet.cell(1, 6, "Traduction"), "Translation: العربية"),
        (lambda sheet: sheet.cell(1, 12, sheet["F1"].value), "Translation: العربية"),
        (lambda sheet: sheet.delete_cols(7), "Still right as it is? Write x"),
    ],
)
def test_a_column_that_is_gone_or_stands_twice_is_said(editor, empty, edit, column):
    with pytest.raises(RefusedError) as refused:
        filled(editor, edit)
    assert str(refused.value) == (
        f"The columns have changed: “{column}” is not there, or there twice. Export the texts again."
    )


def test_a_sheet_without_its_mark_has_no_language(editor, empty):
    package = spreadsheet.read(edited(exports.exported("ar", "xlsx", editor), lambda sheet: sheet.delete_cols(1)))
    assert package == ("Where", [])


def test_a_text_longer_than_a_cell_has_no_key_and_says_where_it_belongs(editor, empty):
    long = "<p>" + "mot " * 9000 + "</p>"
    rows.question(answer_fr=clean(long))
    content = exports.exported("ar", "xlsx", editor)
    assert [unit.key.split(".")[3] for unit in spreadsheet.read(content).units] == ["question"]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet["I3"].value.startswith("Too long for a cell: export this text as XLIFF.")


def test_what_comes_back_is_read_as_text_and_a_date_is_a_fault(editor, empty):
    rows.question(), rows.question()
    content = exports.exported("ar", "xlsx", editor)
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active["F2"], book.active["F3"], book.active["F4"] = 12, date(2026, 11, 24), "نص\nآخر"
    book.active["G4"] = "X"
    book.active["E2"] = "le traducteur corrige le français, pour rien"
    book.active["B9"] = "une remarque en bas"
    stream = io.BytesIO()
    book.save(stream)
    found = spreadsheet.read(stream.getvalue()).units
    assert [(unit.text, unit.still_right, unit.fault) for unit in found] == [
        ("12", False, ""),
        ("", False, "The cell holds a date, not a text."),
        ("نص\nآخر", True, ""),
        ("", False, ""),
    ]


@pytest.mark.parametrize(("language", "turned"), [("fr", False), ("en", False), ("ar", True)])
def test_the_sheet_is_turned_as_its_headings_are_read(editor, language, turned):
    with override(language):
        content = exports.exported("ar", "xlsx", editor)
    assert bool(openpyxl.load_workbook(io.BytesIO(content)).active.sheet_view.rightToLeft) is turned
