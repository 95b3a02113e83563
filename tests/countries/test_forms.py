"""The filter of the opportunities."""

import pytest

from core.models import State
from countries.forms import OpportunityFilter
from countries.models import Opportunity
from tests import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


@pytest.fixture
def eggs_in_mali():
    """One of four opportunities: two countries × two sectors."""
    countries = [rows.country(slug="mali", position=1), rows.country(slug="togo", position=2)]
    sectors = [rows.sector(slug="eggs", position=1), rows.sector(slug="trade", position=2)]
    made = [rows.opportunity(country=country, sector=sector) for country in countries for sector in sectors]
    return made[0]


def found(**data):
    return OpportunityFilter(data).matching(Opportunity.objects.all())


@pytest.mark.parametrize(
    ("data", "count"),
    [
        ({}, 4),
        ({"country": "", "sector": ""}, 4),
        ({"country": "mali"}, 2),
        ({"sector": "eggs"}, 2),
        ({"country": "nowhere"}, 0),
        ({"sector": "nothing"}, 0),
        ({"country": "mali", "sector": "nothing"}, 0),
        ({"country": "x" * 51}, 0),
        ({"sector": "eggs\0"}, 0),
        ({"country": "' OR 1=1 --"}, 0),
        ({"unknown": "mali"}, 4),
    ],
)
def test_the_list_is_narrowed(eggs_in_mali, data, count):
    assert found(**data).count() == count


def test_both_choices_narrow_together(eggs_in_mali):
    assert list(found(country="mali", sector="eggs")) == [eggs_in_mali]


@pytest.mark.parametrize(
    ("data", "is_active"),
    [({}, False), ({"country": ""}, False), ({"country": "mali"}, True), ({"sector": "x"}, True)],
)
def test_the_form_knows_whether_it_narrows(data, is_active):
    assert OpportunityFilter(data).is_active is is_active


@pytest.mark.parametrize("data", [{"country": "x" * 51}, {"sector": "\0"}])
def test_a_value_that_cannot_be_finds_nothing_and_so_narrows(data):
    """The page offers "Show all" beside an empty list."""
    assert OpportunityFilter(data).is_active is True


def test_published_countries_and_sectors_with_something_to_read_are_offered():
    shown = rows.opportunity()
    rows.country(state=State.DRAFT)
    rows.sector()
    form = OpportunityFilter({})
    assert (list(form.countries), list(form.sectors)) == ([shown.country], [shown.sector])


def test_a_sector_whose_only_opportunity_is_a_draft_is_not_offered():
    rows.opportunity(state=State.DRAFT)
    assert list(OpportunityFilter({}).sectors) == []


def test_a_sector_with_two_opportunities_is_offered_once():
    sector = rows.sector()
    rows.opportunity(sector=sector), rows.opportunity(sector=sector)
    assert list(OpportunityFilter({}).sectors) == [sector]
