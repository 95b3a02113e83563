"""What search engines may find about countries."""

import pytest

from core.models import State
from countries.sitemaps import CountrySitemap
from tests import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


def test_a_published_country_has_three_pages_and_a_draft_none():
    rows.country(slug="togo")
    rows.country(slug="draft", state=State.DRAFT)
    sitemap = CountrySitemap()
    assert [sitemap.location(item) for item in sitemap.items()] == [
        "/fr/countries/togo/", "/fr/countries/togo/opportunities/", "/fr/countries/togo/contacts/",
    ]  # fmt: skip
