"""The admin site: Django's own, with our names and a Content-Security-Policy that lets the text editor work."""

from csp.constants import NONCE, NONE, SELF
from csp.decorators import csp_replace
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpResponseRedirect
from django.urls import path
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

    def get_urls(self):
        """Ours comes before Django's shortcut, which tells any staff account the address of any row."""
        shortcut = path("r/<int:content_type_id>/<path:object_id>/", self.admin_view(self.on_site))
        return [shortcut, *super().get_urls()]

    def on_site(self, request, content_type_id: int, object_id: str):
        """To the public page of a row, for those who may see the row in the desk; a 404 for all others."""
        kind = ContentType.objects.filter(pk=content_type_id).first()
        desk = self._registry.get(kind.model_class()) if kind else None
        row = desk.get_object(request, unquote(object_id)) if desk else None
        if row is None or not desk.has_view_permission(request, row) or not hasattr(row, "get_absolute_url"):
            raise Http404
        return HttpResponseRedirect(row.get_absolute_url())
