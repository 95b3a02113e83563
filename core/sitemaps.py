"""One sitemap entry for each page and language, each naming its alternates."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse


class ContentSitemap(Sitemap):
    i18n = True
    alternates = True
    x_default = True


class ViewSitemap(ContentSitemap):
    """Pages that are views without arguments, by the names of their URLs."""

    def __init__(self, names: tuple[str, ...]):
        super().__init__()
        self.names = names

    def items(self) -> tuple[str, ...]:
        return self.names

    def location(self, item: str) -> str:
        return reverse(item)
