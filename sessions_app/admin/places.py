"""Points with their hours and rooms."""

from django.contrib import admin, messages
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.admin import ContentAdmin
from core.editing_rows import WatchedAdmin, WatchedInline
from sessions_app import reach
from sessions_app.admin.hours import HOURS
from sessions_app.admin.reached import ReachedAdmin, ReachedFilter
from sessions_app.models import OpeningHours, OrientationPoint, Room


class OpeningHoursInline(WatchedInline, admin.TabularInline):
    model = OpeningHours
    extra = 0
    formfield_overrides = HOURS


def warn_of_seats(request, room: Room) -> None:
    """Say which sessions to come have more seats than the room holds now."""
    booked = room.sessions.standing().filter(day__gte=timezone.localdate(), seats__gt=room.capacity)
    if count := booked.count():
        text = ngettext(
            "%(room)s holds fewer people now than %(count)d session to come has seats: see the week of %(day)s.",
            "%(room)s holds fewer people now than %(count)d sessions to come have seats: see from the week of %(day)s.",
            count,
        )
        day = formats.date_format(booked.earliest("day").day, "j F Y")
        messages.warning(request, text % {"room": room, "count": count, "day": day})


class RoomInline(WatchedInline, admin.TabularInline):
    model = Room
    extra = 0


@admin.register(OrientationPoint)
class OrientationPointAdmin(ReachedAdmin, ContentAdmin):
    publish_permissions = (*ContentAdmin.publish_permissions, reach.ALL_POINTS)
    general = (("slug", "position"), ("phone", "email"), "map_link")
    list_display = ("__str__", "position", "state_column", "verified_column", "languages_column")
    list_editable = ("position",)
    inlines = (OpeningHoursInline, RoomInline)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.model is Room:
            for room, _changed in formset.changed_objects:
                warn_of_seats(request, room)


@admin.register(Room)
class RoomAdmin(ReachedAdmin, WatchedAdmin):
    list_display = ("name", "point", "capacity")
    list_filter = (("point", ReachedFilter),)
    list_select_related = ("point",)
    search_fields = ("name", "point__name_fr", "point__city_fr")
    list_per_page = 50

    def get_readonly_fields(self, request, obj=None):
        """A room with sessions cannot walk to another city."""
        return (*super().get_readonly_fields(request, obj), *(("point",) if obj else ()))

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["help_texts"] = {"capacity": _("How many people may be in it. No session gets more seats than this.")}
        return super().get_form(request, obj, change, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        warn_of_seats(request, obj)
