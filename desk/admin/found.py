"""What the commands found, to be read: nobody types it."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.amounts import size
from desk.models import LinkCheck, PageWeight


class FoundAdmin(admin.ModelAdmin):
    """A list without forms: a command writes these rows."""

    list_per_page = 50
    actions = None

    class Media:
        css = {"all": ["css/admin.css"]}

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class BrokenFilter(admin.SimpleListFilter):
    title = _("what needs somebody")
    parameter_name = "broken"

    def lookups(self, request, model_admin):
        return [("yes", _("broken in two runs or more"))]

    def queryset(self, request, queryset):
        return queryset.broken() if self.value() == "yes" else queryset


@admin.register(LinkCheck)
class LinkCheckAdmin(FoundAdmin):
    list_display = ("url_column", "state", "code", "checked_at", "first_failed_at")
    list_filter = (BrokenFilter, "state")
    search_fields = ("url",)

    @admin.display(description=_("web address"), ordering="url")
    def url_column(self, obj):
        return format_html('<bdi dir="ltr">{}</bdi>', obj.url)


class HeavyFilter(admin.SimpleListFilter):
    title = _("what needs somebody")
    parameter_name = "heavy"

    def lookups(self, request, model_admin):
        return [("yes", _("over the budget"))]

    def queryset(self, request, queryset):
        return queryset.heavy() if self.value() == "yes" else queryset


@admin.register(PageWeight)
class PageWeightAdmin(FoundAdmin):
    list_display = ("path_column", "size_column", "weighed_at")
    list_filter = (HeavyFilter,)
    search_fields = ("path",)

    def view_on_site(self, obj):
        return obj.path

    @admin.display(description=_("page"), ordering="path")
    def path_column(self, obj):
        return format_html('<bdi dir="ltr">{}</bdi>', obj.path)

    @admin.display(description=_("size"), ordering="bytes")
    def size_column(self, obj):
        return size(obj.bytes)
