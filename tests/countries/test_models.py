"""The rules of countries, sections, opportunities and contacts."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from core.models import State
from countries.models import Contact, Country, Opportunity, Section, Sector, Topic
from tests import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def refusals(row):
    """What `full_clean` says, by field."""
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value.message_dict


def refused_by_the_database(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_a_country_as_staff_would_type_it_is_valid():
    Country(iso="TG", slug="togo", name_fr="Togo", calling_code="+228", currency_code="XOF").full_clean()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("iso", "tg", "Two capital letters: SN, ML, CI."),
        ("iso", "T", "Two capital letters: SN, ML, CI."),
        ("iso", "T1", "Two capital letters: SN, ML, CI."),
        ("iso", "SN", "Country with this ISO code already exists."),
        ("currency_code", "CFA.", "Ensure this value has at most 3 characters (it has 4)."),
        ("currency_code", "fcf", "Three capital letters: XOF, GNF, XAF."),
        ("calling_code", "228", "A plus and digits: +221."),
        ("calling_code", "+", "A plus and digits: +221."),
        ("slug", "to go", "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
        ("slug", "mali", "Country with this Slug already exists."),
    ],
)
def test_a_country_is_refused_in_words(field, value, message):
    values = {"iso": "TG", "slug": "togo", "name_fr": "Togo", "calling_code": "+228", "currency_code": "XOF"}
    found = refusals(Country(**values | {field: value}))
    assert (list(found), message in found[field]) == ([field], True)


def test_a_country_needs_its_french_name():
    row = Country(iso="TG", slug="togo", name_en="Togo", name_fr="", calling_code="+228", currency_code="XOF")
    assert refusals(row)["name_fr"] == ["This field cannot be blank."]


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (Country(name_en="Togo", slug="togo"), "Togo"),
        (Country(slug="togo"), "togo"),
        (Topic(name_en="Work"), "Work"),
        (Sector(slug="trade"), "trade"),
        (Section(country=Country(name_en="Togo"), title_en="Work"), "Togo · Work"),
        (Section(title_en="Work"), "All countries · Work"),
        (Opportunity(country=Country(name_en="Togo"), title_en="Eggs"), "Togo · Eggs"),
        (Contact(name_en="Office", acronym="ONFP"), "Office (ONFP)"),
        (Contact(name_en="Office"), "Office"),
    ],
)
def test_each_row_has_a_name_for_the_desk(row, name):
    assert str(row) == name


def test_a_country_has_its_page_in_the_language_of_the_reader():
    with override("ar"):
        assert Country(slug="mali").get_absolute_url() == "/ar/countries/mali/"


def test_a_country_has_one_section_on_a_topic(empty):
    section = rows.section(country=rows.country())
    twin = Section(country=section.country, topic=section.topic, title_fr="x")
    assert refusals(twin) == {"__all__": ["This country has a section on this topic already."]}
    refused_by_the_database(lambda: rows.section(country=section.country, topic=section.topic))


def test_a_topic_has_one_shared_section(empty):
    section = rows.section()
    twin = Section(topic=section.topic, title_fr="x")
    assert refusals(twin) == {"__all__": ["There is a shared section on this topic already."]}
    refused_by_the_database(lambda: rows.section(topic=section.topic))


def test_a_topic_in_use_is_not_deleted(empty):
    refused_by_the_database(lambda: rows.section().topic.delete())


def test_a_section_stands_on_its_countrys_page(empty):
    section = rows.section(country=rows.country(slug="togo"), topic=rows.topic(slug="work"))
    assert section.get_absolute_url() == "/en/countries/togo/#work"


def test_a_shared_section_stands_on_the_first_country_that_shows_it(empty):
    shared = rows.section(topic=rows.topic(slug="work"))
    rows.country(slug="draft", position=1, state=State.DRAFT)
    rows.section(country=rows.country(slug="own", position=2), topic=shared.topic)
    rows.section(country=rows.country(slug="own-draft", position=3), topic=shared.topic, state=State.DRAFT)
    assert shared.get_absolute_url() == "/en/countries/own-draft/#work"


def test_a_shared_section_that_no_country_shows_leads_to_the_countries(empty):
    shared = rows.section()
    rows.section(country=rows.country(), topic=shared.topic)
    assert shared.get_absolute_url() == "/en/countries/"


def test_an_opportunity_slug_is_unique_within_its_country(empty):
    row = rows.opportunity(slug="eggs")
    rows.opportunity(slug="eggs")
    twin = Opportunity(country=row.country, sector=row.sector, slug="eggs", title_fr="x", what_it_is_fr="x")
    assert refusals(twin) == {"__all__": ["This country has an opportunity with this slug already."]}
    refused_by_the_database(lambda: rows.opportunity(country=row.country, slug="eggs"))


@pytest.mark.parametrize(
    ("budget", "messages"),
    [
        ({"budget_min": 5, "budget_max": 4, "budget_currency": "XOF"}, ["The budget ends below where it begins."]),
        ({"budget_min": 5}, ["An amount needs its currency."]),
        ({"budget_max": 5}, ["An amount needs its currency."]),
    ],
)
def test_a_budget_is_in_order_and_has_its_currency(empty, budget, messages):
    row = rows.opportunity()
    for name, value in budget.items():
        setattr(row, name, value)
    assert refusals(row) == {"__all__": messages}
    refused_by_the_database(lambda: Opportunity.objects.update(**budget))


@pytest.mark.parametrize(
    "budget",
    [
        {},
        {"budget_currency": "XOF"},
        {"budget_min": 5, "budget_max": 5, "budget_currency": "XOF"},
        {"budget_max": 9, "budget_currency": "XOF", "budget_year": 2019},
    ],
)
def test_a_budget_may_be_absent_or_open(empty, budget):
    rows.opportunity(**budget).full_clean()


@pytest.mark.parametrize(
    ("values", "has_budget"),
    [({}, False), ({"budget_min": 5}, True), ({"budget_max": 5}, True), ({"budget_note_en": "x"}, True)],
)
def test_an_opportunity_has_a_budget_when_a_source_says_something(values, has_budget):
    assert Opportunity(**values).has_budget is has_budget


def test_an_opportunity_stands_on_its_countrys_list(empty):
    row = rows.opportunity(country=rows.country(slug="togo"), slug="eggs")
    assert row.get_absolute_url() == "/en/countries/togo/opportunities/#eggs"


@pytest.mark.parametrize(("slug", "url"), [("togo", "/en/countries/togo/contacts/#a"), (None, "/en/contacts/#a")])
def test_a_contact_stands_in_its_country_or_in_morocco(empty, slug, url):
    assert rows.contact(slug="a", country=slug and rows.country(slug=slug)).get_absolute_url() == url


def test_a_whatsapp_number_begins_with_the_calling_code():
    contact = Contact(slug="a", kind="iom", name_fr="x", whatsapp="77 123")
    assert refusals(contact) == {"whatsapp": ["Begin with the country's calling code: +221 …"]}


def test_phone_numbers_are_one_a_line():
    assert Contact(phones="33 82\n\n 33 83 \n").phone_numbers == ["33 82", "33 83"]
