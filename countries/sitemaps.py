"""What search engines may find about countries."""

from django.urls import reverse

from core.sitemaps import ContentSitemap
from countries.models import Country


class CountrySitemap(ContentSitemap):
    views = ("country", "country_opportunities", "country_contacts")

    def items(self) -> list[tuple[str, str]]:
        return [
            (view, slug) for slug in Country.objects.published().values_list("slug", flat=True) for view in self.views
        ]

    def location(self, item: tuple[str, str]) -> str:
        view, slug = item
        return reverse(view, args=[slug])
