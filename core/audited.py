"""An admin whose deletions are shown in words before they are made, and stand in the audit log."""

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import Http404

from core import audit, deletions
from core.models import Action


class AuditedAdmin(admin.ModelAdmin):
    def log_deletions(self, request, queryset):
        """The desk's history, and the audit log; before the rows go."""
        rows = list(queryset)
        super().log_deletions(request, rows)
        for row in rows:
            audit.record(request.user, Action.DELETE, row)

    def get_deleted_objects(self, objs, request):
        tree, counts, permissions, protected = super().get_deleted_objects(objs, request)
        request.stays_away = deletions.stays_away(self, counts)  # they cannot be counted any more once they are gone
        if request.stays_away and "post" not in request.POST and not (permissions or protected):
            messages.warning(request, request.stays_away)  # on the page that asks
        return *deletions.in_words(tree, counts), permissions, protected

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        self._say_where(request)

    def response_delete(self, request, obj_display, obj_id):
        answer = super().response_delete(request, obj_display, obj_id)
        if IS_POPUP_VAR not in request.POST:
            self._say_where(request)
        return answer

    def _say_where(self, request) -> None:
        if sentence := deletions.found_again(self, request):
            messages.info(request, sentence)
            if request.stays_away:
                messages.warning(request, request.stays_away)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Whoever filled in a form of a record that is gone is not led away from it: foras.refusals shows the words."""
        if request.method == "POST" and "post" not in request.POST:  # that one is "Yes, delete it"
            raise Http404
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
