"""The portal with JavaScript switched off: everything can be read, filtered, ticked and read in another language."""

import re

import pytest

from tests.browser.looking import words
from tests.pages import LANGUAGES, PAGES

pytestmark = pytest.mark.look

every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def reader(chromium):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


@every_language
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "home")
def test_everything_can_be_read(site, reader, language, path):
    """What `main` holds is on the screen once each fold has been opened by hand."""
    reader.goto(f"{site.url}/{language}/{path}")
    assert reader.locator("h1").count() == 1
    assert reader.locator("h1").is_visible()
    for fold in reader.locator("main details").all():
        if fold.get_attribute("open") is None:  # a form with a choice in it comes open
            fold.locator("> summary").click()
    main = reader.locator("main")
    # A stylesheet may write the first letter of a day as a capital.
    assert words(main.inner_text()).casefold() == words(main.text_content()).casefold()
    assert reader.locator("script").count() == 0


def test_a_closed_fold_is_noticed(site, reader):
    """A control: what is not opened is not counted as read."""
    reader.goto(f"{site.url}/fr/countries/senegal/")
    main = reader.locator("main")
    assert len(words(main.inner_text())) < len(words(main.text_content()))


@every_language
def test_opportunities_are_filtered_by_the_form(site, reader, language):
    reader.goto(f"{site.url}/{language}/opportunities/")
    cards = reader.locator("article.opportunity")
    everything = cards.count()
    reader.locator("#country").select_option("senegal")
    reader.locator("#sector").select_option("poultry")
    reader.locator("form.filter button").click()
    assert reader.url == f"{site.url}/{language}/opportunities/?country=senegal&sector=poultry"
    assert 0 < cards.count() < everything
    places = {link.get_attribute("href") for link in reader.locator(".place a").all()}
    assert places == {f"/{language}/countries/senegal/opportunities/"}
    assert reader.locator("#country").input_value() == "senegal"
    assert reader.locator("#sector").input_value() == "poultry"


@pytest.mark.parametrize("path", ["opportunities/?country=mali&sector=poultry", "countries/mali/contacts/", ""])
def test_language_switch_leads_to_the_same_page(site, reader, path):
    reader.goto(f"{site.url}/fr/{path}")
    for language in ("ar", "en", "fr"):
        reader.locator(f"nav.languages a[hreflang={language}]").click()
        assert reader.url == f"{site.url}/{language}/{path}"
        assert reader.locator("html").get_attribute("lang") == language


@every_language
def test_checklist_can_be_ticked(site, reader, language):
    reader.goto(f"{site.url}/{language}/checklist/")
    boxes = reader.locator(".checklist input")
    assert boxes.count() > 5
    for label in reader.locator(".checklist label").all():
        label.click()
    assert [box for box in boxes.all() if not box.is_checked()] == []


@every_language
def test_a_contact_can_be_called_with_one_tap(site, reader, language):
    reader.goto(f"{site.url}/{language}/countries/senegal/contacts/")
    numbers = [link.get_attribute("href") for link in reader.locator("a.button[href^='tel:']").all()]
    assert numbers
    assert [number for number in numbers if not re.fullmatch(r"tel:\+?\d{2,15}", number)] == []
