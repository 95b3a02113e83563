"""An admin in which a person changes what their limits allow, and what belongs to another country does not exist."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404

from core import limits
from core.audited import AuditedAdmin
from core.coming_back import ComingBackAdmin


class LimitedAdmin(ComingBackAdmin, AuditedAdmin):
    """Lists, forms, actions and completions read `get_queryset`; forms leave out what they do not show, so that a value
    posted by hand for a closed field changes nothing."""

    def get_queryset(self, request):
        return limits.reachable(super().get_queryset(request), request.user)

    def get_object(self, request, object_id, from_field=None):
        """The row. For who is limited to countries, 404 for another country's and for one that never was, alike."""
        row = super().get_object(request, object_id, from_field)
        if row is None and limits.path_of(self.model) and limits.countries_of(request.user) is not None:
            raise Http404 if self.has_view_or_change_permission(request) else PermissionDenied
        return row

    def has_add_permission(self, request):
        return super().has_add_permission(request) and limits.may_add(request.user, self.model)

    def has_change_permission(self, request, obj=None):
        if not super().has_change_permission(request, obj):
            return False
        return limits.may_change(request.user, obj) if obj else limits.may_change_some(request.user, self.model)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and limits.may_delete(request.user, obj)

    def get_readonly_fields(self, request, obj=None):
        given = super().get_readonly_fields(request, obj)
        return (*given, *sorted(limits.closed_columns(request.user, self.model) - set(given)))

    def get_changelist_instance(self, request):
        """Nothing to type into a list for who may not change facts."""
        changelist = super().get_changelist_instance(request)
        if not limits.changes_facts(request.user):
            changelist.list_editable = ()
        return changelist

    def changelist_view(self, request, *args, **kwargs):
        if super().has_change_permission(request):
            for sentence in limits.refusals(request.user):
                messages.warning(request, sentence)
        return super().changelist_view(request, *args, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only what the person reaches can be chosen, and an editor of Mali cannot make a text everybody's."""
        model = db_field.related_model
        narrowed = limits.path_of(self.model) is not None and limits.path_of(model)
        if narrowed:
            kwargs["queryset"] = limits.reachable(kwargs.get("queryset", model._default_manager.all()), request.user)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if narrowed and limits.path_of(model) == "pk" and limits.countries_of(request.user) is not None:
            field.required = True
        return field
