"""XLIFF 1.2 as tools expect it, and hostile XML."""

import pytest
from lxml import etree

from desk import units, xliff
from desk.inline import Piece
from desk.packages import RefusedError
from tests import rows
from tests.desk import exports

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HEAD = f'<xliff xmlns="{xliff.SPACE}" version="1.2"><file original="m"><body>'
FOOT = "</body></file></xliff>"


def read_target(xml):
    unit = f'<trans-unit id="k"><source>x</source><target>{xml}</target></trans-unit>'
    return list(xliff.read(f"{HEAD}{unit}{FOOT}".encode()).units[0].pieces)


def test_a_file_as_a_tool_opens_it(editor, empty):
    row = rows.section(
        title_fr="Se loger", title_ar="السكن", body_fr="<p>Un <em>mot</em></p>", in_brief_fr="Un.\nDeux."
    )
    row.title_fr = "Trouver\x0b un logement"
    row.save()
    root = etree.fromstring(exports.exported("ar", "xliff", editor, app="countries"))
    file = root[0]
    assert (root.get("version"), file.get("source-language"), file.get("target-language")) == ("1.2", "fr", "ar")
    assert units.language_of(file.get("original")) == "ar"
    found = {unit.get("id").split(".")[3]: unit for unit in root.iter(f"{exports.SPACE}trans-unit")}
    title, body, brief = (found[name] for name in ("title", "body", "in_brief"))
    assert (title.get("maxwidth"), title.get("size-unit"), body.get("maxwidth")) == ("150", "char", None)
    assert [child.tag.removeprefix(exports.SPACE) for child in title] == [
        "source", "target", "note", "note", "note", "note", "alt-trans",
    ]  # fmt: skip
    assert [(t.find(f"{exports.SPACE}target").get("state")) for t in (title, body)] == [
        "needs-review-translation",
        "needs-translation",
    ]
    before = title.find(f"{exports.SPACE}alt-trans")
    assert [child.text for child in before] == ["Se loger", "السكن"]
    assert title[0].text == "Trouver un logement"
    lines = etree.tostring(brief[0], encoding="unicode")
    assert lines.endswith('>Un.<x id="lb1" ctype="lb"/>Deux.</source>')
    assert "Rich text: every tag of the French must be in the translation." in [note.text for note in body]


def test_sentences_and_cut_tags_of_tools_are_put_together():
    first, second = '<bx id="1"/>b', 'c<ex id="2" rid="1"/>'
    assert read_target(f'<mrk mtype="seg" mid="0">a {first}</mrk><mrk mtype="seg" mid="1">{second}</mrk>') == [
        Piece("text", "a "), Piece("open", "1"), Piece("text", "b"), Piece("text", "c"), Piece("close", "1"),
    ]  # fmt: skip
    assert read_target("a<!-- b --><?c d?>e") == [Piece("text", "ae")]
    assert read_target('<ph id="1">&lt;b></ph>') == [Piece("other", "1")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PKnothing", None),
        (b"hello", "This is neither"),
        (b"<html/>", "This is XML, but not XLIFF 1.2."),
        (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0"/>', "This is XML, but not XLIFF 1.2."),
        (HEAD.encode(), "This is neither"),
        (b"\xff\xfe\x00", "This is neither"),
        (f"<!DOCTYPE xliff>{HEAD}{FOOT}".encode(), "The file declares"),
        (f"{HEAD}</body></file><file original='n'/></xliff>".encode(), "This file joins several exports"),
        (f'<xliff xmlns="{xliff.SPACE}" version="1.2"/>'.encode(), "This file joins several exports, or none"),
        (("<a>" * 100_000).encode(), "This is neither"),
        (f"{HEAD}{'<group>' * 300}{'</group>' * 300}{FOOT}".encode(), "This is neither"),
    ],
)
def test_what_is_no_xliff(content, reason):
    if reason is None:
        reason = "This is neither"
    with pytest.raises(RefusedError, match=reason):
        xliff.read(content)


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "declaration",
    [
        f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>',
        '<!DOCTYPE x [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a11 SYSTEM "http://127.0.0.1:9/">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_and_never_opened(declaration, encoding):
    xml = f'{declaration}{HEAD}<trans-unit id="k"><source/><target>&a11;</target></trans-unit>{FOOT}'
    content = f'<?xml version="1.0" encoding="{encoding}"?>{xml}'.encode(encoding)
    with pytest.raises(RefusedError):
        xliff.read(content)


def test_more_texts_than_any_site_has_are_refused():
    unit = '<trans-unit id="k"/>'
    with pytest.raises(RefusedError, match="More than 20000 texts"):
        xliff.read(f"{HEAD}{unit * 20_001}{FOOT}".encode())


def test_elements_that_would_fill_the_memory_are_refused_before_anything_is_built():
    with pytest.raises(RefusedError, match="This file holds far more than any export"):
        xliff.read(f"{HEAD}{'<a/>' * 1_000_000}{FOOT}".encode())


@pytest.mark.parametrize(
    ("marks", "units", "refused"),
    [(5_000, 1, False), (5_001, 1, True), (4_000, 25, False), (4_000, 26, True)],
)
def test_the_marks_of_a_text_and_of_all_texts_are_counted(marks, units, refused):
    unit = f'<trans-unit id="k"><target>{"<g/>a" * marks}</target></trans-unit>'
    content = f"{HEAD}{unit * units}{FOOT}".encode()
    if refused:
        with pytest.raises(RefusedError, match="This file holds far more than any export"):
            xliff.read(content)
    else:
        assert len(xliff.read(content).units) == units
