"""A page as a tree: what its tests ask of it."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

# html5lib is older than these; everything else it complains of is a fault.
KNOWN_TO_BE_FINE = set()


class Document:
    """One answer, parsed strictly; `errors` holds what the parser complained of."""

    def __init__(self, html: str):
        parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        self.html = html
        self.root = parser.parse(html)
        self.errors = [error for (_, error, _) in parser.errors if error not in KNOWN_TO_BE_FINE]

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.root.iter() if element.tag in tags]

    def one(self, tag: str) -> Element:
        (element,) = self.all(tag)
        return element

    def meta(self, name: str) -> list[str]:
        """The contents of the meta elements of that name or property."""
        return [e.get("content") for e in self.all("meta") if name in (e.get("name"), e.get("property"))]

    def links(self, rel: str) -> list[Element]:
        return [element for element in self.all("link") if element.get("rel") == rel]

    def alternates(self) -> dict[str, str]:
        return {link.get("hreflang"): link.get("href") for link in self.links("alternate")}

    def ids(self) -> list[str]:
        return [element.get("id") for element in self.root.iter() if element.get("id") is not None]

    def headings(self) -> list[int]:
        return [int(element.tag[1]) for element in self.all("h1", "h2", "h3", "h4", "h5", "h6")]


def texts_of(element: Element) -> list[str]:
    """The words of an element, one entry a text node, blanks squeezed."""
    return [squeezed for text in element.itertext() if (squeezed := " ".join(text.split()))]


def text_nodes(root: Element) -> Iterator[tuple[str, bool]]:
    """Every text node below `root` but scripts and styles, and whether an element says its language or direction."""
    yield from _nodes(root, marked=False)


def _nodes(element: Element, marked: bool) -> Iterator[tuple[str, bool]]:
    for text in (element.text,) if element.tag not in ("script", "style") else ():
        yield _squeezed(text), marked
    for child in element:
        own = child.tag == "bdi" or bool({"lang", "dir"} & set(child.attrib))
        yield from _nodes(child, marked or own)
        yield _squeezed(child.tail), marked


def _squeezed(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip()
