"""Small charts drawn by the server: a table whose rows each end in a bar, so that the numbers are there for everybody.

Nothing inline: lengths are attributes of the drawing, colours are classes (static/css/desk.css).
"""

from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import languages

LENGTH, HEIGHT = 100, 8  # of the drawing, in its own units; it is stretched to the width there is


class Bar(NamedTuple):
    """A number and its name. `tone` ends the class "bar-…"; `language` of the name where it is not the reader's.

    `word` stands in place of the number where it is not to be shown, or not alone.
    """

    label: str
    value: int
    tone: str = "plain"
    language: str = ""
    word: str = ""


class Drawn(NamedTuple):
    bar: Bar
    svg: SafeString

    @property
    def direction(self) -> str:
        return languages.direction(self.bar.language) if self.bar.language else ""


class Chart(NamedTuple):
    """Drawn by templates/desk/chart.html."""

    title: str
    label_head: str
    value_head: str
    rows: list[Drawn]


def chart(title: str, label_head: str, value_head: str, bars: list[Bar]) -> Chart:
    """The bars side by side, the largest as long as there is room. Values are counts: none is negative."""
    most = max((bar.value for bar in bars), default=0)
    return Chart(title, label_head, value_head, [Drawn(bar, svg(bar, most)) for bar in bars])


def svg(bar: Bar, most: int) -> SafeString:
    """One bar of a chart whose longest is `most`; it grows from where the reader's lines begin."""
    length = round(LENGTH * bar.value / most, 2) if most else 0
    start = LENGTH - length if languages.direction(languages.current()) == "rtl" else 0
    return format_html(
        '<svg class="bar bar-{}" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="track" width="{}" height="{}"></rect>'
        '<rect class="length" x="{}" width="{}" height="{}"></rect></svg>',
        bar.tone,
        LENGTH,
        HEIGHT,
        LENGTH,
        HEIGHT,
        f"{start:g}",
        f"{length:g}",
        HEIGHT,
    )
