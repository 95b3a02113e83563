"""What search engines may find beside the countries."""

from django.urls import reverse

from core.sitemaps import ContentSitemap, ViewSitemap
from portal.models import Page

VIEWS = ViewSitemap(
    (
        "home", "countries", "opportunities", "contacts", "sessions", "testimonies",
        "return", "questions", "checklist", "figures", "site_map",
    )
)  # fmt: skip


class PageSitemap(ContentSitemap):
    def items(self):
        return Page.objects.published().values_list("slug", flat=True)

    def location(self, slug: str) -> str:
        return reverse("page", args=[slug])
