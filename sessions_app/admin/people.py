"""Who gives sessions, when they are away, and who coordinates which point."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core import audit, spoken
from core.editing_rows import WatchedAdmin, WatchedInline
from core.models import Action
from sessions_app import reach
from sessions_app.admin.pages import linked
from sessions_app.admin.reached import ReachedAdmin, ReachedFilter
from sessions_app.models import Absence, Coordinator, Facilitator, Session


class AbsenceInline(WatchedInline, admin.TabularInline):
    model = Absence
    extra = 1


@admin.register(Facilitator)
class FacilitatorAdmin(ReachedAdmin, WatchedAdmin):
    """A coordinator adds people to their own point and enters absences; managers say who works where."""

    list_display = ("name", "languages_column", "points_column", "active")
    list_filter = ("active", ("points", ReachedFilter))
    search_fields = ("name",)
    filter_horizontal = ("points",)
    inlines = (AbsenceInline,)
    list_per_page = 50

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("points")

    def get_exclude(self, request, obj=None):
        return () if reach.reaches_all(request.user) else ("points",)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or reach.owns(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or reach.owns(request.user, obj))

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change and not reach.reaches_all(request.user):
            form.instance.points.set(reach.points_of(request.user))
        self._warn_of_absences(request, form.instance)

    def _warn_of_absences(self, request, person) -> None:
        """Name the sessions that somebody else must give now."""
        given = person.sessions.standing().filter(day__gte=timezone.localdate())
        days = [given.between(away.first_day, away.last_day).values("pk") for away in person.absences.all()]
        hit = reach.limit(Session.objects.filter(pk__in={row["pk"] for rows in days for row in rows}), request.user)
        if hit.exists():
            words = _("This person is to give these sessions while absent. Find somebody else, or move them:")
            messages.warning(request, format_html("{} {}", words, linked(hit)))

    @admin.display(description=_("languages"))
    def languages_column(self, obj):
        return ", ".join(spoken.labels(obj.languages)) or "—"

    @admin.display(description=_("orientation points"))
    def points_column(self, obj):
        return ", ".join(str(point) for point in obj.points.all()) or _("everywhere")


@admin.register(Coordinator)
class CoordinatorAdmin(ReachedAdmin):
    list_display = ("user", "point")
    list_filter = (("point", ReachedFilter),)
    list_select_related = ("user", "point")
    search_fields = ("user__username", "point__name_fr", "point__city_fr")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "user":
            field.queryset = field.queryset.filter(is_staff=True)
            field.help_text = _(
                "Somebody of the staff, in the group “Session coordinator”: they then see and change only this point."
            )
        return field

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        audit.record(request.user, Action.PERMISSIONS, obj.user, point=str(obj.point))
