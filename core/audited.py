"""An admin whose deletions stand in the audit log."""

from django.contrib import admin
from django.http import Http404

from core import audit
from core.models import Action


class AuditedAdmin(admin.ModelAdmin):
    def log_deletions(self, request, queryset):
        """The desk's history, and the audit log; before the rows go."""
        rows = list(queryset)
        super().log_deletions(request, rows)
        for row in rows:
            audit.record(request.user, Action.DELETE, row)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Whoever filled in a form of a record that is gone is not led away from it: foras.refusals shows the words."""
        if request.method == "POST" and "post" not in request.POST:  # that one is "Yes, delete it"
            raise Http404
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
