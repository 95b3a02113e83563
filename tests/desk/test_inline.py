"""Rich text as numbered marks, there and back."""

import pytest

from core import richtext
from countries.models import Section
from desk import inline
from desk.inline import Piece, Tag

HTML = "<p>Un <strong>mot</strong><br>et &lt; fin</p>"


def test_the_tags_of_the_french_are_counted_from_one():
    tags, french, translation = inline.table(HTML)
    assert tags == {"1": Tag("p"), "2": Tag("strong"), "3": Tag("br")}
    assert translation == []
    assert french == [
        Piece("open", "1"), Piece("text", "Un "), Piece("open", "2"), Piece("text", "mot"), Piece("close", "2"),
        Piece("alone", "3"), Piece("text", "et < fin"), Piece("close", "1"),
    ]  # fmt: skip
    assert inline.to_html(french, tags) == HTML


def test_a_tag_of_the_translation_has_the_number_of_the_same_tag_in_french():
    tags, _french, translation = inline.table("<p>Un <em>mot</em></p>", "<p><em>كلمة</em></p><p><em>وأخرى</em></p>")
    assert [value for kind, value in translation if kind == "open"] == ["1", "2", "3", "4"]
    assert (tags["3"], tags["4"]) == (Tag("p"), Tag("em"))
    assert inline.to_html(translation, tags) == "<p><em>كلمة</em></p><p><em>وأخرى</em></p>"


@pytest.mark.parametrize(
    "pieces",
    [
        [Piece("open", "1")],
        [Piece("close", "1")],
        [Piece("open", "9"), Piece("close", "9")],
        [Piece("open", "1"), Piece("open", "2"), Piece("close", "1"), Piece("close", "2")],
        [Piece("alone", "1")],
        [Piece("open", "3"), Piece("close", "3")],
        [Piece("other", "1")],
    ],
)
def test_marks_that_make_no_text_are_refused(pieces):
    tags, _french, _translation = inline.table(HTML)
    with pytest.raises(inline.TagError):
        inline.to_html(pieces, tags)


@pytest.mark.parametrize("text", ["", "un", "un\ndeux", "un\n\n\ndeux\n", "\nun"])
def test_lines_of_plain_text_there_and_back(text):
    assert inline.to_plain(inline.lines(text)) == text


def test_plain_text_has_no_tags():
    with pytest.raises(inline.TagError):
        inline.to_plain([Piece("open", "1"), Piece("text", "un"), Piece("close", "1")])


def test_a_block_belongs_to_the_tag_around_it_and_a_bold_word_to_none():
    assert inline.tags_of("<ul><li><p>a</p></li></ul>") != inline.tags_of("<p>a</p><ul><li></li></ul>")
    assert inline.tags_of("<p><em>a</em></p><p>b</p>") == inline.tags_of("<p>a</p><p><em>b</em></p>")


def test_the_address_of_a_link_is_part_of_its_tag():
    one, other = (f'<p><a href="https://{name}.org">x</a></p>' for name in "ab")
    assert inline.tags_of(one) != inline.tags_of(other)


@pytest.mark.django_db
def test_every_rich_text_of_the_starter_content_comes_back_to_the_letter():
    texts = [text for pair in Section.objects.values_list("body_fr", "body_ar", "body_en") for text in pair if text]
    assert len(texts) > 150
    for text in texts:
        tags, pieces, _none = inline.table(text)
        assert richtext.clean(inline.to_html(pieces, tags)) == richtext.clean(text)
