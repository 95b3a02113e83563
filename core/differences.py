"""What changed between two texts, word by word."""

import html
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

SAME, REMOVED, ADDED = "same", "removed", "added"
AROUND = 12  # words shown before and after a change; what is longer and did not change is left out
MOST = 4_000_000  # words of the one times words of the other, above which comparing them would keep a page waiting
_BLOCK = re.compile(r"</?(?:p|h[1-6]|ul|ol|li|blockquote|br)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\S+|\n")


class Piece(NamedTuple):
    """A run of words, and what became of it. `text` None stands for a long stretch that did not change."""

    kind: str
    text: str | None


def plain(rich: str) -> str:
    """Rich text as plain words, one block on each line; what is no rich text should not be given."""
    lines = html.unescape(_TAG.sub("", _BLOCK.sub("\n", rich))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def words(before: str, after: str) -> list[Piece]:
    """The runs of words that stayed, went and came, in the order to read them; [] when no word changed."""
    one, other = _words(before), _words(after)
    if one == other:
        return []
    return [piece for piece in _shortened(list(_pieces(one, other))) if piece.text != ""]


def _words(text: str) -> list[str]:
    """Words and line ends; line ends at the edges do not count."""
    return _WORD.findall("\n".join(line.strip() for line in text.strip().splitlines()))


def _pieces(one: list[str], other: list[str]) -> Iterator[Piece]:
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    yield Piece(SAME, _joined(one[:head]))
    yield from _changed(one[head : len(one) - tail], other[head : len(other) - tail])
    yield Piece(SAME, _joined(one[len(one) - tail :]))


def _changed(one: list[str], other: list[str]) -> Iterator[Piece]:
    if len(one) * len(other) > MOST:
        yield from (Piece(REMOVED, _joined(one)), Piece(ADDED, _joined(other)))
        return
    for tag, start, end, new_start, new_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(SAME, _joined(one[start:end]))
        else:
            yield from (Piece(REMOVED, _joined(one[start:end])), Piece(ADDED, _joined(other[new_start:new_end])))


def _common(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _joined(words: list[str]) -> str:
    return " ".join(words).replace(" \n ", "\n").replace("\n ", "\n").replace(" \n", "\n")


def _shortened(pieces: list[Piece]) -> Iterator[Piece]:
    """Of what stayed, only some words around each change."""
    for number, piece in enumerate(pieces):
        words = piece.text.split(" ")
        is_first, is_last = number == 0, number == len(pieces) - 1
        if piece.kind != SAME or len(words) <= 2 * AROUND + 4:
            yield piece
            continue
        before = [] if is_first else words[:AROUND]
        after = [] if is_last else words[-AROUND:]
        yield from (Piece(SAME, " ".join(before)), Piece(SAME, None), Piece(SAME, " ".join(after)))
