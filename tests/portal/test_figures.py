"""FORAS in figures: typed and counted, nobody twice."""

import pytest
from django.core.exceptions import ValidationError

from portal.figures import by_year
from portal.models import Figure
from sessions_app import headcounts
from sessions_app.models import Headcount
from tests import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(empty):
    """Twenty-six women in 2025 and ten in 2024, counted after sessions."""
    for day, women in (("2025-03-04", 26), ("2024-03-05", 10)):
        Headcount.objects.create(session=rows.session(day=day), women=women)


def shown(*figures) -> dict:
    """Each year with its typed figures and the number of people counted."""
    years = by_year(figures, headcounts.figures())
    return {row.year: (row.typed, row.counted and row.counted.people) for row in years}


def test_counted_years_stand_beside_what_is_typed_of_something_else(counted):
    returns = rows.figure(year=2024)
    assert shown(returns) == {2025: ([], 20), 2024: ([returns], 10)}


def test_a_typed_figure_of_people_at_foras_replaces_what_was_counted_in_its_year(counted):
    trained = rows.figure(year=2024, counts_from=2024)
    assert shown(trained) == {2025: ([], 20), 2024: ([trained], None)}


def test_and_in_every_year_it_covers(counted):
    report = rows.figure(year=2026, counts_from=2024)
    assert shown(report) == {2026: ([report], None)}


def test_the_latest_year_comes_first(counted):
    old, new = rows.figure(year=2018), rows.figure(year=2026)
    assert list(shown(old, new)) == [2026, 2025, 2024, 2018]


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_page_shows_both(language, counted, client, django_assert_max_num_queries):
    rows.figure(year=2024, counts_from=2024, value=777)
    with django_assert_max_num_queries(12):
        page = client.get(f"/{language}/figures/").content.decode()
    assert [text in page for text in ('id="counted-2025"', '<bdi dir="ltr">20</bdi>', '<bdi dir="ltr">777</bdi>')] == [
        True
    ] * 3
    assert 'id="counted-2024"' not in page


def test_a_figure_that_is_taken_down_hides_nothing(counted, client):
    rows.figure(year=2024, counts_from=2024, state="draft")
    assert 'id="counted-2024"' in client.get("/fr/figures/").content.decode()


def test_a_figure_does_not_begin_after_its_year(empty):
    figure = rows.figure(year=2018)
    figure.counts_from = 2019
    with pytest.raises(ValidationError):
        figure.full_clean()


def test_the_starter_figures_of_people_at_foras_say_so(db):
    marked = Figure.objects.exclude(counts_from=None).values_list("slug", "counts_from", "year")
    assert set(marked) == {
        ("guided-2019", 2017, 2019), ("trained-2018", 2018, 2018), ("trained-2019", 2017, 2019),
        ("foras2-2021", 2021, 2021),
    }  # fmt: skip
