"""`sitemap.xml`: every public page in every language, each naming the others; nothing that the public cannot read."""

from xml.etree import ElementTree

import pytest

from core.models import State
from countries.models import Country
from portal.models import Page
from sessions_app.models import OrientationPoint
from testimonies.models import Testimony
from tests import rows
from tests.pages import LANGUAGES

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
VIEWS = ("", "countries/", "opportunities/", "contacts/", "sessions/", "testimonies/", "return/", "questions/")
VIEWS += ("checklist/", "figures/", "sitemap/")


@pytest.fixture
def entries(client):
    """Alternates by address."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return {
        entry.find("s:loc", NAMES).text: {
            link.get("hreflang"): link.get("href") for link in entry.findall("x:link", NAMES)
        }
        for entry in root.findall("s:url", NAMES)
    }


def expected_paths():
    paths = [*VIEWS, *(f"{page.slug}/" for page in Page.objects.published())]
    for country in Country.objects.published():
        paths += [f"countries/{country.slug}/{rest}" for rest in ("", "opportunities/", "contacts/")]
    paths += [f"sessions/{point.slug}/" for point in OrientationPoint.objects.published()]
    paths += [f"testimonies/{story.slug}/" for story in Testimony.objects.published()]
    return paths


def test_every_public_page_is_there_in_every_language_once(entries):
    expected = {f"http://testserver/{language}/{path}" for path in expected_paths() for language in LANGUAGES}
    assert (set(entries), len(expected)) == (expected, len(LANGUAGES) * (11 + 15 + 4 + 3 + 1))


def test_each_entry_names_its_alternates_and_the_address_without_language(entries):
    for address, alternates in entries.items():
        path = address.removeprefix("http://testserver/")[3:]
        assert alternates == {code: f"http://testserver/{code}/{path}" for code in LANGUAGES} | {
            "x-default": f"http://testserver/{path}"
        }


def test_what_the_public_cannot_read_is_absent(empty, client):
    rows.page(slug="draft-page", state=State.DRAFT), rows.country(slug="draft-country", state=State.DRAFT)
    assert b"draft-" not in client.get("/sitemap.xml").content


def test_every_address_of_the_sitemap_opens(client, entries):
    assert {address for address in entries if client.get(address).status_code != 200} == set()
