"""What search engines may find about stories: those that are public at this moment."""

from django.urls import reverse

from core.sitemaps import ContentSitemap
from testimonies.models import Testimony


class TestimonySitemap(ContentSitemap):
    def items(self):
        return Testimony.objects.published().values_list("slug", flat=True)

    def location(self, slug: str) -> str:
        return reverse("testimony", args=[slug])
