"""Days without sessions, and the days of Ramadan."""

from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.admin import TranslatedAdmin
from sessions_app import closed_days, reach
from sessions_app.admin.pages import linked
from sessions_app.admin.reached import ReachedAdmin, ReachedFilter
from sessions_app.models import Closure, Ramadan


@admin.register(Closure)
class ClosureAdmin(ReachedAdmin, TranslatedAdmin):
    """Coordinators see what closes every point, and change what closes their own."""

    general = ("point", ("first_day", "last_day"), "certain")
    list_display = ("name", "first_day", "last_day", "point_column", "certain", "languages_column")
    list_filter = ("certain", ("point", ReachedFilter))
    list_select_related = ("point",)
    ordering = ("first_day", "pk")

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or reach.owns(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or reach.owns(request.user, obj))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "point" and not reach.reaches_all(request.user):
            field.required, field.help_text = True, ""
            field.initial = reach.points_of(request.user).first()
        return field

    def save_model(self, request, obj, form, change):
        """What stands on these days is named: nobody moves or cancels it for the desk."""
        super().save_model(request, obj, form, change)
        hit = reach.limit(closed_days.hit_by(obj), request.user)
        if hit.exists():
            words = _("Sessions stand on these days, and people count on them. Move or cancel them:")
            messages.warning(request, format_html("{} {}", words, linked(hit)))

    def view_on_site(self, obj):
        """Closures have no page of their own."""

    @admin.display(description=_("orientation point"), ordering="point")
    def point_column(self, obj):
        return obj.point or _("all points")


@admin.register(Ramadan)
class RamadanAdmin(admin.ModelAdmin):
    list_display = ("__str__", "first_day", "last_day", "confirmed")
    list_filter = ("confirmed",)
