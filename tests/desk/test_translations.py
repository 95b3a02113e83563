"""The page of the matrix."""

import html5lib
import pytest

from desk import translations
from tests import rows
from tests.foras.document import texts_of
from tests.pages import LANGUAGES

pytestmark = pytest.mark.django_db
ADDRESS = "/en/desk/matrix/"


@pytest.fixture
def mali(empty):
    mali = rows.country(name_fr="Mali", name_en="Mali", name_ar="مالي")
    topic = rows.topic(name_fr="Logement", name_en="Housing", name_ar="السكن")
    rows.section(topic=topic, country=mali, title_fr="A", title_en="A", body_fr="")
    rows.section(topic=topic, title_fr="B", title_en="B", title_ar="ب", body_fr="")
    rows.question(question_fr="Puis-je ?", answer_fr="Oui")
    return mali


def tree_of(answer):
    assert answer.status_code == 200
    return html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)


def lines(answer) -> list[list[str]]:
    """The table, one list of texts for each row."""
    (matrix,) = (box for box in tree_of(answer).iter("div") if box.get("class") == "matrix")
    return [[" ".join(texts_of(cell)) for cell in row if cell.tag in ("td", "th")] for row in matrix.iter("tr")]


def titles_of(answer) -> list[str]:
    if 'class="matrix"' not in answer.content.decode():
        return []
    return [line[0] for line in lines(answer) if len(line) == 4][1:]


def test_objects_are_grouped_by_app_and_place_with_the_state_of_each_language(desk, mali):
    assert lines(desk.get(ADDRESS))[:11] == [
        ["Text", "Français", "English", "العربية"],
        ["Questions"],
        ["Puis-je ?", "published", "missing ×2", "missing ×2"],
        ["Countries"],
        ["Mali", "published", "up to date", "up to date"],
        ["Sections"],
        ["B", "published", "up to date", "up to date"],
        ["Sections · Mali"],
        ["A", "published", "up to date", "missing"],
        ["Topics"],
        ["Housing", "", "up to date", "up to date"],
    ]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("app=countries&state=missing&language=ar", ["A"]),
        ("app=portal", ["Puis-je ?"]),
        ("app=nothing&state=missing", ["Puis-je ?", "A"]),
        ("state=outdated", []),
        ("country=x&state=outdated", []),
    ],
)
def test_the_filters(desk, mali, query, titles):
    assert titles_of(desk.get(f"{ADDRESS}?{query}")) == titles


def test_a_country_is_chosen_by_its_number(desk, mali):
    assert titles_of(desk.get(f"{ADDRESS}?country={mali.pk}")) == ["Mali", "A"]


def test_the_rest_is_on_other_pages_and_keeps_the_question(desk, mali, monkeypatch):
    monkeypatch.setattr(translations, "ROWS_ON_A_PAGE", 1)
    tree = tree_of(desk.get(f"{ADDRESS}?app=countries&p=2"))
    links = {link.get("rel"): link.get("href") for link in tree.iter("a") if link.get("rel")}
    assert links == {"prev": "?app=countries&p=1", "next": "?app=countries&p=3"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_in_each_language(desk, language):
    assert tree_of(desk.get(f"/{language}/desk/matrix/")).get("lang") == language


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(desk, empty, count, django_assert_num_queries):
    for _ in range(count):
        rows.section(country=rows.country(), title_fr="A")
    desk.get(ADDRESS)
    with django_assert_num_queries(9):
        desk.get(ADDRESS)


def test_it_is_behind_the_door(client, mali):
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer["Location"]) == (302, f"/en/admin/login/?next={ADDRESS}")


def test_nothing_of_it_is_kept(desk):
    answer = desk.get(ADDRESS)
    assert "no-store" in answer["Cache-Control"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
