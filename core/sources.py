"""The desk of sources: what texts rest on, and who changes one on which a public text rests."""

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import limits, publication
from core.editing_rows import WatchedAdmin
from core.limited import LimitedAdmin
from core.models import Source

HTTPS = {models.URLField: {"assume_scheme": "https"}}  # what "onfp.sn" means when somebody types just that
PROOF = ("title", "publisher", "url", "dated")  # what a reader is shown; the day it was read again is anybody's
ASK = _("A published text rests on this source: ask a publisher to change its title, its address or its date.")


class SourceForm(forms.ModelForm):
    rests_public = False  # True, set by SourceAdmin, when a text rests on it that this person may not change

    def clean(self):
        """Refused in words: it became public while the form was open, or the form was made by hand.

        Compared with what is stored: `changed_data` goes by what the page says that it said.
        """
        cleaned = super().clean()
        for name in PROOF if self.rests_public else ():
            if name in cleaned and cleaned[name] != self.initial[name] and not self.stays(name):
                self.add_error(name, ASK)
        return cleaned


@admin.register(Source)
class SourceAdmin(LimitedAdmin, WatchedAdmin):
    """Shared by all; but who writes for one country adds what its texts rest on, and mends it while only they do.

    What is printed of it under a public text is changed by who may publish that text.
    """

    form = SourceForm
    list_display = ("title", "publisher", "dated", "accessed_on")
    search_fields = ("title", "publisher", "url")
    list_filter = ("accessed_on",)
    list_per_page = 50
    formfield_overrides = HTTPS
    fields = (*PROOF, "accessed_on")

    def get_fieldsets(self, request, obj=None):
        reason = ASK if self._rests_public(request, obj) and self.has_change_permission(request, obj) else ""
        return [(None, {"fields": self.fields, "description": reason})]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.rests_public = self._rests_public(request, obj)
        return form

    def get_readonly_fields(self, request, obj=None):
        names = super().get_readonly_fields(request, obj)
        if not self._rests_public(request, obj):
            return names
        return (*names, *(name for name in PROOF if name not in (*names, *request.POST)))

    def has_add_permission(self, request):
        return admin.ModelAdmin.has_add_permission(self, request) and limits.changes_facts(request.user)

    def has_change_permission(self, request, obj=None):
        if not (admin.ModelAdmin.has_change_permission(self, request, obj) and limits.changes_facts(request.user)):
            return False
        return obj is None or all(limits.is_within(request.user, text) for text in obj.texts())

    def has_delete_permission(self, request, obj=None):
        return admin.ModelAdmin.has_delete_permission(self, request, obj) and self.has_change_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """A source that a text rests on stays: deleting it would leave the text without proof. Says which texts."""
        to_delete, counts, permissions, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, permissions, [*protected, *(text for source in objs for text in source.texts())]

    def _rests_public(self, request, obj) -> bool:
        """True when a public text rests on it that this person may not publish."""
        public = (text for text in (obj.texts() if obj else ()) if publication.is_public_now(text))
        kinds = {self.admin_site.get_model_admin(type(text)) for text in public}
        return not all(publication.may(request.user, kind.publish_permissions) for kind in kinds)
