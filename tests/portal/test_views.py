"""The public's front door."""

import pytest

from core.models import State
from portal.models import ChecklistItem
from tests import rows
from tests.foras.document import Document, texts_of

VERIFIED = ["Sources read on 23 November 2026"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


def opened(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return Document(answer.content.decode())


def notes(document):
    return [" ".join(texts_of(e)) for e in document.all("p") if e.get("class") == "note"]


def labels(document):
    """How often the page says that a text is shown in French."""
    return len([e for e in document.all("p") if e.get("class") == "note fallback"])


def in_french(document):
    """What stands in an element that says it is French, below the header."""
    return [texts_of(e) for e in document.one("main").iter() if e.get("lang") == "fr"]


# Home


def test_home_has_three_doors_in_order(client):
    doors = [e.get("href") for e in opened(client, "/fr/").all("a") if e.get("class") == "door"]
    assert doors == ["/fr/countries/", "/fr/sessions/", "/fr/testimonies/"]


def test_home_shows_published_countries_steps_and_featured_figures(client, source):
    rows.country(name_en="Togo", slug="togo"), rows.country(name_en="Draft", state=State.DRAFT)
    rows.step(title_en="Ask"), rows.step(title_en="Hidden", state=State.DRAFT)
    rows.figure(value=2196, year=2024, label_en="people").sources.add(source)
    rows.figure(label_en="not featured", featured=False), rows.figure(label_en="draft", state=State.DRAFT)
    document = opened(client, "/en/")
    lists = {e.get("class"): [texts_of(item) for item in e] for e in document.all("ul", "ol")}
    assert lists["countries"] == [["Togo"]]
    assert lists["steps short"] == [["Ask"]]
    assert lists["figures"] == [["2,196", "people", "2024 ·", "ONFP"]]


def test_an_empty_home_says_so_and_leaves_the_empty_parts_out(client):
    document = opened(client, "/en/")
    assert notes(document) == ["No country is published at the moment. Ask at an orientation point."]
    assert [texts_of(heading) for heading in document.all("h2")] == [["Choose your country"], ["Before you decide"]]


# How a return works


def test_each_step_says_what_happens_how_long_it_takes_and_that_one_can_stop(client, source):
    rows.step(
        slug="ask", position=1, title_en="Ask", text_en="Call.\nWait.", duration_en="Two weeks", stop_en="Say so."
    )
    rows.step(slug="leave", position=2, title_en="Leave", text_en="Fly.").sources.add(source)
    steps = [e for e in opened(client, "/en/return/").all("li") if e.get("id")]
    assert [step.get("id") for step in steps] == ["ask", "leave"]
    assert texts_of(steps[0]) == ["Ask", "Call.", "Wait.", "Two weeks", "Say so.", *VERIFIED]
    assert texts_of(steps[1])[:5] == ["Leave", "Fly.", *VERIFIED, "Sources", "Leave"]


def test_without_steps_the_page_says_so(client):
    steps = next(e for e in opened(client, "/en/return/").all("ol") if e.get("class") == "steps")
    assert texts_of(steps) == ["The steps are not published at the moment. Ask at an orientation point."]


def test_a_step_without_translation_is_shown_in_french(client):
    rows.step(title_fr="Demander", title_ar="الطلب", text_fr="Appelez.")
    document = opened(client, "/ar/return/")
    assert (labels(document), in_french(document)) == (1, [["Appelez."]])


# Questions


def test_a_question_begins_with_yes_no_or_maybe(client):
    for position, answer in enumerate(["yes", "no", "maybe"]):
        rows.question(position=position, question_en=f"Q{position}?", short_answer=answer, answer_en="<p>Because.</p>")
    articles = opened(client, "/en/questions/").all("article")
    assert [texts_of(article)[:3] for article in articles] == [
        ["Q0?", "Yes", "Because."], ["Q1?", "No", "Because."], ["Q2?", "Maybe", "Because."],
    ]  # fmt: skip


def test_without_questions_the_page_says_so(client):
    rows.question(state=State.DRAFT)
    assert notes(opened(client, "/en/questions/")) == [
        "No question is published yet. Ask yours at an orientation point."
    ]


def test_a_question_without_translation_is_shown_in_french(client):
    rows.question(question_fr="Puis-je ?", question_en="May I?", answer_fr="<p>Oui</p>")
    document = opened(client, "/en/questions/")
    assert (labels(document), in_french(document)) == (1, [["Oui"]])


# Checklist


def test_the_checklist_is_grouped_in_the_order_of_its_groups(client):
    rows.checklist_item(position=1, group="money", text_en="Savings")
    rows.checklist_item(position=2, group="papers", text_en="Passport")
    rows.checklist_item(position=3, group="money", text_en="Debts")
    document = opened(client, "/en/checklist/")
    groups = [texts_of(section) for section in document.all("section")]
    assert groups == [["Papers", "Passport"], ["Money", "Savings", "Debts"]]


def test_every_group_has_its_heading(client):
    for group in ChecklistItem.Group:
        rows.checklist_item(group=group)
    assert len(opened(client, "/en/checklist/").all("section")) == len(ChecklistItem.Group)


def test_the_boxes_have_no_name_and_the_page_no_form_so_nothing_is_sent(client):
    rows.checklist_item()
    document = opened(client, "/en/checklist/")
    assert [box.attrib for box in document.all("input")] == [{"type": "checkbox", "autocomplete": "off"}]
    assert document.all("form") == []


def test_without_a_checklist_the_page_says_so(client):
    assert notes(opened(client, "/en/checklist/")) == [
        "The list is not published at the moment. Ask at an orientation point."
    ]


def test_a_line_without_translation_is_marked_as_french(client):
    rows.checklist_item(text_fr="Passeport")
    assert in_french(opened(client, "/ar/checklist/")) == [["Passeport"]]


# Figures


def test_figures_stand_under_their_year_the_latest_first(client):
    rows.figure(year=2018, value=276, label_en="trained")
    rows.figure(year=2024, value=2196, label_en="returned", featured=False)
    rows.figure(year=2024, value=10, unit="%", more_than=True, label_en="women")
    sections = [texts_of(section) for section in opened(client, "/en/figures/").all("section")]
    assert sections == [
        ["2024", "2,196", "returned", *VERIFIED, "more than", "10 %", "women", *VERIFIED],
        ["2018", "276", "trained", *VERIFIED],
    ]


@pytest.mark.parametrize(("language", "shown"), [("en", "11,300"), ("fr", "11 300"), ("ar", "11 300")])
def test_a_figure_is_grouped_as_the_reader_groups(client, language, shown):
    rows.figure(value=11300)
    numbers = opened(client, f"/{language}/figures/").one("main").iter("strong")
    assert [texts_of(number) for number in numbers] == [[shown]]


def test_without_figures_the_page_says_so(client):
    assert notes(opened(client, "/en/figures/")) == ["No figure is published yet."]


def test_a_figure_without_translation_is_shown_in_french(client):
    rows.figure(label_fr="formées")
    document = opened(client, "/en/figures/")
    assert (labels(document), in_french(document)) == (1, [["formées"]])


# Pages of text


def test_a_page_shows_its_title_summary_text_and_date(client):
    rows.page(slug="rights", title_en="Rights", summary_en="You may <stay>.", body_en="<h3>Asylum</h3><p>Ask.</p>")
    document = opened(client, "/en/rights/")
    assert texts_of(document.one("main"))[2:] == [
        "Rights", "You may <stay>.", "Asylum", "Ask.", *VERIFIED,
    ]  # fmt: skip
    assert texts_of(document.one("title")) == ["Rights · FORAS"]
    assert document.meta("description") == ["You may <stay>."]


def test_a_page_without_translation_is_shown_in_french(client):
    rows.page(slug="rights", title_fr="Droits", summary_fr="Résumé.", body_fr="<p>Texte</p>")
    document = opened(client, "/ar/rights/")
    assert (labels(document), in_french(document)) == (1, [["Droits"], ["Droits"], ["Résumé."], ["Texte"]])


def test_a_page_past_its_review_date_tells_the_reader(client):
    rows.page(slug="rights", verified_on="2020-01-01", review_by="2020-02-01")
    words = " ".join(texts_of(opened(client, "/en/rights/").one("main")))
    assert words.endswith("Sources read on 1 January 2020. This text awaits a new check: ask before you act on it.")


def test_a_page_that_somebody_verified_says_so(client, editor):
    rows.page(slug="rights", verified_by=editor)
    assert texts_of(opened(client, "/en/rights/").one("main"))[-1] == "Verified on 23 November 2026"


def test_partners_are_named_on_the_page_about_foras_only(client):
    rows.page(slug="about"), rows.page(slug="rights")
    (
        rows.partner(slug="iom", name_en="IOM", role_en="Leads.", website="https://iom.int"),
        rows.partner(state=State.DRAFT),
    )
    (partners,) = [e for e in opened(client, "/en/about/").all("ul") if e.get("class") == "partners"]
    assert [(item.get("id"), texts_of(item)) for item in partners] == [("iom", ["IOM", "Leads."])]
    assert [e for e in opened(client, "/en/rights/").all("ul") if e.get("class") == "partners"] == []


@pytest.mark.parametrize("slug", ["nothing", "draft", "review", "future", "expired", "RIGHTS", "x" * 300])
@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_a_page_that_the_public_cannot_read_is_not_found(client, language, slug):
    rows.page(slug="rights")
    rows.page(slug="draft", state=State.DRAFT)
    rows.page(slug="review", state=State.IN_REVIEW)
    rows.page(slug="future", publish_at="2999-01-01T00:00Z")
    rows.page(slug="expired", expire_at="2020-01-01T00:00Z")
    opened(client, f"/{language}/{slug}/", status=404)


def test_a_page_that_staff_added_is_on_the_site_map(client):
    rows.page(slug="new", title_en="New page")
    links = [(e.get("href"), texts_of(e)) for e in opened(client, "/en/sitemap/").one("main").iter("a")]
    assert ("/en/new/", ["New page"]) in links


# Site map, robots


def test_the_site_map_lists_countries_with_their_pages(client):
    rows.country(slug="togo", name_en="Togo"), rows.country(slug="draft", state=State.DRAFT)
    (section,) = [
        e for e in opened(client, "/en/sitemap/").all("section") if e.get("aria-labelledby") == "map-countries"
    ]
    assert [link.get("href") for link in section.iter("a")] == [
        "/en/countries/", "/en/countries/togo/", "/en/countries/togo/opportunities/", "/en/countries/togo/contacts/",
    ]  # fmt: skip


def test_robots_may_read_all_but_the_desk(client):
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /fr/admin/",
        "Disallow: /en/admin/",
        "Disallow: /ar/admin/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


# Queries


def fill(count):
    for _ in range(count):
        rows.country()
        for row in (rows.step(), rows.question(), rows.checklist_item(), rows.figure(), rows.page(), rows.partner()):
            row.sources.add(rows.source())
    rows.page(slug="about").sources.add(rows.source())


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/fr/", 6),
        ("/fr/return/", 2),
        ("/fr/questions/", 2),
        ("/fr/checklist/", 2),
        ("/fr/figures/", 4),
        ("/fr/about/", 3),
        ("/fr/sitemap/", 2),
        ("/fr/nothing/", 1),
        ("/robots.txt", 0),
        ("/sitemap.xml", 4),
    ],
)
@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_as_many_queries_for_three_rows_as_for_one(
    client, django_assert_num_queries, path, queries, count
):
    fill(count)
    with django_assert_num_queries(queries):
        client.get(path)
