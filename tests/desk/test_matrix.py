"""The matrix: counted from the records, whatever the model."""

import pytest

from core.models import TranslationState
from countries.models import Section
from desk import matrix
from desk.matrix import Choice
from tests import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def mali(empty):
    return rows.country(name_fr="Mali", name_en="Mali", name_ar="مالي")


def cells(row) -> dict:
    return {code: {state: n for state, n in cell.states.items() if n} for code, cell in row.cells.items()}


def test_a_row_counts_its_fields_by_language_and_state(mali):
    section = rows.section(country=mali, title_fr="Se loger", title_ar="السكن", body_fr="<p>Deux mots</p>")
    section.title_fr = "Se loger vite"
    section.save()
    (row,) = matrix.rows([Section])
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
    models = matrix.models_for(editor)
    found = matrix.rows(models)
    assert {row.model for row in found} >= {Section, rows.Country, rows.Module, rows.Testimony, rows.OrientationPoint}
    assert all(row.title for row in found)
    assert all(row.country == row.key.pk for row in found if row.model is rows.Country)


def test_a_session_that_is_over_needs_no_translation(empty):
    point = rows.point(name_fr="Point")
    coming = rows.session(point=point, day="2999-01-01", what_to_bring_fr="Un cahier", module=rows.module(title_fr="M"))
    rows.session(point=point, day="2020-01-01", what_to_bring_fr="Un cahier")
    (row,) = matrix.rows([rows.Session])
    assert (row.key.pk, row.title, row.point) == (coming.pk, "M · 2999-01-01", point.pk)


def test_the_title_is_in_the_readers_language_where_it_has_one(mali, english):
    rows.section(title_fr="Se loger", title_en="Housing")
    rows.section(title_fr="Se soigner", title_en="")
    assert sorted(row.title for row in matrix.rows([Section])) == ["Housing", "Se soigner"]


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
    found = [row for row in matrix.rows([Section, rows.Country]) if choice.covers(row) and choice.wants(row)]
    assert sorted(row.title for row in found) == titles


def test_a_place_asked_for_covers_its_own_rows_only(mali):
    rows.section(country=mali, title_fr="A")
    rows.section(title_fr="B")
    found = [row.title for row in matrix.rows([Section]) if Choice(country=mali.pk).covers(row)]
    assert found == ["A"]


def test_totals_add_up_and_a_hundred_means_all(mali):
    rows.section(country=mali, title_fr="Un deux trois", title_en="One two three", body_fr="")
    english, arabic = matrix.totals(matrix.rows([Section]))
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
    found = matrix.rows([Section])
    matrix.lead_to_fields(found)
    form = f"/fr/admin/countries/section/{section.pk}/change/"
    assert {code: cell.address for code, cell in found[0].cells.items()} == {
        "en": f"{form}#id_title_en_helptext",
        "ar": f"{form}#id_body_ar_helptext",
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(mali, editor, count, django_assert_num_queries):
    for _ in range(count):
        rows.section(country=mali, title_fr="A")
        rows.question()
    models = matrix.models_for(editor)
    matrix.rows(models)  # the content types are known from now on
    with django_assert_num_queries(3):
        matrix.lead_to_fields(matrix.rows(models))


def test_somebody_without_permissions_sees_nothing(mali):
    assert matrix.models_for(rows.user()) == []
    assert matrix.rows([]) == []
