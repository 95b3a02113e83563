"""XLIFF 1.2, the format that translators' tools share."""

import io
from collections.abc import Iterable

from django.utils.translation import gettext as _
from lxml import etree

from core import languages
from core.models import TranslationState
from desk import inline, markup
from desk.inline import Piece
from desk.packages import (
    ENTITIES,
    MOST_UNITS,
    TOO_BIG,
    TOO_MANY,
    UNREADABLE,
    Package,
    RefusedError,
    Returned,
    printable,
)
from desk.units import Unit

SPACE = "urn:oasis:names:tc:xliff:document:1.2"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
KEEP = {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
STATES = {
    TranslationState.MISSING: "needs-translation",
    TranslationState.OUTDATED: "needs-review-translation",
    TranslationState.IN_PROGRESS: "needs-translation",
    TranslationState.UP_TO_DATE: "translated",
}
MOST_OTHERS = 400_000  # elements and attributes; forty for each of ten thousand texts
MOST_MARKS = 100_000  # elements inside translations
MOST_MARKS_OF_A_TEXT = 5_000
DONE = {"translated", "signed-off", "final"}  # what tools write when a person has confirmed a translation
FIRST_KIND = {"g": "open", "bx": "open", "ex": "close", "x": "alone"}


def write(units: Iterable[Unit], language: str, mark: str) -> bytes:
    """The file; `mark` goes where every tool leaves it alone: the name of the original."""
    root = etree.Element(f"{{{SPACE}}}xliff", nsmap={None: SPACE}, version="1.2")
    file = _add(
        root,
        "file",
        {
            "original": mark,
            "source-language": languages.REFERENCE,
            "target-language": language,
            "datatype": "plaintext",
            "product-name": "FORAS",
        },
    )
    body = _add(file, "body")
    for unit in units:
        _write_unit(body, unit)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=False)


def read(content: bytes) -> Package:
    """What came back. Raises RefusedError for what is not XLIFF 1.2, and for a document type or entities of its own."""
    root = _parse(content)
    if root.tag != f"{{{SPACE}}}xliff" or root.get("version") != "1.2":
        raise RefusedError(_("This is XML, but not XLIFF 1.2."))
    files = root.findall(f"{{{SPACE}}}file")
    marks = {file.get("original", "") for file in files}
    if len(marks) != 1:
        raise RefusedError(_("This file joins several exports, or none. Send back one export at a time."))
    found = root.iter(f"{{{SPACE}}}trans-unit")
    units = [_returned(unit) for _number, unit in zip(range(MOST_UNITS + 1), found, strict=False)]
    if len(units) > MOST_UNITS:
        raise RefusedError(TOO_MANY % {"count": MOST_UNITS})
    return Package(marks.pop(), units)


def _parse(content: bytes) -> etree._Element:
    """Looked at first; then nothing is fetched or expanded, and the parser's own limits on depth and size stand."""
    _LookAtTexts(MOST_OTHERS).at(io.BytesIO(content))
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedError(UNREADABLE) from error
    if root.getroottree().docinfo.doctype:
        raise RefusedError(ENTITIES)
    return root


class _LookAtTexts(markup.Look):
    """Each mark in a text becomes pieces, which take more than the tree: they are counted once more."""

    target_depth = 0  # of the translation that is being read; 0 outside of one
    marks = marks_here = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        if self.target_depth:
            self.marks, self.marks_here = self.marks + 1, self.marks_here + 1
            if self.marks > MOST_MARKS or self.marks_here > MOST_MARKS_OF_A_TEXT:
                raise RefusedError(TOO_BIG)
        elif name == f"{SPACE} target":
            self.target_depth, self.marks_here = self.depth, 0

    def end(self, name: str) -> None:
        if self.depth == self.target_depth:
            self.target_depth = 0
        super().end(name)


def _write_unit(body: etree._Element, unit: Unit) -> None:
    attributes = {"id": str(unit.key), "resname": printable(f"{unit.what} · {unit.field}")} | KEEP
    if unit.limit:
        attributes |= {"maxwidth": str(unit.limit), "size-unit": "char"}
    element = _add(body, "trans-unit", attributes)
    french, translation = _both(unit)
    _fill(_add(element, "source", {LANG: languages.REFERENCE}), french)
    target = _add(element, "target", {LANG: unit.key.language, "state": STATES[unit.state]})
    _fill(target, translation)
    for note in _notes(unit):
        _add(element, "note", {"from": "FORAS"}).text = printable(note)
    if unit.previous:
        _write_previous(element, unit, translation)


def _write_previous(element: etree._Element, unit: Unit, translation: list[Piece]) -> None:
    """What the French said when the translation was made: tools show the two side by side."""
    before = _add(element, "alt-trans", {"alttranstype": "previous-version", "origin": "FORAS"})
    pieces = inline.table(unit.french, unit.previous)[2] if unit.rich else inline.lines(unit.previous)
    _fill(_add(before, "source", {LANG: languages.REFERENCE}), pieces)
    _fill(_add(before, "target", {LANG: unit.key.language}), translation)


def _both(unit: Unit) -> tuple[list[Piece], list[Piece]]:
    if unit.rich:
        return inline.table(unit.french, unit.translation)[1:]
    return inline.lines(unit.french), inline.lines(unit.translation)


def _notes(unit: Unit) -> list[str]:
    notes = [_("Text: %(what)s, %(field)s") % {"what": unit.what, "field": unit.field}]
    if unit.page:
        notes.append(_("Read on: %(address)s") % {"address": unit.page})
    if unit.link:
        notes.append(_("Mended at the desk: %(address)s") % {"address": unit.link})
    if unit.limit:
        notes.append(_("At most %(count)d characters.") % {"count": unit.limit})
    if unit.rich:
        notes.append(_("Rich text: every tag of the French must be in the translation."))
    return notes


def _add(parent: etree._Element, name: str, attributes: dict[str, str] | None = None) -> etree._Element:
    return etree.SubElement(parent, f"{{{SPACE}}}{name}", attributes or {})


def _fill(element: etree._Element, pieces: Iterable[Piece]) -> None:
    for kind, value in pieces:
        if kind == "text":
            _append_text(element, printable(value))
        elif kind == "close":
            element = element.getparent()
        elif kind == "open":
            element = _add(element, "g", {"id": value})
        else:
            _add(element, "x", {"id": value} | ({"ctype": "lb"} if value.startswith(inline.LINE) else {}))


def _append_text(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _returned(element: etree._Element) -> Returned:
    target = element.find(f"{{{SPACE}}}target")
    key = element.get("id", "")
    if target is None:
        return Returned(key)
    done = target.get("state") in DONE or element.get("approved") == "yes"
    return Returned(key, pieces=tuple(_pieces(target)), still_right=done, done=done)


def _pieces(element: etree._Element) -> Iterable[Piece]:
    """The content in order. `mrk` is how tools cut a text in sentences; `bx` and `ex` how they cut a tag."""
    if element.text:
        yield Piece("text", element.text)
    for child in element:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        number = child.get("rid") or child.get("id", "") if name in ("bx", "ex") else child.get("id", "")
        if name == "mrk":
            yield from _pieces(child)
        elif name:
            yield Piece(FIRST_KIND.get(name, "other"), number)
            if name == "g":
                yield from _pieces(child)
                yield Piece("close", number)
        if child.tail:
            yield Piece("text", child.tail)
