"""Workbooks: texts that stay texts, and archives that are looked at before they are opened."""

import io
import zipfile

import openpyxl
import pytest

from desk import sheets
from desk.packages import RefusedError

pytestmark = pytest.mark.usefixtures("english")
START = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "#N/A", "=")


def workbook(*values):
    book = openpyxl.Workbook()
    for number, value in enumerate(values, start=1):
        sheets.put(book.active, number, 1, value)
    return sheets.saved(book)


def archive(**members):
    return zipped(*(part for name, content in members.items() for part in (f"{name}.xml", content)))


def zipped(*names_and_contents):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in zip(names_and_contents[::2], names_and_contents[1::2], strict=True):
            file.writestr(name, content)
    return stream.getvalue()


def test_no_text_becomes_a_formula_and_each_comes_back():
    content = workbook(*START)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        xml = file.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert xml.count('t="inlineStr"') == len(START)
    assert [row[0] for row in sheets.rows(content, 1, 50)] == list(START)
    cells = [row[0] for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()]
    assert [cell.quotePrefix for cell in cells] == [text.startswith(sheets.START_OF_FORMULA) for text in START]


def test_characters_that_no_cell_holds_are_left_out():
    assert [row[0] for row in sheets.rows(workbook("a\x00\x0bb\ufffe"), 1, 5)] == ["ab"]


def test_a_formula_is_refused_wherever_it_stands():
    for place in ("A1", "C2", "Z9"):
        book = openpyxl.Workbook()
        book.active["A1"] = "texte"
        book.active[place] = '=HYPERLINK("http://example.org")'
        with pytest.raises(RefusedError, match=f"There is a formula in row {place[1]}"):
            list(sheets.rows(sheets.saved(book), 2, 50))


BOMB = archive(a=b"0" * 31_000_000)
BIG, NEITHER = "This file holds far more than any export", "This is neither"
SHEET, MAIN = "xl/worksheets/sheet1.xml", f'xmlns="{sheets.SPACE}"'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (BOMB, BIG),
        (archive(**{f"m{n}": "<a/>" for n in range(501)}), BIG),
        (archive(a='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "The file declares a document type or entities"),
        (archive(a='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")), "The file declares"),
        (archive(a="<a>" * 41 + "</a>" * 41), "This is neither"),
        (archive(a="<a>" + "<b/>" * 150_000 + "</a>"), BIG),
        (zipped(SHEET, f"<row {MAIN}>" + "<c/>" * 16_385 + "</row>"), BIG),
        (zipped(SHEET, f"<row {MAIN}>" + "<c/>" * 1_000_000 + "</row>"), BIG),
        (zipped(SHEET, f"<row {MAIN}><c>" + "<v/>" * 32_768 + "</c></row>"), BIG),
        (zipped("xl/sharedStrings.xml", f"<sst {MAIN}><si>" + "<t/>" * 32_768 + "</si></sst>"), BIG),
        (zipped(SHEET, f"<worksheet {MAIN}>" + "<t/>" * 150_000 + "</worksheet>"), BIG),  # in no row
        (zipped(SHEET, "<a>" + "<row/>" * 150_000 + "</a>"), BIG),  # of no namespace: openpyxl keeps them
        (zipped("xl/styles.xml", f"<row {MAIN}>" + "<t/>" * 150_000 + "</row>"), BIG),
        (
            zipped("[Content_Types].xml", f'<Types><Override PartName="/{SHEET}" ContentType="a.main+xml"/></Types>'),
            NEITHER,
        ),
        (zipped("xl/_rels/workbook.xml.rels", '<a><Relationship Type="a/chartsheet"/></a>'), NEITHER),
        (zipped("xl/worksheets/sheet1.dat", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "The file declares"),
        (zipped("xl/sheet", '\n<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")), "The file declares"),
        (zipped("xl/worksheets/sheet1.dat", "<a>" * 41 + "</a>" * 41), NEITHER),
        (archive(a="<a>" + "<b/>" * 80_000 + "</a>", b="<a>" + "<b/>" * 80_000 + "</a>"), BIG),
        (zipped("sheet.bin", "<a>" + "<b/>" * 250_000 + "</a>"), BIG),  # whatever it is called
        (archive(a="<a>"), "This is neither"),
        (archive(a="<a/>"), "This is neither"),  # an archive, but no workbook
        (b"PK\x03\x04" + b"\x00" * 100, "This is neither"),
        (workbook("texte")[:-200], "This is neither"),
    ],
)
def test_hostile_archives_are_refused(content, reason):
    with pytest.raises(RefusedError, match=reason):
        list(sheets.rows(content, 2, 50))
    assert len(BOMB) < 200_000


def test_a_sheet_of_many_texts_is_no_bomb():
    sheet = openpyxl.Workbook()
    for row in range(1, 3_001):
        for column in range(1, 11):
            sheets.put(sheet.active, row, column, f"texte {row}")
        sheet.active.cell(row, 10).hyperlink = "https://www.foras.ma/"
    assert len(list(sheets.rows(sheets.saved(sheet), 10, 20_000))) == 3_000


def test_what_is_no_markup_is_let_be():
    stream = io.BytesIO(workbook("texte"))
    with zipfile.ZipFile(stream, "a") as file:
        file.writestr("xl/printerSettings/printerSettings1.bin", b"\x00\x01\xff" * 500)
        file.writestr("docProps/thumbnail.jpeg", b"\xff\xd8\xff\xe0")
    assert [row[0] for row in sheets.rows(stream.getvalue(), 1, 5)] == ["texte"]


def test_openpyxl_reads_through_defusedxml():
    assert openpyxl.DEFUSEDXML


def test_a_directory_that_lies_about_a_size_gets_no_more_than_it_said():
    content = archive(a=b"<a>" + b" " * 5_000_000 + b"</a>")
    size = (5_000_007).to_bytes(4, "little")
    assert content.count(size) == 2
    with pytest.raises(RefusedError, match="This is neither"):
        list(sheets.rows(content.replace(size, (9).to_bytes(4, "little")), 2, 50))


def test_more_rows_than_wanted_are_refused():
    with pytest.raises(RefusedError, match="More than 3 texts"):
        list(sheets.rows(workbook("a", "b", "c", "d"), 1, 3))


@pytest.mark.parametrize(
    ("value", "text"), [(2026, "2026"), (2026.0, "2026"), (1.5, "1.5"), (None, ""), ("a\r\nb", "a\nb")]
)
def test_numbers_are_texts_again(value, text):
    assert sheets.as_text(value) == text
