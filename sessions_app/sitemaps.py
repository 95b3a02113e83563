"""What search engines may find about sessions: the points.

Weeks and sessions are for those who follow a link. Found in a search months later, they would send people to a closed
door, so their pages say `noindex` and are not listed.
"""

from django.urls import reverse

from core.sitemaps import ContentSitemap
from sessions_app.models import OrientationPoint


class PointSitemap(ContentSitemap):
    def items(self):
        return OrientationPoint.objects.published().values_list("slug", flat=True)

    def location(self, slug: str) -> str:
        return reverse("point", args=[slug])
