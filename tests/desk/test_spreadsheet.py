"""The sheet a translator fills in."""

import io
from datetime import date

import openpyxl
import pytest

from core.richtext import clean
from desk import spreadsheet, units
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
    assert (sheet["F2"].alignment.readingOrder, sheet.freeze_panes) == (2, "F2")


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
