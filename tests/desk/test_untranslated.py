"""The line of each language on the morning list, and the bars above it."""

import pytest

from desk import untranslated
from tests import rows
from tests.desk.people import browser, member
from tests.foras.document import Document, texts_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty", "english")]


@pytest.fixture
def texts():
    """In English nothing is missing but the name of Mali; in Arabic four, of which two are outdated."""
    mali = rows.country(name_fr="Mali")
    page = rows.page(
        title_fr="Un", title_en="One", title_ar="واحد", summary_fr="Deux", summary_en="Two", summary_ar="اثنان"
    )
    page.title_fr, page.summary_fr, page.title_en, page.summary_en = "Trois", "Quatre", "Three", "Four"
    page.save()
    rows.section(
        country=mali,
        title_fr="Cinq",
        title_en="Five",
        body_fr="",
        topic=rows.topic(name_fr="A", name_en="A", name_ar="ا"),
    )
    return mali


def lines(user) -> list[tuple[str, str]]:
    return [(row.what.language, row.why) for kind in untranslated.work(user) for row in kind.rows]


def test_a_translator_is_told_of_her_languages_only(texts):
    assert lines(member("Translator", languages="ar")) == [("ar", "2 outdated · 2 missing")]
    assert lines(member("Translator", languages="en ar")) == [("en", "1 missing"), ("ar", "2 outdated · 2 missing")]


def test_a_publisher_is_told_of_all_and_an_editor_of_her_country(texts):
    assert lines(member("Publisher")) == [("en", "1 missing"), ("ar", "2 outdated · 2 missing")]
    assert lines(member("Editor", countries=[texts])) == [("en", "1 missing"), ("ar", "2 missing")]
    assert lines(member("Editor", countries=[rows.country(name_fr="")])) == []


def test_the_line_leads_to_the_matrix_that_shows_as_many(texts):
    user = member("Translator", languages="ar")
    [kind] = untranslated.work(user)
    [row] = kind.rows
    page = browser(user).get(row.url)
    assert row.url == "/en/desk/matrix/?language=ar&state=open&mine=on"
    assert kind.count == 4
    open_ones = [n for line in page.context["pages"] for _s, _l, n in line.cells["ar"].counts]
    assert sum(open_ones) == 4
    assert page.context["count"] == 3


def test_what_is_begun_waits_as_well(texts):
    page = rows.Page.objects.get()
    page.title_ar, page.in_progress = "ثلاثة", frozenset({"ar"})
    page.save()
    assert lines(member("Translator", languages="ar")) == [("ar", "2 missing · 2 in progress")]


def test_when_all_is_translated_it_says_so():
    user = member("Translator", languages="ar")
    [kind] = untranslated.work(user)
    assert (kind.count, kind.rows) == (0, [])
    assert str(kind.words.empty) in browser(user).get("/en/desk/").content.decode()


@pytest.mark.parametrize("group", ["", "Programme manager", "Translator"])
def test_who_translates_nothing_has_no_line(texts, group):
    assert untranslated.work(member(group)) == []


def test_the_bars_of_the_person_are_above_the_list_and_lead_to_the_matrix(texts):
    page = browser(member("Translator", languages="ar")).get("/en/desk/")
    [bars] = [box for box in Document(page.content.decode()).all("section") if box.get("class") == "totals"]
    links = [link.get("href") for link in bars.iter("a")]
    assert links == ["/en/desk/matrix/?language=en&state=open", "/en/desk/matrix/?language=ar&state=open"]
    assert [texts_of(title) for title in bars.iter("h2")] == [
        ["English", "up to date", "80 %"], ["العربية", "up to date", "20 %"],
    ]  # fmt: skip
    assert untranslated.totals(rows.user()) == []
