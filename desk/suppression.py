"""Small groups: what a table of people may show, so that nobody can work out a group of fewer than five.

A cell of one to four people shows FEW. Because rows and columns add up to totals that are shown, more is hidden: where
one part of a row is small, a second part of that row goes with it, or its whole breakdown where two columns do not do
for all rows of the table; and the same of other rows, the smallest first, until (a) what can be computed of the hidden
parts together is nobody or five and more, and (b) every small cell could as well be another number: one person more
here and one less there, in two rows and two columns, gives a table that shows the same. When no choice of rows does,
the whole breakdown goes from the table; as a last resort from the report.

All tables of a report count the same people, so they share their totals. `protect` is for one stretch of time that is
protected once and for all; a longer time is `added` up from what its parts show (docs/adr/0015).
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from sessions_app.headcounts import SMALLEST


class Hidden(StrEnum):
    """In place of a number. FEW: one to four. MASKED: nobody or five and more, or anything where nothing is FEW.

    LATER: not protected yet, so that not even its size may be guessed.
    """

    FEW = "few"
    MASKED = "masked"
    LATER = "later"


class AtLeast(int):
    """A sum of what is shown; what is hidden is not in it."""


Counts = Mapping[str, int]
Shown = dict[str, int | Hidden]


class Scheme(NamedTuple):
    """`whole`: the column of all people; `breakdowns`: groups of columns, each of which adds up to it."""

    whole: str
    breakdowns: tuple[tuple[str, ...], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (*(column for breakdown in self.breakdowns for column in breakdown), self.whole)


def protect(tables: Sequence[Sequence[Counts]], totals: Counts, scheme: Scheme) -> tuple[list[list[Shown]], Shown]:
    """What may be shown of each row of each table, and of the totals.

    A row that has the whole but not the breakdowns is fine: people by country of origin are not counted by sex.
    """
    if is_few(totals[scheme.whole]):
        hidden = dict.fromkeys(scheme.columns, Hidden.MASKED)
        shown = [[{name: hidden[name] for name in scheme.columns if name in row} for row in table] for table in tables]
        return shown, hidden | {scheme.whole: Hidden.FEW}
    kept = tuple(breakdown for breakdown in scheme.breakdowns if not any(is_few(totals[name]) for name in breakdown))
    while True:
        tried = [_Table(table, scheme.whole, kept) for table in tables]
        lost = {breakdown for table in tried for breakdown in table.lost}
        if not lost:
            break
        kept = tuple(breakdown for breakdown in kept if breakdown not in lost)
    dropped = {name for breakdown in scheme.breakdowns if breakdown not in kept for name in breakdown}
    masked = dict.fromkeys(dropped, Hidden.MASKED)
    return [[row | {n: h for n, h in masked.items() if n in row} for row in table.shown] for table in tried], {
        name: totals[name] for name in scheme.columns
    } | masked


def is_few(count: int) -> bool:
    """True for a group that nobody may see the number of."""
    return 0 < count < SMALLEST


def added(cells: Sequence[int | Hidden]) -> int | Hidden:
    """One cell for a longer time, from the cells of its parts as they are shown: nothing that they do not say.

    What comes LATER is left out of the sum, unless there is nothing else.
    """
    cells = [cell for cell in cells if cell is not Hidden.LATER] or [Hidden.LATER]
    hidden = [cell for cell in cells if isinstance(cell, Hidden)]
    known = sum(cell for cell in cells if not isinstance(cell, Hidden))
    if known and hidden:
        return AtLeast(known)
    if len(hidden) > 1:
        return Hidden.MASKED
    return hidden[0] if hidden else known


class _Table:
    """One table: `shown` by row, and `lost`, the breakdowns that it cannot protect at all."""

    def __init__(self, rows: Sequence[Counts], whole: str, breakdowns: Sequence[tuple[str, ...]]):
        self.rows, self.whole = rows, whole
        self.breakdowns = [breakdown for breakdown in breakdowns if rows and breakdown[0] in rows[0]]
        self.people = {number for number, row in enumerate(rows) if row[whole]}
        self.shown: list[Shown] = [dict(row) for row in rows]
        self.lost: set[tuple[str, ...]] = set()
        self.wholes: set[int] = set()  # rows whose whole is hidden
        wholes = self._chosen(self._small((whole,)), (whole,), self._wholes_are_safe)
        self.wholes = wholes or set()
        self._hide(wholes, (whole,))
        for breakdown in self.breakdowns:
            if wholes == set() and (pair := self._pair(breakdown)):
                self._hide(*pair)
                continue
            needed = self._small(breakdown) | (self.people if wholes is None else wholes)
            block = None if wholes is None else self._chosen(needed, breakdown, self._parts_are_safe)
            if block is None and not self._parts_are_safe(self.people, breakdown, _any):
                self.lost.add(breakdown)
            self._hide(block, breakdown)

    def _pair(self, breakdown: tuple[str, ...]) -> tuple[set[int], tuple[str, ...]] | None:
        """Rows and two columns to hide where the small cells stand in two columns only, and all wholes are shown.

        Of pairs that take as few rows, the one that leaves the first columns to be read.
        """
        small = {name for name in breakdown if self._small((name,))}
        pairs = [pair for pair in combinations(breakdown, 2) if small.issubset(pair)]
        tried = [(self._chosen(self._small(breakdown), pair, self._pair_is_safe), pair) for pair in reversed(pairs)]
        found = [(rows, pair) for rows, pair in tried if rows is not None]
        return min(found, key=lambda choice: len(choice[0]), default=None)

    def _small(self, columns: tuple[str, ...]) -> set[int]:
        return {number for number, row in enumerate(self.rows) if any(is_few(row[column]) for column in columns)}

    def _chosen(self, needed: set[int], columns: tuple[str, ...], are_safe: Callable) -> set[int] | None:
        """The rows whose `columns` to hide: those needed and as few others as will do; None when no choice does."""
        if not needed:
            return set()
        others = sorted(self.people - needed, key=lambda number: self.rows[number][self.whole])
        choices = (needed | set(others[:count]) for count in range(len(others) + 1))
        return next((choice for choice in choices if are_safe(choice, columns, _marked)), None)

    def _hide(self, chosen: set[int] | None, columns: tuple[str, ...]) -> None:
        """None: all rows, and nobody learns which cells are the small ones."""
        for number, row in enumerate(self.rows):
            if chosen is None or number in chosen:
                few = {column: Hidden.FEW for column in columns if chosen is not None and is_few(row[column])}
                self.shown[number] |= dict.fromkeys(columns, Hidden.MASKED) | few

    def _wholes_are_safe(self, chosen: set[int], columns: tuple[str, ...], may: Callable) -> bool:
        """Somebody of a small row could have been in another one, whatever the breakdown."""
        small = [row for row in chosen if is_few(self.rows[row][self.whole])]
        return self._sums_are_safe(chosen, columns) and all(
            any(self._moves(row, other, step, may) for other in chosen - {row} for step in (1, -1)) for row in small
        )

    def _moves(self, row: int, other: int, step: int, may: Callable, fixed: str = "") -> bool:
        """`fixed`: by way of that column of its breakdown."""
        here, there = self.rows[row], self.rows[other]
        groups = [(self.whole,), *self.breakdowns]
        if fixed:
            groups = [(fixed,), *(group for group in groups if fixed not in group)]
        return all(any(may(here[name], step) and may(there[name], -step) for name in group) for group in groups)

    def _parts_are_safe(self, chosen: set[int], columns: tuple[str, ...], may: Callable) -> bool:
        """Two rows and two columns, +1 −1 and −1 +1, leave every sum as it is; so do two rows with hidden wholes."""
        small = [(row, name) for row in chosen for name in columns if is_few(self.rows[row][name])]
        return self._sums_are_safe(chosen, columns) and all(
            any(
                self._turns(row, name, other, across, may)
                for other in chosen - {row}
                for across in columns
                if across != name
            )
            or any(
                self._moves(row, other, step, may, fixed=name)
                for other in self.wholes - {row}
                for step in (1, -1)
                if row in self.wholes
            )
            for row, name in small
        )

    def _pair_is_safe(self, chosen: set[int], columns: tuple[str, ...], may: Callable) -> bool:
        """What the shown columns of a row leave for the two is known as well."""
        sums = (sum(self.rows[row][name] for name in columns) for row in chosen)
        return not any(map(is_few, sums)) and self._parts_are_safe(chosen, columns, may)

    def _turns(self, row: int, name: str, other: int, across: str, may: Callable) -> bool:
        here, there = self.rows[row], self.rows[other]
        return any(
            may(here[name], step) and may(there[across], step) and may(here[across], -step) and may(there[name], -step)
            for step in (1, -1)
        )

    def _sums_are_safe(self, chosen: set[int], columns: tuple[str, ...]) -> bool:
        return not any(is_few(sum(self.rows[row][column] for row in chosen)) for column in columns)


def _marked(count: int, step: int) -> bool:
    """True when `count` could be `count + step` under the same mark."""
    return is_few(count + step) if is_few(count) else count + step >= SMALLEST


def _any(count: int, step: int) -> bool:
    """The same where all cells have one mark."""
    return count + step >= 0
