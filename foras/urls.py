"""Every address of the portal: public pages and the admin under their language, the rest at the root."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from core.health import healthz
from core.preview import preview
from countries.sitemaps import CountrySitemap
from portal.sitemaps import VIEWS, PageSitemap
from portal.views import robots
from sessions_app.sitemaps import PointSitemap
from testimonies.sitemaps import TestimonySitemap

SITEMAPS = {
    "views": VIEWS,
    "countries": CountrySitemap,
    "points": PointSitemap,
    "stories": TestimonySitemap,
    "pages": PageSitemap,
}

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("", include("testimonies.media_urls")),
    path("", include("portal.old_addresses")),
]
urlpatterns += i18n_patterns(
    path("", include("sessions_app.print_urls")),  # some stand under admin/, which answers for all that follows it
    path("admin/", admin.site.urls),
    path("desk/", include("desk.urls")),
    path("preview/<str:signed>/", preview, name="preview"),
    path("", include("countries.urls")),
    path("", include("sessions_app.urls")),
    path("", include("testimonies.urls")),
    path("", include("portal.urls")),
)

handler400 = "portal.errors.bad_request"
handler403 = "foras.refusals.forbidden"
handler404 = "foras.refusals.not_found"
handler500 = "portal.errors.server_error"
