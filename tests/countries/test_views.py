"""The pages about countries."""

import pytest

from core.models import State
from countries.models import Country
from tests import rows
from tests.foras.document import Document, texts_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


def opened(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return Document(answer.content.decode())


def said(document, tag="main"):
    return " ".join(texts_of(document.one(tag)))


def hrefs(document):
    return [link.get("href") for link in document.all("a")]


def notes(document):
    return [" ".join(texts_of(e)) for e in document.all("p") if e.get("class") == "note"]


# Countries


def test_the_list_shows_published_countries_in_their_order(client):
    rows.country(slug="b", name_fr="B", position=2)
    rows.country(slug="a", name_fr="A", position=1)
    rows.country(slug="c", name_fr="C", state=State.DRAFT)
    document = opened(client, "/fr/countries/")
    cards = [(e.get("href"), *texts_of(e)) for e in document.all("a") if e.get("class") == "country"]
    assert cards == [("/fr/countries/a/", "A"), ("/fr/countries/b/", "B")]


def test_without_a_country_the_list_says_so(client):
    assert notes(opened(client, "/en/countries/")) == [
        "No country is published at the moment. Ask at an orientation point."
    ]


# A country


def test_a_country_shows_its_key_facts(client):
    rows.country(
        slug="togo", name_en="Togo", capital_en="Lomé", currency_name_en="CFA franc", languages_en="French", iso="TG"
    )
    facts = {}
    for pair in opened(client, "/en/countries/togo/").all("dl")[0]:
        term, *values = texts_of(pair)
        facts[term] = " ".join(values)
    expected = {"Capital": "Lomé", "Currency": "CFA franc (XOF)", "Languages": "French", "Calling code": "+221"}
    assert facts == expected


def test_a_fact_that_is_not_known_is_left_out(client):
    rows.country(slug="togo")
    assert [texts_of(term) for term in opened(client, "/en/countries/togo/").all("dt")] == [["Calling code"]]


def test_each_section_has_a_tile_a_title_sentences_a_text_and_sources(client, source):
    country = rows.country(slug="togo")
    topic = rows.topic(slug="work", name_en="Work")
    texts = {"title_en": "Finding work", "in_brief_en": "One.\nTwo.", "body_en": "<p>More <strong>here</strong>.</p>"}
    rows.section(country=country, topic=topic, **texts).sources.add(source)
    document = opened(client, "/en/countries/togo/")
    (section,) = [element for element in document.all("section") if element.get("id") == "work"]
    assert texts_of(section) == [
        "Finding work", "One.", "Two.", "Read more", "Finding work", "More", "here", ".",
        "Sources read on 23 November 2026", "Sources", "Finding work", "Annuaire", "·", "ONFP",
    ]  # fmt: skip
    tiles = next(element for element in document.all("ul") if element.get("class") == "tiles")
    assert [(link.get("href"), *texts_of(link)) for link in tiles.iter("a")] == [("#work", "Work")]


def test_a_contact_stands_beside_the_section_it_serves_and_can_be_called(client):
    country = rows.country(slug="togo")
    section = rows.section(country=country)
    contact = rows.contact(country=country, slug="onfp", name_en="Office", phones="+228 33\n116", acronym="ONFP")
    contact.topics.add(section.topic)
    document = opened(client, "/en/countries/togo/")
    (helper,) = [e for e in document.all("ul") if e.get("class") == "helpers"]
    links = [(e.get("href"), *texts_of(e)) for e in helper.iter("a")]
    assert links == [
        ("/en/countries/togo/contacts/#onfp", "Office"), ("tel:+22833", "+228 33"),
    ]  # fmt: skip


def test_a_shared_section_is_shown_by_each_country(client):
    rows.country(slug="togo"), rows.country(slug="mali")
    rows.section(title_en="Your rights at the airport")
    for slug in ("togo", "mali"):
        assert "Your rights at the airport" in said(opened(client, f"/en/countries/{slug}/"))


def test_the_opportunities_of_a_country_are_listed_and_the_drafts_are_not(client):
    row = rows.opportunity(slug="eggs", title_en="Selling eggs", country=rows.country(slug="togo"))
    rows.opportunity(slug="draft", country=row.country, state=State.DRAFT)
    document = opened(client, "/en/countries/togo/")
    listed = [href for href in hrefs(document) if "opportunities/#" in href]
    assert listed == ["/en/countries/togo/opportunities/#eggs"]


def test_a_country_without_texts_says_so(client):
    rows.country(slug="togo")
    assert notes(opened(client, "/en/countries/togo/"))[1:] == [
        "No text is published on this country yet. Ask at an orientation point."
    ]


def test_a_country_warns_whoever_seeks_asylum(client):
    rows.country(slug="togo")
    assert notes(opened(client, "/en/countries/togo/"))[0] == (
        "Asylum seeker or refugee? Leaving with IOM can end your protection. "
        "Ask for advice before you register. Your rights"
    )


def test_without_contacts_there_is_no_link_to_them(client):
    rows.country(slug="togo")
    assert "/en/countries/togo/contacts/" not in hrefs(opened(client, "/en/countries/togo/"))


def test_a_text_past_its_review_date_tells_the_reader(client, source):
    country = rows.country(slug="togo")
    rows.section(country=country, verified_on="2020-01-01", review_by="2020-02-01").sources.add(source)
    words = said(opened(client, "/en/countries/togo/"))
    assert "Sources read on 1 January 2020. This text awaits a new check: ask before you act on it." in words


def test_a_missing_translation_is_shown_in_french_with_a_label_and_its_own_language(client):
    country = rows.country(slug="togo", name_ar="طوغو")
    rows.section(country=country, title_fr="Se loger", title_ar="السكن", body_fr="<p>Texte</p>")
    document = opened(client, "/ar/countries/togo/")
    (prose,) = [e for e in document.all("div") if (e.get("class") or "") == "prose"]
    assert (prose.get("lang"), prose.get("dir"), texts_of(prose)) == ("fr", "ltr", ["Texte"])
    assert len([e for e in document.all("p") if e.get("class") == "note fallback"]) == 1
    assert [e.get("lang") for e in document.all("h1", "h2") if e.get("lang")] == []


def test_a_complete_translation_has_no_label(client):
    country = rows.country(slug="togo", name_ar="طوغو")
    rows.section(country=country, title_ar="السكن", body_ar="<p>نص</p>")
    assert [e for e in opened(client, "/ar/countries/togo/").all("p") if "fallback" in (e.get("class") or "")] == []


PATHS = ("/fr/countries/{}/", "/fr/countries/{}/opportunities/", "/fr/countries/{}/contacts/")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("slug", ["nowhere", "draft", "review", "future", "expired", "TOGO", "9", "x" * 300])
def test_a_country_that_the_public_cannot_read_is_not_found(client, path, slug):
    rows.country(slug="togo")
    rows.country(slug="draft", state=State.DRAFT)
    rows.country(slug="review", state=State.IN_REVIEW)
    rows.country(slug="future", publish_at="2999-01-01T00:00Z")
    rows.country(slug="expired", expire_at="2020-01-01T00:00Z")
    opened(client, path.format(slug), status=404)


# Opportunities


def test_an_opportunity_tells_all_it_has(client, source):
    texts = {
        "title": "Eggs",
        "what_it_is": "Hens.",
        "what_you_need": "Land.",
        "risks": "Illness.",
        "regions": "Maritime",
    }
    texts |= {"season": "All year", "budget_note": "One person’s."}
    values = {f"{name}_en": text for name, text in texts.items()}
    budget = {"budget_min": 150000, "budget_max": 300000, "budget_currency": "XOF", "budget_year": 2019}
    row = rows.opportunity(country=rows.country(slug="togo"), slug="eggs", needs_basis="sourced", **budget, **values)
    row.sources.add(source)
    (article,) = opened(client, "/en/countries/togo/opportunities/").all("article")
    assert article.get("id") == "eggs"
    assert " ".join(texts_of(article)) == (
        "Eggs Hens. What you need Land. Risks advice of the FORAS team Illness. Where Maritime Season All year "
        "Start-up budget 150,000 – 300,000 XOF (2019) One person’s. "
        "Sources read on 23 November 2026 Sources Eggs Annuaire · ONFP"
    )


@pytest.mark.parametrize(
    ("language", "budget", "shown"),
    [
        ("en", {"budget_min": 5000}, ["5,000 XOF"]),
        ("en", {"budget_max": 5000}, ["5,000 XOF"]),
        ("en", {"budget_min": 5000, "budget_max": 5000}, ["5,000 XOF"]),
        ("en", {"budget_min": 5000, "budget_year": 2019}, ["5,000 XOF", "(2019)"]),
        ("fr", {"budget_min": 1250000, "budget_max": 2000000}, ["1 250 000 – 2 000 000 XOF"]),
        ("ar", {"budget_min": 1250000, "budget_max": 2000000}, ["1 250 000 – 2 000 000 XOF"]),
    ],
)
def test_an_amount_is_grouped_as_the_reader_groups(client, language, budget, shown):
    rows.opportunity(country=rows.country(slug="togo"), budget_currency="XOF", **budget)
    document = opened(client, f"/{language}/countries/togo/opportunities/")
    (amount,) = [e for e in document.all("p") if e.get("class") == "amount"]
    assert texts_of(amount) == shown


def test_without_a_sourced_budget_nothing_is_said_of_money(client):
    rows.opportunity(country=rows.country(slug="togo"))
    document = opened(client, "/en/countries/togo/opportunities/")
    assert [texts_of(term) for term in document.all("dt")] == []


def test_a_country_without_opportunities_says_so(client):
    rows.country(slug="togo")
    assert notes(opened(client, "/en/countries/togo/opportunities/"))[-1] == (
        "No opportunity is published for this country yet."
    )


def shown_opportunities(document):
    """Country and slug of each: two countries may have the same trade."""
    return [article.get("id") for article in document.all("article")]


@pytest.fixture
def four(empty):
    countries = [rows.country(slug="mali", position=1), rows.country(slug="togo", position=2)]
    sectors = [rows.sector(slug="eggs", position=1), rows.sector(slug="trade", position=2)]
    for sector in sectors:
        for country in countries:
            rows.opportunity(country=country, sector=sector, slug=sector.slug)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["mali-eggs", "togo-eggs", "mali-trade", "togo-trade"]),
        ("?country=togo", ["togo-eggs", "togo-trade"]),
        ("?sector=trade", ["mali-trade", "togo-trade"]),
        ("?country=mali&sector=trade", ["mali-trade"]),
        ("?country=nowhere", []),
        ("?sector=%00", []),
        (f"?country={'x' * 5000}", []),
        ("?country=mali&country=togo", ["togo-eggs", "togo-trade"]),
        ("?page=2", ["mali-eggs", "togo-eggs", "mali-trade", "togo-trade"]),
        ("?page=-1", ["mali-eggs", "togo-eggs", "mali-trade", "togo-trade"]),
        ("?page=x%00", ["mali-eggs", "togo-eggs", "mali-trade", "togo-trade"]),
        ("?page=999999999999999999999", ["mali-eggs", "togo-eggs", "mali-trade", "togo-trade"]),
        ("?country[]=mali", ["mali-eggs", "togo-eggs", "mali-trade", "togo-trade"]),
    ],
)
def test_the_filter_narrows_and_an_odd_value_is_no_error(client, four, query, shown):
    assert shown_opportunities(opened(client, f"/fr/opportunities/{query}")) == shown


def test_the_form_keeps_what_was_chosen(client, four):
    document = opened(client, "/fr/opportunities/?country=togo&sector=eggs")
    chosen = [option.get("value") for option in document.all("option") if option.get("selected") is not None]
    assert chosen == ["togo", "eggs"]


def test_an_empty_result_says_so_and_offers_everything(client, four):
    document = opened(client, "/en/opportunities/?country=nowhere")
    assert notes(document)[-1] == "Nothing is published for this choice. Try another country or sector."
    (status,) = [e for e in document.all("p") if e.get("role") == "status"]
    assert texts_of(status) == ["0 opportunities ·", "Show all"]


def test_the_language_switch_keeps_the_filter(client, four):
    switches = [e.get("href") for e in opened(client, "/fr/opportunities/?sector=eggs").all("a") if e.get("hreflang")]
    assert switches == [f"/{code}/opportunities/?sector=eggs" for code in ("fr", "en", "ar")]


def test_a_long_list_has_pages_that_keep_the_filter(client):
    sector, country = rows.sector(slug="eggs"), rows.country(slug="togo")
    for number in range(13):
        rows.opportunity(sector=sector, country=country, slug=f"o{number}", position=number)
    first, second = (
        opened(client, "/fr/opportunities/?sector=eggs"),
        opened(client, "/fr/opportunities/?sector=eggs&page=2"),
    )
    assert shown_opportunities(first) == [f"togo-o{number}" for number in range(12)]
    assert shown_opportunities(second) == ["togo-o12"]
    pages = [(e.get("href"), e.get("aria-current")) for e in second.all("a") if "page=" in e.get("href")]
    pages = [(href, current) for href, current in pages if href.startswith("?")]
    assert pages == [("?country=&sector=eggs&page=1", None), ("?country=&sector=eggs&page=2", "page")]


# Contacts


def test_a_contact_can_be_called_written_to_and_found(client):
    texts = {"name_en": "Office", "what_for_en": "Courses.", "city_en": "Lomé", "address_en": "Street 1"}
    texts |= {"hours_en": "8–12", "caution_en": "Call."}
    ways = {"phones": "+228 22 21\n1010", "whatsapp": "+228 90 00", "email": "a@b.tg", "website": "https://www.b.tg/x"}
    rows.contact(country=rows.country(slug="togo"), slug="onfp", acronym="ONFP", **ways, **texts)
    (article,) = opened(client, "/en/countries/togo/contacts/").all("article")
    assert article.get("id") == "onfp"
    assert [link.get("href") for link in article.iter("a")] == [
        "tel:+2282221", "tel:1010", "https://wa.me/2289000", "mailto:a@b.tg", "https://www.b.tg/x",
    ]  # fmt: skip
    assert " ".join(texts_of(article)) == (
        "Office (ONFP) Courses. Call +228 22 21 Call 1010 from that country only "
        "WhatsApp +228 90 00 a@b.tg b.tg Lomé Street 1 8–12 Call. "
        "Sources read on 23 November 2026"
    )


def test_contacts_are_grouped_by_kind(client):
    country = rows.country(slug="togo")
    rows.contact(country=country, kind="training", name_en="A"), rows.contact(country=country, kind="iom", name_en="B")
    document = opened(client, "/en/countries/togo/contacts/")
    assert [texts_of(heading) for heading in document.all("h2")] == [["IOM offices"], ["Training"]]


def test_whoever_is_still_in_morocco_is_told_to_ask_iom_first(client):
    rows.country(slug="togo")
    rows.contact(kind="iom", name_en="IOM without number", position=0)
    rows.contact(kind="iom", name_en="IOM Rabat", phones="+212 537", position=1)
    document = opened(client, "/en/countries/togo/contacts/")
    (box,) = [e for e in document.all("div") if e.get("class") == "quiet"]
    assert texts_of(box) == ["Still in Morocco? Ask IOM first.", "IOM Rabat", "Call", "+212 537"]


def test_the_contacts_in_morocco_are_those_without_a_country(client):
    rows.contact(name_en="IOM Rabat")
    rows.contact(name_en="Elsewhere", country=rows.country(slug="togo", name_en="Togo"))
    document = opened(client, "/en/contacts/")
    assert [texts_of(heading) for heading in document.all("h3")] == [["IOM Rabat"]]
    assert "/en/countries/togo/contacts/" in hrefs(document)


@pytest.mark.parametrize("path", ["/en/contacts/", "/en/countries/togo/contacts/"])
def test_without_contacts_the_page_says_whom_to_ask(client, path):
    rows.country(slug="togo")
    assert notes(opened(client, path)) == ["No contact is published here yet. Ask IOM in Rabat."]


def test_a_draft_of_a_contact_is_not_shown(client):
    rows.contact(name_en="Draft office", state=State.DRAFT)
    assert "Draft office" not in said(opened(client, "/en/contacts/"))


# Queries


def fill(count):
    """`count` rows of everything, each with sources and topics."""
    for _ in range(count):
        country = Country.objects.filter(slug="togo").first() or rows.country(slug="togo")
        section = rows.section(country=country)
        rows.section()
        for row in (section, rows.opportunity(country=country), rows.contact(country=country), rows.contact()):
            row.sources.add(rows.source())
        for contact in country.contacts.all():
            contact.topics.add(section.topic)
        rows.opportunity().sources.add(rows.source())


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/fr/countries/", 1),
        ("/fr/countries/togo/", 11),
        ("/fr/countries/togo/opportunities/", 3),
        ("/fr/countries/togo/contacts/", 5),
        ("/fr/opportunities/", 5),
        ("/fr/contacts/", 4),
    ],
)
@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_as_many_queries_for_three_rows_as_for_one(
    client, django_assert_num_queries, path, queries, count
):
    fill(count)
    with django_assert_num_queries(queries):
        client.get(path)
