"""A whole cycle at once: n days in a row, or every Tuesday until a date; closed days are left out and told."""

from datetime import date, timedelta
from typing import NamedTuple

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from core.spoken import SpokenFormField
from sessions_app import planning, reach, recurrence, surroundings
from sessions_app.admin.hours import hour_box, parse_day, validate_year
from sessions_app.admin.pages import demand, page, posted, told
from sessions_app.admin.session_form import usual_end
from sessions_app.models import Facilitator, Module, OpeningHours, OrientationPoint, Room, Session
from sessions_app.planning import Copied
from sessions_app.weeks import Week

DAYS, WEEKLY = "days", "weekly"


class Dates(NamedTuple):
    """The days chosen, and those left out with the reason."""

    chosen: list[date]
    left_out: dict[date, str]


class CycleForm(forms.Form):
    module = forms.ModelChoiceField(label=_("Module"), queryset=Module.objects.published())
    group = forms.CharField(
        label=_("Group"),
        max_length=80,
        required=False,
        help_text=_("For whom, without names: “group 3”, “women, Mali”."),
    )
    point = forms.ModelChoiceField(label=_("Orientation point"), queryset=OrientationPoint.objects.none())
    room = forms.ModelChoiceField(label=_("Room"), queryset=Room.objects.none())
    facilitators = forms.ModelMultipleChoiceField(
        label=_("Facilitators"),
        queryset=Facilitator.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    first = forms.DateField(label=_("First day"), widget=AdminDateWidget, validators=[validate_year])
    kind = forms.ChoiceField(
        label=_("Which days"),
        choices=[(DAYS, _("one after the other")), (WEEKLY, _("the same weekdays, until a date"))],
        widget=forms.RadioSelect,
        initial=DAYS,
    )
    count = forms.IntegerField(
        label=_("How many days"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=_("For days one after the other."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"),
        choices=OpeningHours.Weekday.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(
        label=_("Until"),
        widget=AdminDateWidget,
        validators=[validate_year],
        required=False,
        help_text=_("For weekdays: last day."),
    )
    starts = forms.TimeField(label=_("Starts"), widget=hour_box(), help_text=_("Moroccan time, 24 hours: 09:30."))
    ends = forms.TimeField(
        label=_("Ends"), widget=hour_box(), required=False, help_text=_("Empty: after the usual length of the module.")
    )
    languages = SpokenFormField(label=_("Languages"), initial="fr")
    country = forms.ModelChoiceField(
        label=_("Country"), queryset=None, required=False, help_text=_("Empty: for all countries.")
    )
    seats = forms.IntegerField(
        label=_("Seats"), min_value=1, required=False, help_text=_("Empty: as many as the room holds.")
    )

    def __init__(self, user, data=None, initial=None):
        points = reach.points_of(user)
        super().__init__(data, initial={"point": points.first()} | (initial or {}))
        self.fields["point"].queryset = points
        self.fields["room"].queryset = reach.limit(Room.objects.select_related("point"), user)
        self.fields["room"].label_from_instance = room_label
        self.fields["facilitators"].queryset = reach.limit(Facilitator.objects.filter(active=True), user)
        self.fields["country"].queryset = Session.country.field.related_model.objects.all()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("room") and cleaned.get("point") and cleaned["room"].point_id != cleaned["point"].pk:
            self.add_error("room", _("This room belongs to another point."))
        if cleaned.get("kind") == DAYS and not cleaned.get("count") and "count" not in self.errors:
            self.add_error("count", _("Say how many days."))
        if cleaned.get("kind") == WEEKLY:
            self._clean_weekly(cleaned)
        cleaned["ends"] = cleaned.get("ends") or usual_end(cleaned.get("starts"), cleaned.get("module"))
        cleaned["seats"] = cleaned.get("seats") or (cleaned["room"].capacity if cleaned.get("room") else None)
        return cleaned

    def _clean_weekly(self, cleaned: dict) -> None:
        first, until = cleaned.get("first"), cleaned.get("until")
        if not cleaned.get("weekdays"):
            self.add_error("weekdays", _("Tick at least one weekday."))
        if not until and "until" not in self.errors:
            self.add_error("until", _("Say until which day."))
        if first and until and not first <= until <= first + timedelta(days=recurrence.LONGEST - 1):
            self.add_error("until", _("The last day must come after the first, within a year."))

    def dates(self) -> Dates:
        """Raises ValueError when a year does not hold so many open days."""
        chosen = self.cleaned_data
        first = chosen["first"]
        last = chosen["until"] if chosen["kind"] == WEEKLY else first + timedelta(days=recurrence.LONGEST - 1)
        closed = surroundings.closed_days(chosen["point"], first, last)
        if chosen["kind"] == WEEKLY:
            wanted = recurrence.weekly(first, last, chosen["weekdays"])
            return Dates(
                [day for day in wanted if day not in closed], {day: closed[day] for day in wanted if day in closed}
            )
        days = recurrence.days(first, chosen["count"], skip=closed)
        return Dates(days, {day: reason for day, reason in closed.items() if day < days[-1]})

    def make(self, dates: list[date]) -> Copied:
        names = ("module", "point", "room", "facilitators", "starts", "ends", "group", "languages", "country", "seats")
        return planning.make_cycle(dates=dates, **{name: self.cleaned_data[name] for name in names})


def room_label(room: Room) -> str:
    return f"{room.point} · {room.name} ({room.capacity})"


def make(request: HttpRequest) -> HttpResponse:
    demand(request, "view_session", "add_session", "add_cycle")
    form = CycleForm(request.user, posted(request), initial=_prefilled(request))
    if form.is_valid() and (result := _made(form)):
        return result_page(request, *result)
    return page(request, "cycle/make.html", _("Make a cycle"), form=form)


def _prefilled(request: HttpRequest) -> dict:
    """What the link of the week view says."""
    point = {"point": request.GET["point"]} if "point" in request.GET else {}
    return point | {"first": parse_day(request.GET.get("first", ""))}


def _made(form: CycleForm) -> tuple[Copied, dict[date, str]] | None:
    """What was made and what was left out; None when nothing could be made, and the form says why."""
    try:
        dates = form.dates()
    except ValueError:
        form.add_error("count", _("There are not so many open days within a year."))
        return None
    if not dates.chosen:
        form.add_error("first", _("All these days are closed."))
        return None
    try:
        validate_year(dates.chosen[-1])
    except ValidationError as error:
        form.add_error("first", error)
        return None
    copied = form.make(dates.chosen)
    if copied.created:
        return copied, dates.left_out
    for session, conflicts in copied.skipped:
        form.add_error(None, told(session, conflicts))
    return None


def result_page(request: HttpRequest, copied: Copied, left_out: dict[date, str]) -> HttpResponse:
    return page(
        request,
        "cycle/made.html",
        _("The cycle is made"),
        created=copied.created,
        skipped=[told(session, conflicts) for session, conflicts in copied.skipped],
        left_out=left_out.items(),
        first_week=Week.of(copied.created[0].day),
    )
