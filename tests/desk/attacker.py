"""Who collects every report and solves for what none of them shows."""

from collections import defaultdict

PRIME = 2**61 - 1  # sums are solved modulo this: as good as fractions, and quick


def determined(seen, parts):
    """The cells, as (part, table, row, column), that follow from the exact numbers by adding and subtracting.

    `seen`: of each report, the parts of time it is about and its cells by (table, row, column). `parts`: of each part
    of time, all its cells in the same way, of which only their names are used.
    """
    equations = [
        {(part, *cell): 1 for part in about if cell in parts[part]}
        for about, cells in seen
        for cell, value in cells.items()
        if type(value) is int
    ]
    for part, cells in parts.items():
        equations += [{(part, *cell): factor for cell, factor in sum_.items()} for sum_ in _sums(cells)]
    return {next(iter(row)) for row in _solved(equations) if len(row) == 1}


def followed(equations, sums):
    """The names of those `sums` (of each: factor by unknown) that follow from `equations` (factor by unknown)."""
    named = [{("sum", name): -1} | parts for name, parts in sums.items()]
    alone = [next(iter(row)) for row in _solved([*equations, *named]) if len(row) == 1]
    return {cell[1] for cell in alone if cell[0] == "sum"}


def _sums(cells):
    """What everybody knows of a table: rows add up to the total, and the parts of a breakdown to all people."""
    columns, rows = defaultdict(dict), defaultdict(set)
    for table, row, column in cells:
        columns[table, column][table, row, column] = -1 if row == "Total" else 1
        rows[table, row].add(column)
    found = list(columns.values())
    for (table, row), there in rows.items():
        for breakdown in (("women", "men", "minors"), ("good", "medium", "bad", "silent")):
            if there.issuperset(breakdown):
                found.append({(table, row, name): 1 for name in breakdown} | {(table, row, "people"): -1})
    totals = {table for table, row, _column in cells if row == "Total"}
    for table in totals - {"point"}:
        for name in rows[table, "Total"]:
            found.append({(table, "Total", name): 1, ("point", "Total", name): -1})
    return found


def _solved(equations):
    """The same equations, each cell that can be isolated in one row only."""
    pivots = {}
    for given in equations:
        row = dict(given)
        for cell in [cell for cell in row if cell in pivots]:
            _subtract(row, pivots[cell], row[cell])
        if not row:
            continue
        pivot = next(iter(row))
        inverse = pow(row[pivot], -1, PRIME)
        row = {cell: factor * inverse % PRIME for cell, factor in row.items()}
        for other in pivots.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        pivots[pivot] = row
    return pivots.values()


def _subtract(row, other, factor):
    for cell, number in other.items():
        left = (row.get(cell, 0) - factor * number) % PRIME
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)
