"""What changed between two texts: sentence by sentence, and word by word within the sentences that changed."""

import html
import re
from collections.abc import Hashable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

SAME, REMOVED, ADDED = "same", "removed", "added"
AROUND = 12  # words shown before and after a change; what is longer and did not change is left out
# Parts of the one times parts of the other, above which they are shown one after the other: some 20 ms of work, so that
# no text keeps a page waiting. Two paragraphs of 300 words are compared word by word.
MOST = 100_000
_TAG = re.compile(r"<(/?)(\w*+)([^<>]*+)>")
_HREF = re.compile(r'\bhref="([^"]*)"')
_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "br"}
_WORD = re.compile(r"\S+|\n")
_ENDS = (".", "!", "?", "؟", ":", "\n")  # of a sentence

Op = tuple[str, Hashable]  # what became of a part, and the part


class Piece(NamedTuple):
    """A run of words, and what became of it. `text` None stands for a long stretch that did not change."""

    kind: str
    text: str | None


def plain(rich: str) -> str:
    """Rich text as plain words, one block on each line, the address of a link behind its words.

    What is no rich text should not be given.
    """
    lines = html.unescape(_TAG.sub(_Told(), rich)).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


class _Told:
    """What stands for each tag of a text, in their order."""

    address = ""

    def __call__(self, tag: re.Match) -> str:
        closes, name, attributes = tag.groups()
        if name.lower() in _BLOCKS:
            return "\n"
        if name.lower() != "a":
            return ""
        told = f" ({self.address})" if closes and self.address else ""
        self.address = "" if closes or not (href := _HREF.search(attributes)) else href[1]
        return told


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
    """Runs; where words went and others came, those that went stand first."""
    for is_same, run in groupby(_by_word(one, other), lambda op: op[0] == SAME):
        ops = list(run)
        for kind in (SAME,) if is_same else (REMOVED, ADDED):
            if text := _joined([word for what, word in ops if what == kind]):
                yield Piece(kind, text)


def _by_word(one: list[str], other: list[str]) -> Iterator[Op]:
    """What became of each word: compared within the runs of sentences that changed, as far as there is time."""
    by_sentence = [
        (is_same, list(run))
        for is_same, run in groupby(_compared(_sentences(one), _sentences(other)), lambda op: op[0] == SAME)
    ]
    left = MOST
    for is_same, run in by_sentence:
        if is_same:
            yield from ((SAME, word) for _kind, sentence in run for word in sentence)
            continue
        gone, come = (
            [word for kind, sentence in run if kind == wanted for word in sentence] for wanted in (REMOVED, ADDED)
        )
        yield from _compared(gone, come, left)
        left = max(0, left - len(gone) * len(come))


def _sentences(words: list[str]) -> list[tuple[str, ...]]:
    found, begun = [], []
    for word in words:
        begun.append(word)
        if word.endswith(_ENDS):
            found.append(tuple(begun))
            begun = []
    return [*found, tuple(begun)] if begun else found


def _compared(one: Sequence[Hashable], other: Sequence[Hashable], most: int = MOST) -> Iterator[Op]:
    """What became of each part, with as many as possible that stayed; none between the edges when there are too many.

    A table of `one` times `other`, not difflib: that takes the cube of it for a text that repeats itself.
    """
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    gone, come = one[head : len(one) - tail], other[head : len(other) - tail]
    yield from ((SAME, part) for part in one[:head])
    if len(gone) * len(come) > most:
        yield from ((REMOVED, part) for part in gone)
        yield from ((ADDED, part) for part in come)
    else:
        yield from _aligned(gone, come)
    yield from ((SAME, part) for part in one[len(one) - tail :])


def _aligned(one: Sequence[Hashable], other: Sequence[Hashable]) -> Iterator[Op]:
    table, row, column = _table(one, other), 0, 0
    while row < len(one) and column < len(other):
        if one[row] == other[column]:
            yield SAME, one[row]
            row, column = row + 1, column + 1
        elif table[row + 1][column] > table[row][column + 1]:
            yield REMOVED, one[row]
            row += 1
        else:
            yield ADDED, other[column]
            column += 1
    yield from ((REMOVED, part) for part in one[row:])
    yield from ((ADDED, part) for part in other[column:])


def _table(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[list[int]]:
    """At [n][m]: how many parts of `one` from n on can stay, in their order, among those of `other` from m on."""
    table = [[0] * (len(other) + 1)]
    for part in reversed(one):
        below, line, best = table[-1], [0] * (len(other) + 1), 0
        for m in range(len(other) - 1, -1, -1):
            best = below[m + 1] + 1 if part == other[m] else max(best, below[m])
            line[m] = best
        table.append(line)
    return table[::-1]


def _common(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """How many parts both begin with."""
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
