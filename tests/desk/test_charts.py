"""Bars: their lengths, their side, and nothing but attributes."""

import re
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from desk.charts import Bar, chart, svg


def lengths(drawn):
    root = ElementTree.fromstring(drawn.svg)
    return [(rect.get("class"), rect.get("x"), rect.get("width")) for rect in root]


def test_the_largest_is_as_long_as_there_is_room_and_the_others_in_proportion():
    rows = chart("Textes", "État", "Textes", [Bar("a", 8), Bar("b", 2), Bar("c", 0)]).rows
    assert [lengths(row)[1] for row in rows] == [("length", "0", "100"), ("length", "0", "25"), ("length", "0", "0")]
    assert lengths(rows[0])[0] == ("track", None, "100")


def test_in_arabic_it_grows_from_the_right():
    with translation.override("ar"):
        rows = chart("", "", "", [Bar("a", 8), Bar("b", 2)]).rows
    assert [lengths(row)[1][1:] for row in rows] == [("0", "100"), ("75", "25")]


@pytest.mark.parametrize("values", [[], [0], [0, 0]])
def test_nothing_to_draw_is_no_error(values):
    assert [lengths(row)[1][2] for row in chart("", "", "", [Bar("a", n) for n in values]).rows] == ["0"] * len(values)


def test_a_tone_is_a_class_and_cannot_be_markup():
    assert 'class="bar bar-review"' in svg(Bar("a", 1, "review"), 1)
    assert "<script>" not in svg(Bar("a", 1, '"><script>'), 1)
    assert "style" not in svg(Bar("a", 1), 1)


def test_a_word_stands_in_place_of_the_number():
    drawn = chart("", "", "", [Bar("a", 0, word="< 5"), Bar("b", 3)])
    html = render_to_string("desk/chart.html", {"chart": drawn})
    assert re.findall(r'<td class="number">(.*?)</td>', html) == ["<bdi>&lt; 5</bdi>", "3"]


def test_a_name_in_another_language_has_its_own_direction():
    drawn = chart("", "", "", [Bar("العربية", 1, language="ar"), Bar("Brouillon", 1)]).rows
    assert [row.direction for row in drawn] == ["rtl", ""]
