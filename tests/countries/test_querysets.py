"""What of a country the public reads, and in which order."""

import pytest

from core.models import State
from countries.models import Contact, Opportunity, Section
from tests import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


def test_sections_come_in_the_order_of_their_topics():
    country = rows.country()
    second = rows.section(country=country, topic=rows.topic(position=2))
    first = rows.section(country=country, topic=rows.topic(position=1))
    assert Section.objects.readable_in(country) == [first, second]


def test_a_shared_section_is_read_where_a_country_has_none_of_its_own():
    country, shared = rows.country(), rows.section()
    assert Section.objects.readable_in(country) == [shared]


@pytest.mark.parametrize("own_first", [True, False])
def test_a_countrys_own_section_replaces_the_shared_one(own_first):
    country, topic = rows.country(), rows.topic()
    made = [rows.section(topic=topic, country=owner) for owner in ((country, None) if own_first else (None, country))]
    (own,) = [section for section in made if section.country]
    assert Section.objects.readable_in(country) == [own]


def test_a_draft_of_ones_own_leaves_the_shared_section():
    country, topic = rows.country(), rows.topic()
    shared = rows.section(topic=topic)
    rows.section(topic=topic, country=country, state=State.DRAFT)
    assert Section.objects.readable_in(country) == [shared]


def test_the_sections_of_another_country_are_not_read():
    rows.section(country=rows.country())
    assert Section.objects.readable_in(rows.country()) == []


def test_an_opportunity_is_read_when_it_and_its_country_are_published():
    row = rows.opportunity()
    rows.opportunity(state=State.DRAFT)
    rows.opportunity(country=rows.country(state=State.DRAFT))
    assert list(Opportunity.objects.readable()) == [row]


def test_opportunities_come_by_sector_then_country_then_position():
    early, late = rows.sector(position=1), rows.sector(position=2)
    a, b = rows.country(position=1), rows.country(position=2)
    made = {
        "late a": rows.opportunity(sector=late, country=a),
        "early b 2": rows.opportunity(sector=early, country=b, position=2),
        "early b 1": rows.opportunity(sector=early, country=b, position=1),
        "early a": rows.opportunity(sector=early, country=a, position=9),
    }
    expected = [made[name] for name in ("early a", "early b 1", "early b 2", "late a")]
    assert list(Opportunity.objects.readable()) == expected


def test_contacts_are_those_of_the_country_in_their_order():
    country = rows.country()
    second, first = rows.contact(country=country, position=2), rows.contact(country=country, position=1)
    rows.contact(country=country, state=State.DRAFT)
    rows.contact(country=rows.country())
    morocco = rows.contact()
    assert list(Contact.objects.readable_in(country)) == [first, second]
    assert list(Contact.objects.readable_in(None)) == [morocco]


def test_who_goes_to_a_country_may_turn_to_its_contacts_and_then_to_those_in_morocco():
    country = rows.country()
    morocco = rows.contact(position=0)
    second, first = rows.contact(country=country, position=2), rows.contact(country=country, position=1)
    rows.contact(country=rows.country())
    assert list(Contact.objects.readable_for(country)) == [first, second, morocco]
