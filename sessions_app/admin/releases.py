"""What was released, when and by whom: to be read, never to be mended afterwards."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sessions_app.admin.reached import ReachedAdmin, ReachedFilter
from sessions_app.models import Release
from sessions_app.weeks import Week


@admin.register(Release)
class ReleaseAdmin(ReachedAdmin):
    list_display = ("__str__", "week_column", "number", "released_at", "released_by", "comment")
    list_filter = (("point", ReachedFilter),)
    list_select_related = ("point", "released_by")
    fields = ("point", "week_column", "number", "released_at", "released_by", "comment")
    readonly_fields = ("week_column",)
    search_fields = ("comment", "point__name_fr", "point__city_fr")
    list_per_page = 50

    def has_add_permission(self, request):
        """A week is released from its week view."""
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("week"), ordering="monday")
    def week_column(self, obj):
        week = Week(obj.monday)
        return format_html(
            '<a href="{}"><bdi dir="ltr">{}</bdi></a>',
            reverse("admin:sessions_app_week", args=[obj.point.slug, week]),
            week,
        )
