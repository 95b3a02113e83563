"""A look at XML from outside before anything builds a tree of it: how much, how deep, and no document type.

An element of four bytes takes a hundred or more in a tree: a file of 24 kB, unpacked, took 422 MB of the server.
"""

from typing import BinaryIO
from xml.parsers import expat

from desk.packages import ENTITIES, TOO_BIG, UNREADABLE, RefusedError

MOST = 1_000_000  # elements and attributes; a text has about sixty in a spreadsheet and forty in XLIFF
DEEPEST = 250  # elements inside each other; lxml goes no deeper
LONGEST_TAG = 1_000_000  # bytes, its attributes included
_CHUNK = 65_536


class NoMarkupError(RefusedError):
    """This is not XML."""


class Look:
    """Looks at the parts of one file, and counts what all of them hold.

    Of elements that are not `is_cheap`, and their attributes, `most_others` are let in. The name of an element is its
    namespace, a space, and its local name; without a namespace, that alone.
    """

    def __init__(self, most_others: int = MOST, deepest: int = DEEPEST):
        self.most_others, self.deepest = most_others, deepest
        self.found = self.others = self.depth = 0

    def at(self, stream: BinaryIO) -> None:
        """One part. Raises RefusedError."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.StartNamespaceDeclHandler = lambda _prefix, _namespace: self.count(1, cheap=False)
        parser.StartDoctypeDeclHandler = _refuse_doctype
        fed = self.depth = 0
        try:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > LONGEST_TAG:
                    raise RefusedError(TOO_BIG)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise NoMarkupError(UNREADABLE) from error

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Raises RefusedError as soon as it is too much."""
        self.depth += 1
        if self.depth > self.deepest:
            raise RefusedError(UNREADABLE)
        self.count(1 + len(attributes), cheap=self.is_cheap(name))

    def count(self, number: int, *, cheap: bool) -> None:
        """Raises RefusedError as soon as it is too much."""
        self.found += number
        self.others += 0 if cheap else number
        if self.found > MOST or self.others > self.most_others:
            raise RefusedError(TOO_BIG)

    def is_cheap(self, _name: str) -> bool:
        """True for an element that whoever reads the file forgets at once."""
        return False

    def end(self, _name: str) -> None:
        self.depth -= 1


def _refuse_doctype(*_declaration: object) -> None:
    raise RefusedError(ENTITIES)
