"""Rich text inside a translator's tool: its tags as numbered marks, which come back as the tags they were.

Tools lock `<g id="1">…</g>` and `<x id="2"/>` of XLIFF and warn when one is lost; HTML written as text they cut at its
brackets or escape twice. So a mark holds a number and no more: what it stands for is looked up in the French, and a
file cannot bring in a tag or the address of a link.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

from core import richtext

VOID = {"br"}
BLOCKS = {"p", "ul", "ol", "li", "h3", "h4", "blockquote"}  # their place matters; a bold word may move
LINE = "lb"  # begins the number of a mark that stands for a line break of plain text


class Piece(NamedTuple):
    """`kind`: "text" (`value` is that), "open", "close" or "alone" (`value` is the mark's number), "other" (a tag)."""

    kind: str
    value: str


class Tag(NamedTuple):
    name: str
    attributes: tuple[tuple[str, str], ...] = ()


class TagError(ValueError):
    """The marks do not make a text: one is unknown, stands twice, or is not closed."""


Table = dict[str, Tag]


def table(french: str, translation: str = "") -> tuple[Table, list[Piece], list[Piece]]:
    """Tags by number, and both rich texts in pieces.

    The French counts its tags from 1; a tag of the translation has the number of the same tag of the French, and what
    the French lacks is counted on.
    """
    tags: Table = {}
    return tags, _numbered(french, tags, []), _numbered(translation, tags, list(tags))


def to_html(pieces: Iterable[Piece], tags: Table) -> str:
    """The rich text, not cleaned yet. Raises TagError."""
    html, opened, used = [], [], set()
    for kind, value in pieces:
        if kind == "text":
            html.append(escape(value, quote=False))
        elif kind == "close":
            if not opened or opened.pop() != value:
                raise TagError
            html.append(f"</{tags[value].name}>")
        else:
            html.append(_opening(kind, value, tags, used))
            if kind == "open":
                opened.append(value)
    if opened:
        raise TagError
    return "".join(html)


def lines(text: str) -> list[Piece]:
    """A plain text in pieces: a tool must not run its lines together."""
    found = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n")):
        if number:
            found.append(Piece("alone", f"{LINE}{number}"))
        if line:
            found.append(Piece("text", line))
    return found


def to_plain(pieces: Iterable[Piece]) -> str:
    """The plain text. Raises TagError when it holds more than line breaks."""
    pieces = list(pieces)
    if any(kind != "text" and not (kind == "alone" and value.startswith(LINE)) for kind, value in pieces):
        raise TagError
    return "".join(value if kind == "text" else "\n" for kind, value in pieces)


def tags_of(html: str) -> Counter:
    """What must come back: each tag with its attributes, a block also with the tag around it."""
    found, around = Counter(), [""]
    for kind, value in _events(html):
        if kind == "close":
            around.pop()
        elif kind != "text":
            found[value, around[-1] if value.name in BLOCKS else ""] += 1
            if kind == "open":
                around.append(value.name)
    return found


def _opening(kind: str, number: str, tags: Table, used: set[str]) -> str:
    tag = tags.get(number) if kind in ("open", "alone") else None
    if tag is None or number in used or (kind == "alone") != (tag.name in VOID):
        raise TagError
    used.add(number)
    attributes = "".join(f' {name}="{escape(text)}"' for name, text in tag.attributes)
    return f"<{tag.name}{attributes}>"


def _numbered(html: str, tags: Table, free: list[str]) -> list[Piece]:
    """The text in pieces; tags that no number of `free` stands for are added to `tags`."""
    pieces, opened = [], []
    for kind, value in _events(html):
        if kind == "text":
            pieces.append(Piece(kind, value))
        elif kind == "close":
            pieces.append(Piece(kind, opened.pop()))
        else:
            number = next((number for number in free if tags[number] == value), "")
            if number:
                free.remove(number)
            else:
                number = str(len(tags) + 1)
                tags[number] = value
            pieces.append(Piece(kind, number))
            if kind == "open":
                opened.append(number)
    return pieces


def _events(html: str) -> Iterator[tuple[str, str | Tag]]:
    """ "text", "open", "alone" and "close" in order. Cleaned first, and so well-formed."""
    reader = _Reader(convert_charrefs=True)
    reader.feed(richtext.clean(html))
    reader.close()
    return iter(reader.found)


class _Reader(HTMLParser):
    def __init__(self, **options):
        super().__init__(**options)
        self.found: list[tuple[str, str | Tag]] = []

    def handle_starttag(self, tag, attrs):
        kind = "alone" if tag in VOID else "open"
        self.found.append((kind, Tag(tag, tuple((name, value or "") for name, value in attrs))))

    def handle_endtag(self, tag):
        self.found.append(("close", tag))

    def handle_data(self, data):
        self.found.append(("text", data))
