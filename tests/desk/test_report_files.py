"""The report as CSV, workbook and paper."""

import csv
import io
from datetime import date

import openpyxl
import pytest
import time_machine
from django.utils.translation import override

from desk import report_files, reports
from desk.periods import Period
from desk.suppression import AtLeast, Hidden
from sessions_app.models import Headcount
from tests import pdf, rows

pytestmark = pytest.mark.django_db
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
LATER = time_machine.travel("2027-02-01 12:00Z", tick=False)
HOSTILE = "=HYPERLINK(1)"


@pytest.fixture
def report(empty, english):
    for name, women, men in ((HOSTILE, 2, 20), ("Rabat; «é», عربي", 30, 40)):
        session = rows.session(point=rows.point(name_fr=name, name_ar=name), day="2026-01-05")
        Headcount.objects.create(session=session, women=women, men=men, good=women + men)
    with LATER:
        yield reports.report(YEAR)


@pytest.mark.parametrize(("separator", "sign"), [("comma", ","), ("semicolon", ";")])
def test_csv(report, separator, sign):
    content = report_files.to_csv(report, separator)
    assert content.startswith(b"\xef\xbb\xbfPeriod" + sign.encode())
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=sign))
    assert lines[0] == [
        "Period", "Table", "Row", "sessions held", "sessions cancelled", "seats", "with headcount", "women", "men",
        "minors", "people", "satisfied", "neither", "not satisfied", "no answer",
    ]  # fmt: skip
    by_point = {line[2]: line[3:] for line in lines if line[1] == "By orientation point"}
    assert by_point == {
        f"'{HOSTILE}": ["1", "0", "15", "1", "< 5", "hidden", "0", "22", "22", "0", "0", "0"],
        "Rabat; «é», عربي": ["1", "0", "15", "1", "hidden", "hidden", "0", "70", "70", "0", "0", "0"],
        "Total": ["2", "0", "30", "2", "32", "60", "0", "92", "92", "0", "0", "0"],
    }
    assert {line[0] for line in lines[1:]} == {"January 2026 – December 2026"}
    assert [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@"))] == []


def test_the_workbook_has_numbers_as_numbers_and_no_formula(report):
    book = openpyxl.load_workbook(io.BytesIO(report_files.to_xlsx(report)))
    assert book.sheetnames == ["By month", "By orientation point", "By module", "By country of origin"]
    sheet = book["By orientation point"]
    assert [cell.value for cell in sheet[2]][:9] == [HOSTILE, 1, 0, 15, 1, "< 5", "hidden", 0, 22]
    assert [cell.data_type for row in sheet.iter_rows() for cell in row].count("f") == 0
    assert sheet["A6"].value == "January 2026 – December 2026"


@time_machine.travel("2026-11-24 12:00Z", tick=False)
def test_every_file_says_of_which_months_the_people_are(report):
    report = reports.report(YEAR)
    head = "people (January–September 2026)"
    assert head in report_files.to_csv(report, "comma").decode().splitlines()[0].split(",")
    book = openpyxl.load_workbook(io.BytesIO(report_files.to_xlsx(report)))
    assert [cell.value for cell in book["By country of origin"][1]] == ["By country of origin", head]
    assert "".join(head.split()) in "".join(pdf.text(report_files.to_pdf(report)).split())


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@LATER
def test_paper(report, language):
    with override(language):
        content = report_files.to_pdf(reports.report(YEAR))
    assert pdf.info(content)["Page size"] == "841.89 x 595.276 pts (A4)"
    assert (pdf.is_accessible(content), pdf.language(content)) == (True, language)
    words = pdf.text(content)
    assert HOSTILE in words
    assert "92" in words
    with override(language):
        note = report_files.note(reports.report(YEAR))[:20]
    if language != "ar":  # whose letters come out of a PDF in another order
        assert 0 < words.index(note) < words.index(HOSTILE)
    assert {(embedded, cut) for _, embedded, cut in pdf.fonts(content)} == {("yes", "yes")}


def test_the_figures_of_the_screen_stand_on_the_paper(report):
    total = report.total._replace(values=report.total.values | {"people": AtLeast(5028), "seats": 1_250_000})
    report = report._replace(total=total)
    assert report_files.tally(report) == [
        ("Sessions held", "2"), ("Sessions cancelled", "0"), ("Seats", "1,250,000"), ("With headcount", "2"),
        ("People", "≥ 5,028"),
    ]  # fmt: skip
    assert "1,250,000" in pdf.text(report_files.to_pdf(report))
    with override("fr"):
        assert report_files.shown(5028) == "5\u00a0028"


def drawn(*counts) -> list[tuple[str, float]]:
    lines = [reports.Line(str(number), {"people": count}) for number, count in enumerate(counts)]
    total = reports.Line("Total", {"people": AtLeast(99)})
    table = reports.Table("country", "By country of origin", {"people": "people"}, lines, total)
    return [(bar["value"], bar["length"]) for bar in report_files.bars(table)]


def test_a_bar_on_paper_is_as_long_as_what_is_shown_and_what_is_hidden_has_none(english):
    assert drawn(40, 10, 0, AtLeast(20), Hidden.FEW, Hidden.MASKED, Hidden.LATER) == [
        ("40", 1.0), ("10", 0.25), ("0", 0.0), ("≥ 20", 0.5), ("< 5", 0.0), ("hidden", 0.0), ("not yet", 0.0),
    ]  # fmt: skip


def test_where_no_number_is_shown_nothing_is_drawn(english):
    assert [drawn(), drawn(0), drawn(Hidden.FEW, Hidden.MASKED)] == [[], [], []]


def test_the_bars_of_the_paper_say_the_numbers_of_the_table_and_no_other(report):
    (points,) = (table for table in report.tables if table.key == "point")
    shown = [(bar["label"], bar["value"], round(bar["length"], 3)) for bar in report_files.bars(points)]
    assert shown == [(HOSTILE, "22", 0.314), ("Rabat; «é», عربي", "70", 1.0)]


def test_what_is_hidden_is_said_under_the_numbers(report, empty):
    assert "fewer than five" in report_files.note(report)
    with override("en"):
        empty_report = reports.report(Period(date(2020, 1, 1), date(2020, 3, 31)))
        assert "fewer than five" not in report_files.note(empty_report)


def test_whose_people_are_not_in_it_yet_is_said(report, empty):
    later = " The people of a quarter are shown two weeks after its end (“not yet” until then)."
    assert later not in report_files.note(report)
    assert report_files.note(report._replace(people_until=date(2026, 9, 30))).endswith(
        later + " People are counted here until September 2026. " + report_files.note(report).partition("nobody. ")[2]
    )
    assert "until September" not in report_files.note(report._replace(people_until=None))
    assert later in report_files.note(report._replace(people_until=None))


def test_words_in_place_of_numbers(english):
    cells = [7, 0, None, AtLeast(7), Hidden.FEW, Hidden.MASKED, Hidden.LATER]
    assert [report_files.word(cell) for cell in cells] == [7, 0, "", "≥ 7", "< 5", "hidden", "not yet"]
