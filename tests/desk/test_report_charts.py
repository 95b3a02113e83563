"""Bars: as long as their numbers, mirrored for Arabic, none for what is hidden."""

from desk.report_charts import ROOM_FOR_NUMBER, WIDTH, chart
from desk.reports import Line, Table
from desk.suppression import Hidden


def table(*values):
    lines = [Line(f"ligne {number}", {"people": value}) for number, value in enumerate(values)]
    return Table("point", "By point", {"people": "people"}, lines, Line("Total", {"people": 0}))


def test_the_longest_bar_leaves_room_for_its_number():
    found = chart(table(50, 100, 0, Hidden.FEW), "people", rtl=False)
    longest = WIDTH - ROOM_FOR_NUMBER
    assert [bar.width for bar in found.bars] == [longest / 2, longest, 0, 0]
    assert [bar.bar_x for bar in found.bars] == [0, 0, 0, 0]
    assert [bar.number_x for bar in found.bars] == [longest / 2 + 8, longest + 8, 0, 0]
    assert [bar.value for bar in found.bars] == [50, 100, 0, Hidden.FEW]
    assert found.bars[-1].bar_y + found.bar <= found.height


def test_from_the_right_it_is_the_mirror_image():
    left, right = (chart(table(50, 100, 0), "people", rtl=rtl).bars for rtl in (False, True))
    assert [bar.bar_x + bar.width for bar in right] == [WIDTH - bar.bar_x for bar in left]
    assert [bar.number_x for bar in right] == [WIDTH - bar.number_x for bar in left]


def test_nothing_but_hidden_numbers_is_no_division_by_zero():
    assert [bar.width for bar in chart(table(Hidden.FEW, 0), "people", rtl=False).bars] == [0, 0]
