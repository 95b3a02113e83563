"""The form of a session: everything that `planning` refuses is said beside its field before anything is saved."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from core.translation_boxes import TranslatedForm
from sessions_app import objections
from sessions_app.admin.hours import validate_year
from sessions_app.models import Facilitator, Module, Session

Status = Session.Status
# What a status may become by hand. Moving, cancelling and taking a cancellation back have their own pages; what was
# public once never becomes a draft again.
NEXT = {
    Status.DRAFT: (Status.DRAFT, Status.CONFIRMED, Status.FULL),
    Status.CONFIRMED: (Status.CONFIRMED, Status.FULL),
    Status.FULL: (Status.CONFIRMED, Status.FULL),
    Status.MOVED: (Status.MOVED,),
    Status.CANCELLED: (Status.CANCELLED,),
}
OVERTAKEN = _("Somebody has meanwhile moved or cancelled this session: nothing was saved. It stands here as it is now.")

BLANK = {
    "ends": _("Empty: after the usual length of the module."),
    "seats": _("Empty: as many as the room holds."),
}


class SessionForm(TranslatedForm):
    class Meta:
        widgets = {"facilitators": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if status := self.fields.get("status"):
            status.choices = [(choice.value, choice.label) for choice in NEXT[Status(self.instance.status)]]
        if module := self.fields.get("module"):
            module.queryset = Module.objects.published() | Module.objects.filter(pk=self.instance.module_id)
        if facilitators := self.fields.get("facilitators"):
            facilitators.queryset = self._offered(facilitators.queryset)
        self._allow_blanks()

    def _offered(self, facilitators):
        """Those who work still, and those whom the session has already."""
        here = self.instance.facilitators.values("pk") if self.instance.pk else Facilitator.objects.none()
        return facilitators.filter(active=True) | facilitators.filter(pk__in=here)

    def _allow_blanks(self) -> None:
        for name, text in BLANK.items():
            if field := self.fields.get(name):
                field.required, field.help_text = False, text

    def clean_day(self):
        validate_year(self.cleaned_data["day"])
        return self.cleaned_data["day"]

    def clean(self):
        cleaned = super().clean()
        self._fill_blanks(cleaned)
        self._check_belonging(cleaned)
        reasons = [self.add_prefix(name) for name in self.fields if name.startswith("reason_")]
        if self.instance.is_off and reasons and not any(name in self.data for name in reasons):
            self.add_error(None, OVERTAKEN)  # a form of before: it asked for everything but the reason
        return cleaned

    def _fill_blanks(self, cleaned: dict) -> None:
        """The usual end and the room's seats, where nothing was typed."""
        if "ends" in cleaned and not cleaned["ends"]:
            cleaned["ends"] = usual_end(cleaned.get("starts"), cleaned.get("module"))
        if "seats" in cleaned and cleaned["seats"] is None and cleaned.get("room"):
            cleaned["seats"] = cleaned["room"].capacity

    def _check_belonging(self, cleaned: dict) -> None:
        """Room, cycle and module agree with each other."""
        room, cycle, point = cleaned.get("room"), cleaned.get("cycle"), cleaned.get("point")
        if room and point and room.point_id != point.pk:
            self.add_error("room", _("This room belongs to another point."))
        if cycle and point and cycle.point_id != point.pk:
            self.add_error("cycle", _("This cycle is given at another point."))
        if cycle and cleaned.get("module") and cycle.module_id != cleaned["module"].pk:
            self.add_error("cycle", _("This cycle is of another module."))
        if cycle and not cleaned.get("day_number") and "day_number" in self.fields:
            self.add_error("day_number", _("Say which day of the cycle it is: 1, 2, …"))

    def chosen_facilitators(self) -> list[Facilitator]:
        """Those ticked; those it has, where the form does not ask."""
        if "facilitators" in self.fields:
            return list(self.cleaned_data.get("facilitators", ()))
        return list(self.instance.facilitators.all())

    def _post_clean(self):
        """Once the session is whole, ask what speaks against it."""
        super()._post_clean()
        if self.errors or self.instance.is_off:
            return
        people = self.chosen_facilitators()
        found = objections.conflicts_of(self.instance, people)
        before = self.initial.get("status") if "status" in self.fields else self.instance.status
        if before in (None, Status.DRAFT):
            found += objections.unfit_for_the_public(self.instance, people)
        if self.instance.pk:
            found += objections.overtaken(self.instance, Session.objects.get(pk=self.instance.pk))
        for conflict in filter(lambda conflict: conflict.refused, found):
            self.add_error(conflict.field if conflict.field in self.fields else None, conflict.message)


def usual_end(starts: time | None, module: Module | None) -> time | None:
    """When a session of `module` that starts then usually ends, on the same day; None when that is not known."""
    if not starts or not module:
        return None
    end = datetime.combine(date.min, starts) + timedelta(minutes=module.usual_minutes)
    return end.time() if end.date() == date.min else time(23, 59)
