"""The admin site: Django's own, with our names and a Content-Security-Policy that lets the text editor work."""

from csp.constants import NONCE, NONE, SELF
from csp.decorators import csp_replace
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

# The editor asks for an import map (nonce) and writes one fixed style element (hash of django-prose-editor 0.28.0;
# tests/browser/test_admin.py fails when an upgrade changes it).
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, EDITOR_STYLE],
    "img-src": [SELF, "data:"],
    "media-src": [SELF],  # the preview of subtitles over a video
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}


class ForasAdminSite(admin.AdminSite):
    site_title = _("FORAS desk")
    site_header = _("FORAS desk")
    index_title = _("What would you like to mend?")

    def admin_view(self, view, cacheable=False):
        return csp_replace(POLICY)(super().admin_view(view, cacheable))
