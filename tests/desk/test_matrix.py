"""The matrix: counted from the records, whatever the model."""

import pytest

from core.models import TranslationState
from countries.models import Section
from desk import matrix
from desk.matrix import Choice, Reader
from sessions_app.models import Closure
from tests import rows
from tests.desk.people import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def mali(empty):
    return rows.country(name_fr="Mali", name_en="Mali", name_ar="مالي")


def listed(*models, user=None) -> list:
    """The rows of these models that exist for `user`; for somebody who reaches everything unless given."""
    found = matrix.rows(Reader(user or rows.user(is_superuser=True)))
    return [row for row in found if row.model in models]


def titles(user, **asked) -> list[str]:
    return sorted(row.title for row in matrix.rows(Reader(user, **asked)))


def cells(row) -> dict:
    return {code: {state: n for state, n in cell.states.items() if n} for code, cell in row.cells.items()}


def test_a_row_counts_its_fields_by_language_and_state(mali):
    section = rows.section(country=mali, title_fr="Se loger", title_ar="السكن", body_fr="<p>Deux mots</p>")
    section.title_fr = "Se loger vite"
    section.save()
    (row,) = listed(Section)
    assert (row.key.pk, row.title, row.country, row.point, row.publication) == (
        section.pk, "Se loger vite", mali.pk, None, "published",
    )  # fmt: skip
    assert cells(row) == {"en": {"missing": 2}, "ar": {"missing": 1, "outdated": 1}}
    assert {code: cell.words for code, cell in row.cells.items()} == {"en": 5, "ar": 5}
    assert (row.cells["ar"].state, row.cells["ar"].counts) == (
        "missing",
        [("missing", TranslationState.MISSING.label, 1), ("outdated", TranslationState.OUTDATED.label, 1)],
    )


def test_every_translated_model_is_there_with_its_place(editor):
    found = matrix.rows(Reader(editor))
    assert {row.model for row in found} >= {Section, rows.Country, rows.Module, rows.Testimony, rows.OrientationPoint}
    assert all(row.title for row in found)
    assert all(row.country == row.key.pk for row in found if row.model is rows.Country)


def test_a_session_that_is_over_needs_no_translation(empty):
    point = rows.point(name_fr="Point")
    coming = rows.session(point=point, day="2999-01-01", what_to_bring_fr="Un cahier", module=rows.module(title_fr="M"))
    rows.session(point=point, day="2020-01-01", what_to_bring_fr="Un cahier")
    (row,) = listed(rows.Session)
    assert (row.key.pk, row.title, row.point) == (coming.pk, "M · 2999-01-01", point.pk)


def test_the_title_is_in_the_readers_language_where_it_has_one(mali, english):
    rows.section(title_fr="Se loger", title_en="Housing")
    rows.section(title_fr="Se soigner", title_en="")
    assert sorted(row.title for row in listed(Section)) == ["Housing", "Se soigner"]


@pytest.mark.parametrize(
    ("choice", "titles"),
    [
        (Choice(), ["A", "B", "Mali"]),
        (Choice(app="portal"), []),
        (Choice(app="countries", state="open"), ["A", "B"]),
        (Choice(state="missing"), ["A"]),
        (Choice(state="missing", language="ar"), ["A"]),
        (Choice(state="missing", language="en"), []),
        (Choice(state="outdated"), ["B"]),
        (Choice(state="current", language="en"), ["A", "Mali"]),
    ],
)
def test_what_was_asked_for(mali, choice, titles):
    rows.section(country=mali, title_fr="A", title_en="A", body_fr="")
    other = rows.section(title_fr="X", title_en="B", title_ar="B", body_fr="")
    other.title_fr = "B"
    other.save()
    found = [row for row in listed(Section, rows.Country) if choice.covers(row) and choice.wants(row)]
    assert sorted(row.title for row in found) == titles


def test_a_place_asked_for_covers_its_own_rows_only(mali):
    rows.section(country=mali, title_fr="A")
    rows.section(title_fr="B")
    found = [row.title for row in listed(Section) if Choice(country=mali.pk).covers(row)]
    assert found == ["A"]


def test_totals_add_up_and_a_hundred_means_all(mali):
    rows.section(country=mali, title_fr="Un deux trois", title_en="One two three", body_fr="")
    english, arabic = matrix.totals(listed(Section))
    assert (english.language, english.states["current"], english.fields, english.words, english.percent) == (
        "en", 1, 1, 0, 100,
    )  # fmt: skip
    assert (arabic.language, arabic.states["missing"], arabic.words, arabic.percent) == ("ar", 1, 3, 0)
    assert [(state, n, begins, length) for state, _, n, begins, length in arabic.bars] == [
        ("current", 0, 0.0, 0.0), ("progress", 0, 0.0, 0.0), ("outdated", 0, 0.0, 0.0), ("missing", 1, 0.0, 100.0),
    ]  # fmt: skip


def test_totals_of_nothing():
    assert [(total.percent, total.words) for total in matrix.totals([])] == [(100, 0), (100, 0)]


def test_a_cell_leads_to_the_first_field_that_needs_somebody(mali):
    section = rows.section(title_fr="A", title_en="A", title_ar="A", body_fr="<p>B</p>", body_en="<p>B</p>")
    found = listed(Section)
    matrix.lead_to_fields(found, Reader(rows.user(is_superuser=True)), "/fr/desk/matrix/?state=open")
    form = f"/fr/admin/countries/section/{section.pk}/change/?next=%2Ffr%2Fdesk%2Fmatrix%2F%3Fstate%3Dopen"
    assert found[0].address == form
    assert {code: cell.address for code, cell in found[0].cells.items()} == {
        "en": f"{form}#id_title_en_helptext",
        "ar": f"{form}#id_body_ar_helptext",
    }


def test_a_cell_leads_nowhere_where_the_reader_may_not_type(mali):
    rows.question(question_fr="A")
    [shared] = listed(rows.Question)
    places = {"arabic": member("Translator", languages="ar"), "mali": member("Editor", countries=[mali])}
    for user, open_cells in ((places["arabic"], {"ar"}), (places["mali"], set())):
        matrix.lead_to_fields([shared], Reader(user))
        assert {code for code, cell in shared.cells.items() if cell.address} == open_cells
        shared.cells = {code: matrix.Cell(code) for code in shared.cells}


@pytest.fixture
def abroad(mali):
    """Texts of Mali, of Guinea, and of everybody; sessions of two points; of each point a closure, and one of both."""
    for country, name in ((mali, "M"), (rows.country(name_fr="Guinée"), "G")):
        rows.section(country=country, title_fr=f"{name} section", state="draft", topic=rows.topic(name_fr="Sujet"))
    rows.question(question_fr="Pour tous")
    Closure.objects.all().delete()
    points = [rows.point(name_fr=name, city_fr="Ville") for name in ("Ici", "Là")]
    for point in points:
        module = rows.module(title_fr="Module")
        rows.session(point=point, day="2999-01-01", what_to_bring_fr="Un cahier", module=module, status="draft")
        Closure.objects.create(
            point=point, name_fr=f"Fermé {point.name_fr}", first_day="2999-01-01", last_day="2999-01-02"
        )
    Closure.objects.create(name_fr="Fermé partout", first_day="2999-01-01", last_day="2999-01-02")
    return mali, points


def test_what_belongs_to_another_country_does_not_exist(abroad):
    mali, _points = abroad
    user = member("Editor", countries=[mali])
    assert titles(user) == ["M section", "Mali", "Pour tous", "Sujet", "Sujet"]
    assert titles(user, mine=True) == ["M section", "Mali"]
    assert [total.fields for total in matrix.totals(matrix.rows(Reader(user)))] == [7, 7]


def test_what_belongs_to_another_point_does_not_exist(abroad):
    _mali, (here, _there) = abroad
    user = rows.coordinator(here)
    seen = [row for row in matrix.rows(Reader(user)) if row.model is not rows.Module]
    assert {row.point for row in seen} == {here.pk, None}
    assert sorted(row.title for row in seen if row.model is Closure) == ["Fermé Ici", "Fermé partout"]
    assert "Fermé partout" not in titles(user, mine=True)
    assert {row.point for row in matrix.rows(Reader(user, mine=True))} == {here.pk}


@pytest.mark.parametrize("mine", [False, True])
def test_the_sums_are_the_totals_of_the_rows_for_everybody(abroad, editor, mine):
    mali, (here, _there) = abroad
    rows.session(point=here, day="2020-01-01", what_to_bring_fr="Un cahier")  # over: it counts in neither
    people = [
        editor, member("Editor", countries=[mali]), member("Translator", languages="ar"), rows.coordinator(here),
        member("Publisher", countries=[mali]), rows.user(), member("Editor"),
    ]  # fmt: skip
    for user in people:
        reader = Reader(user, mine)
        assert matrix.sums(reader) == matrix.totals(matrix.rows(reader))


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(mali, editor, count, django_assert_num_queries):
    for _ in range(count):
        rows.section(country=mali, title_fr="A")
        rows.question()
    reader = Reader(editor)
    matrix.rows(reader)  # the content types are known from now on
    with django_assert_num_queries(3):
        matrix.lead_to_fields(matrix.rows(reader), reader)
    with django_assert_num_queries(1):
        matrix.sums(reader)


@pytest.mark.parametrize("count", [1, 3])
def test_a_limit_costs_a_query_and_no_more(mali, count, django_assert_num_queries):
    """Permissions are three (their own, their groups', their limits with the countries), the point one."""
    point = rows.point()
    for _ in range(count):
        rows.section(country=mali, title_fr="A")
        rows.session(point=point, day="2999-01-01", what_to_bring_fr="Un cahier")
    for user, queries in ((member("Editor", countries=[mali]), 6), (rows.coordinator(point), 6)):
        matrix.rows(Reader(user))
        reader = Reader(type(user).objects.get(pk=user.pk))
        with django_assert_num_queries(queries):
            matrix.rows(reader)


def test_somebody_without_permissions_sees_nothing(mali):
    reader = Reader(rows.user())
    assert (reader.models, matrix.rows(reader)) == ([], [])
