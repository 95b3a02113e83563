"""What changed between two texts, in words."""

import pytest

from core import changes
from core.changes import Change


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("un deux", "un deux", [Change("kept", "un deux")]),
        ("", "un", [Change("added", "un")]),
        ("un", "", [Change("removed", "un")]),
        ("un deux", "un trois", [Change("kept", "un"), Change("removed", "deux"), Change("added", "trois")]),
        ("un\r\ndeux", "un deux", [Change("kept", "un deux")]),
        ("<p>un</p><p>deux</p>", "<p>un</p><p>deux&nbsp;!</p>",
         [Change("kept", "un deux"), Change("added", "!")]),
        ("<p>un</p>", "<h3>un</h3>", [Change("kept", "un")]),
    ],
)  # fmt: skip
def test_between(before, now, expected):
    assert changes.between(before, now) == expected


def test_html_marks_words_and_escapes_them():
    assert changes.html("un & deux", "un & <x>") == "<p><span>un &amp;</span> <del>deux</del> <ins>&lt;x&gt;</ins></p>"


def test_long_runs_that_stayed_are_shortened_towards_the_change():
    words = " ".join(map(str, range(30)))
    assert changes.html(words, f"neuf {words} dix") == (
        "<p><ins>neuf</ins> <span>0 1 2 3 4 5 6 7 … 22 23 24 25 26 27 28 29</span> <ins>dix</ins></p>"
    )
    assert changes.html(words, f"{words} dix") == "<p><span>… 22 23 24 25 26 27 28 29</span> <ins>dix</ins></p>"


def test_a_text_without_a_change_says_nothing_of_it():
    assert changes.html("un", "un") == "<p><span>un</span></p>"
