"""What every part of the sitemap has in common."""

import pytest
from django.utils.translation import override

from core.sitemaps import ViewSitemap


@pytest.mark.parametrize(
    ("language", "addresses"), [("fr", ["/fr/", "/fr/figures/"]), ("ar", ["/ar/", "/ar/figures/"])]
)
def test_views_are_found_by_the_names_of_their_addresses(language, addresses):
    sitemap = ViewSitemap(("home", "figures"))
    with override(language):
        assert [sitemap.location(name) for name in sitemap.items()] == addresses


def test_each_entry_stands_in_every_language_and_names_the_others():
    sitemap = ViewSitemap(("home",))
    assert (sitemap.i18n, sitemap.alternates, sitemap.x_default) == (True, True, True)
