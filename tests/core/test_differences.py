"""Two texts compared word by word."""

import pytest

from core import differences
from core.differences import ADDED, REMOVED, SAME, Piece


def told(before, after):
    return [(piece.kind[0], piece.text) for piece in differences.words(before, after)]


def test_words_that_stayed_went_and_came_stand_in_the_order_to_read_them():
    assert told("Le centre ouvre à 9 h", "Le centre ouvre à 10 h") == [
        ("s", "Le centre ouvre à"), ("r", "9"), ("a", "10"), ("s", "h"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("a", "a", []),
        ("a  b", "a b", []),
        ("a\r\nb", "a\nb", []),
        ("\na\n", "a", []),
        ("", "a b", [("a", "a b")]),
        ("a b", "", [("r", "a b")]),
        ("a b", "b a", [("a", "b"), ("s", "a"), ("r", "b")]),
        ("a b", "a\nb", [("s", "a"), ("a", "\n"), ("s", "b")]),
        ("يفتح المركز", "يفتح المكتب", [("s", "يفتح"), ("r", "المركز"), ("a", "المكتب")]),
    ],
)
def test_white_space_is_no_change_but_a_new_line_is(before, after, pieces):
    assert told(before, after) == pieces


def test_a_long_stretch_that_stayed_is_left_out():
    words = [str(number) for number in range(100)]
    pieces = differences.words(" ".join(words), " ".join(["x", *words[1:-1], "y"]))
    assert pieces == [
        Piece(REMOVED, "0"), Piece(ADDED, "x"),
        Piece(SAME, " ".join(words[1:13])), Piece(SAME, None), Piece(SAME, " ".join(words[87:99])),
        Piece(REMOVED, "99"), Piece(ADDED, "y"),
    ]  # fmt: skip


def test_of_what_stayed_at_the_edges_only_the_side_of_the_change_is_shown():
    words = [str(number) for number in range(60)]
    pieces = differences.words(" ".join(words), " ".join([*words[:30], "x", *words[30:]]))
    assert pieces == [
        Piece(SAME, None), Piece(SAME, " ".join(words[18:30])), Piece(ADDED, "x"),
        Piece(SAME, " ".join(words[30:42])), Piece(SAME, None),
    ]  # fmt: skip


def test_texts_too_long_to_compare_are_shown_one_after_the_other():
    before, after = " ".join(f"a{n}" for n in range(2100)), " ".join(f"b{n}" for n in range(2100))
    assert differences.words(before, after) == [Piece(REMOVED, before), Piece(ADDED, after)]


def test_one_word_changed_at_each_end_of_a_long_text_is_found_among_its_sentences():
    sentences = [f"Phrase {number} du texte." for number in range(200)]
    before = " ".join(["Un début.", *sentences, "La fin."])
    after = " ".join(["Un commencement.", *sentences, "La suite."])
    kinds = [(piece.kind, piece.text) for piece in differences.words(before, after) if piece.kind != SAME]
    assert kinds == [(REMOVED, "début."), (ADDED, "commencement."), (REMOVED, "fin."), (ADDED, "suite.")]


def test_a_long_text_that_repeats_itself_is_not_compared_word_by_word():
    """It took the cube of its length: 107 s for this one."""
    before, after = "a b " * 1000, "b a " * 1000
    assert [piece.kind for piece in differences.words(before, after)] == [REMOVED, ADDED]


@pytest.mark.parametrize(
    ("rich", "words"),
    [
        ("<p>Un <strong>mot</strong></p><p>Deux</p>", "Un mot\nDeux"),
        ("<ul><li><p>Un</p></li><li><p>Deux</p></li></ul>", "Un\nDeux"),
        ("<p>a<br>b &amp; c</p>", "a\nb & c"),
        (
            '<p>Voir <a href="https://oim.int/?a=1&amp;b=2">le <em>site</em></a>.</p>',
            "Voir le site (https://oim.int/?a=1&b=2).",
        ),
        ("<p>Voir <a>le site</a>.</p>", "Voir le site."),
        ("1 < 2 <a href", "1 < 2 <a href"),
        ("", ""),
    ],
)
def test_rich_text_is_told_in_plain_words(rich, words):
    assert differences.plain(rich) == words
