import uuid

import pytest
from django.utils.translation import override

from core import paper
from tests import pdf

TEMPLATE = """#import "/core/paper/common.typ": *
#show: sheet
= #data.title
#typed(data.text)
"""
# One typed character each of: markup, code, mathematics, quotes, a comment, an emoji, an African letter, an arrow.
HOSTILE = '"L’art" *d\'* _écrire_ #import $x$ <b> & \\n // `a` @b ~ 🎉 ɓɔŋɛ → ÀÇŒ «ï»'


@pytest.fixture
def template():
    """A template of a test's own: the engine reads nothing outside of the project, so it stands there for a moment."""
    file = paper.FONTS.parent / f"test-{uuid.uuid4()}.typ"
    file.write_text(TEMPLATE, encoding="utf-8")
    yield file
    file.unlink()


def test_typed_text_prints_as_typed(template):
    content = paper.pdf(template, {"title": "Essai", "text": HOSTILE}, language="fr")
    assert pdf.text(content) == f"Essai {HOSTILE}"
    assert pdf.is_accessible(content)
    assert pdf.info(content)["Title"] == "Essai"


def test_data_is_never_source(template):
    content = paper.pdf(template, {"title": "#panic()", "text": '#read("/foras/settings.py")'}, language="fr")
    assert pdf.text(content) == '#panic() #read("/foras/settings.py")'


@pytest.mark.parametrize(("language", "direction"), [("fr", b"L2R"), ("en", b"L2R"), ("ar", b"R2L")])
def test_the_file_says_its_language_and_direction(template, language, direction):
    content = paper.pdf(template, {"title": "x", "text": "y"}, language=language)
    assert (pdf.language(content), b"/Direction/" + direction in content) == (language, True)


def test_only_our_fonts_embedded_and_cut(template):
    content = paper.pdf(template, {"title": "Séance", "text": "حصة ɓ 🎉 →"}, language="fr")
    assert pdf.fonts(content) == [
        ("NotoEmoji-Regular", "yes", "yes"),
        ("NotoSans-Regular", "yes", "yes"),
        ("NotoSansMath-Regular", "yes", "yes"),
        ("Vazirmatn-Bold", "yes", "yes"),
        ("Vazirmatn-Regular", "yes", "yes"),
    ]


def test_arabic_is_joined_and_starts_at_the_right(template):
    """Joined letters are other glyphs: the width differs from that of the letters apart."""
    joined = paper.pdf(template, {"title": "x", "text": "تسجيل"}, language="ar")
    apart = paper.pdf(template, {"title": "x", "text": "\u200c".join("تسجيل")}, language="ar")
    (_, left, _, right, _), *_ = [word for word in pdf.words(joined) if word[0] != "x"]
    lefts = [word[1] for word in pdf.words(apart) if word[0] != "x"]
    assert round(right) == 210 - 12
    assert left > min(lefts) + 1


def test_a_character_of_no_font_prints_as_a_box_and_the_file_does_not_claim_the_standard(template):
    content = paper.pdf(template, {"title": "x", "text": "中"}, language="fr")
    assert (pdf.pages(content), pdf.info(content)["Tagged"], pdf.is_accessible(content)) == (1, "yes", False)


def test_the_same_data_and_date_give_the_same_bytes(template):
    data = {"title": "x", "text": "y", "dated": "2026-03-12T09:30:00+00:00"}
    first = paper.pdf(template, data, language="fr")
    assert first == paper.pdf(template, data, language="fr")
    assert "Mar 12 09:30:00 2026" in pdf.info(first)["CreationDate"]


def test_a_missing_font_is_named(tmp_path):
    for name in paper.FONT_FILES[1:]:
        (tmp_path / name).write_bytes((paper.FONTS / name).read_bytes())
    with override("en"), pytest.raises(paper.PaperError) as error:
        paper.fonts(tmp_path)
    assert str(error.value) == (
        f"A font is missing, nothing can be printed: Vazirmatn-Regular.ttf should be in {tmp_path}."
    )


def test_a_broken_template_is_named(template):
    template.write_text("#let x = ", encoding="utf-8")
    with override("en"), pytest.raises(paper.PaperError) as error:
        paper.pdf(template, {"title": "x"}, language="fr")
    assert str(error.value) == f"The template “{template.name}” of this print is broken: expected expression."


def test_a_missing_template_is_named(tmp_path):
    with override("en"), pytest.raises(paper.PaperError) as error:
        paper.pdf(tmp_path / "nothing.typ", {"title": "x"}, language="fr")
    assert str(error.value) == "The template “nothing.typ” of this print is missing."


def test_every_font_has_its_licence_beside_it():
    families = {file.name.partition("-")[0] for file in paper.FONTS.glob("*.ttf")}
    licences = {file.name.partition("-")[0] for file in paper.FONTS.glob("*-OFL.txt")}
    assert families - {"NotoSansMath", "NotoSansSymbols2"} == licences  # those two are under the licence of Noto Sans


def test_the_fonts_that_are_read_are_those_that_are_shipped():
    assert {file.name for file in paper.FONTS.glob("*.ttf")} == set(paper.FONT_FILES)


def test_a_qr_code_is_svg():
    assert paper.qr_text("https://www.foras.ma/fr/").startswith("<svg ")
