"""Bars, drawn on the server as SVG: the numbers stand in the table beside them, and in the bars' own labels."""

from typing import NamedTuple

from desk.reports import Table
from desk.suppression import Hidden

WIDTH = 640  # user units; the stylesheet makes it as wide as there is room
ROW = 40
BAR = 14
ROOM_FOR_NUMBER = 90


class Bar(NamedTuple):
    """One line of a chart. `x` is the side where the text begins; `value` a number or a mark."""

    label: str
    value: int | Hidden
    y: int
    bar_y: int
    bar_x: float
    width: float
    number_x: float


class Chart(NamedTuple):
    """Bars one below another, mirrored where the text runs from the right."""

    width: int
    height: int
    start: int
    anchor_y: int
    bar: int
    bars: list[Bar]


def chart(table: Table, column: str, *, rtl: bool) -> Chart:
    """The numbers of one column; what is hidden has no bar and keeps its mark."""
    values = [line.values[column] for line in table.lines]
    most = max((value for value in values if not isinstance(value, Hidden)), default=0) or 1
    bars = [
        _bar(number, line.label, value, most, rtl)
        for number, (line, value) in enumerate(zip(table.lines, values, strict=True))
    ]
    return Chart(WIDTH, ROW * len(bars) + 4, WIDTH if rtl else 0, 0, BAR, bars)


def _bar(number: int, label: str, value: int | Hidden, most: int, rtl: bool) -> Bar:
    length = 0 if isinstance(value, Hidden) else round(value / most * (WIDTH - ROOM_FOR_NUMBER), 1)
    gap = 8 if length else 0
    return Bar(
        label,
        value,
        y=number * ROW + 14,
        bar_y=number * ROW + 20,
        bar_x=WIDTH - length if rtl else 0,
        width=length,
        number_x=WIDTH - length - gap if rtl else length + gap,
    )
