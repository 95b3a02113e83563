"""The page of the matrix."""

from urllib.parse import urlencode

import html5lib
import pytest

from desk import translations
from tests import rows
from tests.desk.people import browser, member
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


def next_one(browser, matrix: str, row=None):
    after = f"{row._meta.label_lower}:{row.pk}" if row else ""
    answer = browser.get(f"{ADDRESS}next/", {"next": matrix, "after": after})
    assert answer.status_code == 302
    return answer["Location"]


def mends(row, field: str, matrix: str) -> str:
    address = f"/en/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"
    return f"{address}?{urlencode({'next': matrix})}#id_{field}_helptext"


@pytest.fixture
def questions(empty):
    """Three to be done in Arabic, the second done in English."""
    asked = [rows.question(question_fr=f"{letter} ?", answer_fr="Oui") for letter in "ABC"]
    asked[1].question_en, asked[1].answer_en = "B?", "Yes"
    asked[1].save()
    return asked


def test_the_next_one_is_the_next_row_with_something_to_do_and_after_the_last_the_first(desk, questions):
    matrix = f"{ADDRESS}?language=ar&state=open"
    first, second, third = questions
    assert [next_one(desk, matrix, row) for row in (first, second, third, None)] == [
        mends(row, "question_ar", matrix) for row in (second, third, first, first)
    ]


def test_what_is_done_in_the_language_asked_for_is_passed_by(desk, questions):
    first, _second, third = questions
    english = f"{ADDRESS}?language=en"
    assert next_one(desk, english, first) == mends(third, "question_en", english)
    third.question_en = "C?"
    third.save()
    assert next_one(desk, english, first) == mends(third, "answer_en", english)


def test_without_a_language_it_is_one_of_those_the_person_writes(questions):
    arabic = browser(member("Translator", "ar"))
    assert next_one(arabic, ADDRESS, questions[0]) == mends(questions[1], "question_ar", ADDRESS)
    none_of_theirs = f"{ADDRESS}?language=en"
    assert next_one(arabic, none_of_theirs, questions[0]) == none_of_theirs


def test_only_rows_of_the_part_the_place_and_the_state_asked_for(desk, questions, mali):
    for query in ("app=countries&language=ar&state=open", f"country={mali.pk}&language=ar"):
        asked = f"{ADDRESS}?{query}"
        assert next_one(desk, asked, questions[0]) == mends(mali.sections.get(), "title_ar", asked)
    outdated = f"{ADDRESS}?state=outdated&language=ar"
    assert next_one(desk, outdated, questions[0]) == outdated


def test_an_editor_is_led_to_rows_of_their_country_only(mali, questions):
    editor = browser(member("Editor", "ar", [mali]))
    asked = f"{ADDRESS}?language=ar"
    assert next_one(editor, asked, questions[0]) == mends(mali.sections.get(), "title_ar", asked)


def test_when_nothing_else_is_left_one_is_back_and_told(desk, empty):
    alone = rows.question(question_fr="Seule ?", answer_fr="Oui")
    matrix = f"{ADDRESS}?language=ar&state=open"
    assert next_one(desk, matrix, alone) == matrix
    said = [str(message) for message in desk.get(matrix).context["messages"]]
    assert said == ["No other text of this list is to be done."]


@pytest.mark.parametrize("back", ["", "https://example.org/en/desk/matrix/", "/en/desk/", "/fr/desk/matrix/"])
def test_from_elsewhere_the_next_one_is_the_matrix(desk, questions, back):
    assert next_one(desk, back, questions[0]) == ADDRESS


def test_many_rows_cost_no_more_queries(desk, questions, django_assert_num_queries):
    matrix = f"{ADDRESS}?language=ar&state=open"
    next_one(desk, matrix, questions[0])
    with django_assert_num_queries(7):
        next_one(desk, matrix, questions[0])
    rows.question(question_fr="D ?", answer_fr="Oui")
    with django_assert_num_queries(7):
        next_one(desk, matrix, questions[0])


def test_the_filters_name_only_what_exists_for_the_reader(mali):
    rows.country(name_fr="Guinée", state="draft"), rows.point(name_fr="Point caché", state="draft")
    here = rows.point(name_fr="Ici")
    for user, countries, points in (
        (member("Editor", countries=[mali]), [mali], []),
        (rows.coordinator(here), [*type(mali).objects.all()], [here]),
        (member("Publisher"), [*type(mali).objects.all()], []),
    ):
        fields = browser(user).get(ADDRESS).context["form"].fields
        assert [list(fields[name].queryset) for name in ("country", "point")] == [countries, points]
