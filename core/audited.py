"""An admin whose deletions stand in the audit log."""

from django.contrib import admin

from core import audit
from core.models import Action


class AuditedAdmin(admin.ModelAdmin):
    def log_deletions(self, request, queryset):
        """The desk's history, and the audit log; before the rows go."""
        rows = list(queryset)
        super().log_deletions(request, rows)
        for row in rows:
            audit.record(request.user, Action.DELETE, row)
