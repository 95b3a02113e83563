"""The sessions of a stretch of time, for the list."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.weeks import Week


class PeriodFilter(admin.SimpleListFilter):
    title = _("period")
    parameter_name = "period"

    def lookups(self, request, model_admin):
        return [
            ("week", _("this week")),
            ("next", _("next week")),
            ("coming", _("today and later")),
            ("past", _("before today")),
            ("uncounted", _("past, without a headcount")),
        ]

    def queryset(self, request, queryset):
        chosen = _PERIODS.get(self.value())
        return chosen(queryset) if chosen else queryset


_PERIODS = {
    "week": lambda sessions: sessions.in_week(Week.current().monday),
    "next": lambda sessions: sessions.in_week(Week.current().next.monday),
    "coming": lambda sessions: sessions.filter(day__gte=timezone.localdate()),
    "past": lambda sessions: sessions.filter(day__lt=timezone.localdate()),
    "uncounted": lambda sessions: sessions.held().filter(headcount=None),
}
