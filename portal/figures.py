"""FORAS in figures: what was typed from sources, and what the points counted, year by year (docs/adr/0010)."""

from collections.abc import Iterable
from typing import NamedTuple

from portal.models import Figure
from sessions_app.headcounts import Year


class FiguresOfYear(NamedTuple):
    """`counted` is None where nothing was counted, or a typed figure covers that year already."""

    year: int
    typed: list[Figure]
    counted: Year | None


def by_year(typed: Iterable[Figure], counted: Iterable[Year]) -> list[FiguresOfYear]:
    """The latest year first; within it the typed figures in their order. Nobody is counted twice."""
    typed = list(typed)
    free = {row.year: row for row in counted if not any(_covers(figure, row.year) for figure in typed)}
    years = {figure.year for figure in typed} | set(free)
    return [
        FiguresOfYear(year, [figure for figure in typed if figure.year == year], free.get(year))
        for year in sorted(years, reverse=True)
    ]


def _covers(figure: Figure, year: int) -> bool:
    """True when `figure` tells how many people came to FORAS in `year`, alone or among other years."""
    return figure.counts_from is not None and figure.counts_from <= year <= figure.year
