"""Modules, cycles and sessions."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core import addresses, limits, translated
from core.admin import ContentAdmin, TranslatedAdmin
from core.editing_rows import WatchedAdmin
from sessions_app import codes, planning, reach
from sessions_app.admin import changes, counting, cycles, week
from sessions_app.admin.hours import HOURS, parse_day
from sessions_app.admin.pages import warn_of_nobody
from sessions_app.admin.periods import PeriodFilter
from sessions_app.admin.reached import ReachedAdmin, ReachedFilter
from sessions_app.admin.session_form import SessionForm
from sessions_app.models import Cycle, Module, Session
from sessions_app.weeks import Week

AS_IT_WAS = ("module", "status", "point", "room", "day", "starts", "ends", "facilitators", "cycle", "day_number")


@admin.register(Module)
class ModuleAdmin(ContentAdmin):
    publish_permissions = (*ContentAdmin.publish_permissions, reach.ALL_POINTS)
    general = (("slug", "position"), ("kind", "icon"), "usual_minutes")
    list_display = ("__str__", "position", "state_column", "verified_column", "languages_column")
    list_editable = ("position",)


@admin.register(Cycle)
class CycleAdmin(ReachedAdmin, WatchedAdmin):
    """A cycle is made with all its days at once; afterwards its days are sessions like any other."""

    list_display = ("__str__", "module", "point", "group", "days")
    list_filter = (("point", ReachedFilter), "module")
    list_select_related = ("module", "point")
    search_fields = ("group", "module__title_fr", "module__title_en", "module__title_ar", "point__city_fr")
    list_per_page = 50
    change_list_template = "admin/sessions_app/cycle/change_list.html"

    def get_urls(self):
        return [
            path("make/", self.admin_site.admin_view(cycles.make), name="sessions_app_cycle_make"),
            *super().get_urls(),
        ]

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(("module", "point") if obj else ()))


@admin.register(Session)
class SessionAdmin(ReachedAdmin, TranslatedAdmin):
    """Every save goes through `planning.book`: what is refused stands beside its field, and nothing typed is lost."""

    form = SessionForm
    general = (
        ("module", "status"),
        ("point", "room"),
        ("day", "starts", "ends"),
        "facilitators",
        "languages",
        ("country", "seats"),
        ("cycle", "day_number"),
        "internal_note",
    )
    list_display = ("time_column", "module", "place_column", "status_column", "week_column")
    list_display_links = ("time_column",)
    list_filter = (PeriodFilter, ("point", ReachedFilter), "module", "status")
    list_select_related = ("module", "point", "room")
    list_per_page = 50
    search_fields = (
        "code", "module__title_fr", "module__title_en", "module__title_ar", "room__name", "facilitators__name",
    )  # fmt: skip
    actions = ("confirm", "move", "cancel")
    autocomplete_fields = ("cycle",)
    formfield_overrides = HOURS
    change_list_template = "admin/sessions_app/session/change_list.html"
    change_form_template = "admin/sessions_app/session/change_form.html"

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("week/", wrap(week.points), name="sessions_app_weeks"),
            path("week/<slug:point>/<week:week>/", wrap(week.week), name="sessions_app_week"),
            path("week/<slug:point>/<week:week>/release/", wrap(week.release), name="sessions_app_week_release"),
            path("week/<slug:point>/<week:week>/copy/", wrap(week.copy), name="sessions_app_week_copy"),
            path("week/<slug:point>/<week:week>/confirm/", wrap(week.confirm), name="sessions_app_week_confirm"),
            path("week/<path:rest>", wrap(week.nowhere)),
            path("<int:pk>/move/", wrap(changes.move), name="sessions_app_session_move"),
            path("<int:pk>/reinstate/", wrap(changes.restore), name="sessions_app_session_reinstate"),
            path("<int:pk>/headcount/", wrap(counting.headcount), name="sessions_app_session_headcount"),
            path("cancel/", wrap(changes.cancel), name="sessions_app_session_cancel"),
            *super().get_urls(),
        ]

    # Forms

    def get_fieldsets(self, request, obj=None):
        """The reason is only asked for where there is one to give: on what was moved or cancelled."""
        blocks = super().get_fieldsets(request, obj)
        if not (obj and obj.is_off):
            for _name, options in blocks:
                options["fields"] = [name for name in options["fields"] if not str(name).startswith("reason_")]
        return blocks

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "room":
            field.queryset = field.queryset.select_related("point")
            field.label_from_instance = cycles.room_label
        return field

    def get_readonly_fields(self, request, obj=None):
        """What was moved or cancelled stays on the wall as it was; its reason and its note can still be mended."""
        given = super().get_readonly_fields(request, obj)
        return (*given, *(name for name in AS_IT_WAS if name not in given)) if obj and obj.is_off else given

    def get_changeform_initial_data(self, request):
        """The day that a link of the week view names, shown as the reader writes dates."""
        initial = super().get_changeform_initial_data(request)
        return initial | {"day": day} if (day := parse_day(request.GET.get("day", ""))) else initial

    def get_search_fields(self, request):
        return self.search_fields

    def get_search_results(self, request, queryset, search_term):
        """A code from a slip or a certificate leads to its session; one that is mistyped is told."""
        if "-" not in search_term:
            return super().get_search_results(request, queryset, search_term)
        if codes.is_valid(search_term):
            return queryset.filter(code=codes.session_code(search_term)), False
        if codes.looks_like_one(search_term):
            messages.warning(request, _("This code is mistyped: its check character does not agree."))
        return super().get_search_results(request, queryset, search_term)

    def has_delete_permission(self, request, obj=None):
        """Only a draft is deleted. What was public is cancelled, so that whoever read it learns that it is off."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.is_public)

    def has_plan_permission(self, request):
        """For the actions: when and where a session is given is a fact, which no translator changes."""
        return self.has_change_permission(request) and limits.changes_facts(request.user)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_public else None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Somebody else may book the room between the check and the save: then the form comes back, and says so."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except planning.Refused:
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        was_public = "status" in form.fields and form.initial.get("status") not in (None, Session.Status.DRAFT)
        for conflict in planning.book(obj, form.chosen_facilitators()):
            messages.warning(request, conflict.message)
        if change and was_public and {"day", "starts", "ends", "room"} & set(form.changed_data):
            messages.warning(request, _ALREADY_PUBLIC)
        if obj.day < timezone.localdate() and (not change or "day" in form.changed_data):
            messages.warning(request, _("This day is past: check the date."))
        warn_of_nobody(request, Session.objects.filter(pk=obj.pk))

    def restorable(self):
        """The words. When and where it is given is planned, never brought back."""
        return {name for name in super().restorable() if name[:-3] in translated.fields(Session)} | {"internal_note"}

    def response_post_save_add(self, request, obj):
        return self._to_week(obj)

    def response_post_save_change(self, request, obj):
        onward = addresses.once_saved(request, obj)
        return HttpResponseRedirect(onward) if onward else self._to_week(obj)

    def _to_week(self, obj):
        return HttpResponseRedirect(reverse("admin:sessions_app_week", args=[obj.point.slug, Week.of(obj.day)]))

    # The list

    @admin.display(description=_("time"), ordering="day")
    def time_column(self, obj):
        return format_html(
            '{} <bdi dir="ltr">{}</bdi>',
            formats.date_format(obj.day, "D j/m/Y"),
            f"{obj.starts:%H:%M}–{obj.ends:%H:%M}",
        )

    @admin.display(description=_("room"), ordering="room")
    def place_column(self, obj):
        return format_html("{} · <bdi>{}</bdi>", translated.read(obj.point, "city").text, obj.room.name)

    @admin.display(description=_("status"), ordering="status")
    def status_column(self, obj):
        return format_html('<span class="session-status {}">{}</span>', obj.status, obj.get_status_display())

    @admin.display(description=_("week"))
    def week_column(self, obj):
        week = Week.of(obj.day)
        url = reverse("admin:sessions_app_week", args=[obj.point.slug, week])
        return format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', url, week)

    @admin.action(description=_("Confirm the selected drafts"), permissions=["plan"])
    def confirm(self, request, queryset):
        week.confirm_drafts(request, queryset)

    @admin.action(description=_("Move the selected session"), permissions=["plan"])
    def move(self, request, queryset):
        if len(chosen := list(queryset[:2])) != 1:
            messages.error(request, _("Sessions are moved one by one: choose one."))
            return None
        return HttpResponseRedirect(reverse("admin:sessions_app_session_move", args=[chosen[0].pk]))

    @admin.action(description=_("Cancel the selected sessions"), permissions=["plan"])
    def cancel(self, request, queryset):
        return HttpResponseRedirect(changes.cancel_address(queryset))


_ALREADY_PUBLIC = _(
    "This session was public already, and people may know the old time. “Move” would have left it visible, struck "
    "through, with the reason; now only the correction strip tells."
)
