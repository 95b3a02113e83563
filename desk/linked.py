"""Rows of different tables that count the same people: what a reader works out from all of them together.

The programme is public: everybody knows which session was held when, where and about what. So a month, a point and a
module are sums of the same unknown numbers, those of the sessions of one month, point and module (an atom), and "all
but Rabat and June" may be a small April. `unlinked` hides more of tables that `desk.suppression` has protected one by
one, until no small group follows from them by adding and subtracting: none of a row, of an atom, or of rows of two
tables crossed (docs/adr/0015).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import NamedTuple

from desk.suppression import Counts, Hidden, Scheme, Shown, is_few

Table = Mapping[object, Shown]  # by the key of the row
Atoms = Mapping[tuple, Counts]  # by their keys in all tables, in the order of the tables
Vector = dict[int, int]  # factors by the number of the unknown
PRIME = 2**61 - 1  # sums are solved modulo this: as good as fractions, and quick


class People(NamedTuple):
    """What is shown of the people of one stretch of time, by table, and what is true of their atoms."""

    tables: dict[str, Table]
    total: Shown
    atoms: Atoms
    scheme: Scheme

    def without(self, table: str, columns: Iterable[str]) -> "People":
        hidden = dict.fromkeys(columns, Hidden.MASKED)
        return self._replace(
            tables=self.tables | {table: {key: row | hidden for key, row in self.tables[table].items()}}
        )

    def shows(self, table: str, columns: Iterable[str]) -> bool:
        return any(_is_number(row[name]) for row in self.tables[table].values() for name in columns)

    def betrays(self) -> set[str]:
        """The columns in which a small group follows from what is shown."""
        columns = self.scheme.columns
        small = [(group, name) for group in self._groups() for name in columns if is_few(self._count(group, name))]
        known = _Span(self._equations() if small else ())
        return {name for group, name in small if known.holds(self._sum(group, name))}

    def _groups(self) -> list[list[tuple]]:
        """Of atoms: the rows, the rows of two tables crossed, and each by itself."""
        places = range(len(self.tables))
        crossed = chain.from_iterable(combinations(places, count + 1) for count in places)
        found = defaultdict(list)
        for chosen in crossed:
            for atom in self.atoms:
                found[chosen, tuple(atom[place] for place in chosen)].append(atom)
        return list(found.values())

    def _count(self, group: Iterable[tuple], name: str) -> int:
        return sum(self.atoms[atom][name] for atom in group)

    def _equations(self) -> Iterator[Vector]:
        """What the numbers say; where a row says nobody, so do its atoms."""
        rows = [([atom for atom in self.atoms if atom[place] == key], row)
                for place, table in enumerate(self.tables.values()) for key, row in table.items()]  # fmt: skip
        for group, row in [(list(self.atoms), self.total), *rows]:
            for name in self.scheme.columns:
                if _is_number(row[name]):
                    yield self._sum(group, name)
                    yield from (self._sum([atom], name) for atom in group if row[name] == 0)

    def _sum(self, group: Iterable[tuple], name: str) -> Vector:
        """The last part of a breakdown is all people without the other parts."""
        numbers = {atom: number for number, atom in enumerate(self.atoms)}
        parts = {name: 1}
        for *others, last in self.scheme.breakdowns:
            if name == last:
                parts = {self.scheme.whole: 1} | dict.fromkeys(others, -1)
        places = {self.scheme.columns.index(part) * len(numbers): factor for part, factor in parts.items()}
        return {place + numbers[atom]: factor for place, factor in places.items() for atom in group}


class _Span:
    """Everything that follows from equations by adding and subtracting."""

    def __init__(self, equations: Iterable[Vector]):
        self._rows: dict[int, Vector] = {}  # by their first unknown, whose factor is 1
        for equation in equations:
            if rest := self._rest(equation):
                inverse = pow(rest[min(rest)], -1, PRIME)
                self._rows[min(rest)] = {unknown: factor * inverse % PRIME for unknown, factor in rest.items()}

    def holds(self, vector: Vector) -> bool:
        return not self._rest(vector)

    def _rest(self, vector: Vector) -> Vector:
        """What is left of `vector` once each row that begins with its first unknown has been taken away."""
        rest = dict(vector)
        while rest and (first := min(rest)) in self._rows:
            factor = rest[first]
            for unknown, other in self._rows[first].items():
                rest[unknown] = (rest.get(unknown, 0) - factor * other) % PRIME
                if not rest[unknown]:
                    del rest[unknown]
        return rest


def unlinked(people: People, first: Sequence[str]) -> People:
    """The same with as much hidden as it takes; `first`: the order in which tables lose something.

    A breakdown goes from one table, the first that suffices; where all people give a group away, all columns do. The
    totals stay: they say nothing of a part, and small ones were hidden before.
    """
    whole, breakdowns = people.scheme.whole, people.scheme.breakdowns
    while given := people.betrays():
        levels = [
            *(part for part in breakdowns if whole not in given and given.intersection(part)),
            people.scheme.columns,
        ]
        level, open_ = next(
            (level, shown) for level in levels if (shown := [t for t in first if people.shows(t, level)])
        )
        tried = [people.without(table, level) for table in open_]
        people = next((one for one in tried if not given & one.betrays()), tried[0])
    return people


def _is_number(cell: int | Hidden) -> bool:
    return not isinstance(cell, Hidden)
