"""What a translator does with a file, for the tests: reads it, fills it in, sends it back."""

import io
import re

import openpyxl
from lxml import etree

from desk import spreadsheet, units, xliff
from desk.units import Choice

SPACE = "{urn:oasis:names:tc:xliff:document:1.2}"
ORIGIN = "https://www.foras.ma"
WRITERS = {"xliff": xliff, "xlsx": spreadsheet}


def exported(language: str, kind: str, user, **choice) -> bytes:
    """The file as somebody downloads it."""
    found = units.collect(Choice(language, **choice), user, ORIGIN)
    return WRITERS[kind].write(found, language, units.mark(language))


def returned(content: bytes, changes: dict[str, str], still_right=()) -> bytes:
    """The file with other translations: by the beginning of a key, a text (XLIFF: with its marks as XML)."""
    return (_sheet if content.startswith(b"PK") else _xliff)(content, changes, still_right)


def _xliff(content, changes, still_right):
    root = etree.fromstring(content)
    for unit in root.iter(f"{SPACE}trans-unit"):
        key, target = unit.get("id"), unit.find(f"{SPACE}target")
        for start, text in changes.items():
            if key.startswith(start):
                new = etree.fromstring(f'<target xmlns="{SPACE[1:-1]}">{text}</target>')
                new.set("state", "translated")
                unit.replace(target, new)
        if key.startswith(tuple(still_right)):
            target.set("state", "final")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _sheet(content, changes, still_right):
    book = openpyxl.load_workbook(io.BytesIO(content))
    for line in book.active.iter_rows(min_row=2):
        for start, text in changes.items():
            if line[0].value.startswith(start):
                line[5].value = text
                line[5].data_type = "s"
        if line[0].value.startswith(tuple(still_right)):
            line[6].value = "x"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def keys(content: bytes) -> list[str]:
    return list(french(content))


def french(content: bytes) -> dict[str, str]:
    """Key → the French as the translator has it: text, HTML in a sheet, marks in XLIFF."""
    if not content.startswith(b"PK"):
        return sources(content)
    lines = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2, values_only=True)
    return {line[0]: line[4] for line in lines}


def with_words(markup: str, words: str) -> str:
    """The same tags with other words between them."""
    return re.sub(r"(?<=>)[^<>]*[^<>\s][^<>]*(?=<)", words, markup)


def renamed(content: bytes, key: str) -> bytes:
    """The file with another key at its first text."""
    if not content.startswith(b"PK"):
        root = etree.fromstring(content)
        next(root.iter(f"{SPACE}trans-unit")).set("id", key)
        return etree.tostring(root)
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active["A2"] = key
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def plain(pieces_xml: str) -> str:
    """The inner XML of a source, its declarations of namespace taken off."""
    return re.sub(r' xmlns="[^"]*"', "", pieces_xml)


def sources(content: bytes) -> dict[str, str]:
    """Key → the French with its marks as XML."""
    found = {}
    for unit in etree.fromstring(content).iter(f"{SPACE}trans-unit"):
        text = etree.tostring(unit.find(f"{SPACE}source"), encoding="unicode", with_tail=False)
        found[unit.get("id")] = plain(re.sub(r"^<source[^>]*?(/>|>)|</source>$", "", text))
    return found


def snapshot() -> dict[str, str]:
    """Every translated column of every row, as stored."""
    from core import languages, translated

    found = {}
    for model in units.translated_models():
        columns = [f"{field}_{code}" for field in translated.fields(model) for code in languages.CODES]
        for row in model._base_manager.values("pk", *columns):
            found |= {f"{model._meta.label_lower}.{row['pk']}.{column}": row[column] for column in columns}
    return found
