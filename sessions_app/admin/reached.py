"""An admin in which the rows of points that the user does not reach do not exist."""

from django.contrib import admin
from django.http import Http404

from core.audited import AuditedAdmin
from sessions_app import reach
from sessions_app.models import Cycle, Facilitator, OrientationPoint, Room, Session

CHOICES = (Cycle, Facilitator, OrientationPoint, Room, Session)  # of these, a form offers only what the user reaches


class ReachedAdmin(AuditedAdmin):
    """Lists, forms, histories, actions and completions all read `get_queryset`; hand-made choices are refused too."""

    def get_queryset(self, request):
        return reach.limit(super().get_queryset(request), request.user)

    def get_object(self, request, object_id, from_field=None):
        """The row, else a 404, as for an address that never existed; Django would lead back to the list."""
        row = super().get_object(request, object_id, from_field)
        if row is None:
            raise Http404
        return row

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, **self._within(db_field, request) | kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, **self._within(db_field, request) | kwargs)

    def _within(self, db_field, request) -> dict:
        model = db_field.related_model
        return {"queryset": reach.limit(model._default_manager.all(), request.user)} if model in CHOICES else {}


class ReachedFilter(admin.RelatedFieldListFilter):
    """A filter that names only what the user reaches."""

    def field_choices(self, field, request, model_admin):
        rows = reach.limit(field.related_model._default_manager.all(), request.user)
        return [(row.pk, str(row)) for row in rows]
