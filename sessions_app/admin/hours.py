"""Days and hours in the forms of the desk: hours as people write them, 09:30; days of a year that can be meant."""

from datetime import date

from django.contrib.admin.widgets import AdminTimeWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


def validate_year(day: date) -> None:
    """A week stands in an address, and addresses know the years of this century."""
    if not 2000 <= day.isocalendar().year <= 2099:
        raise ValidationError(_("Check the year."))


def parse_day(text: str) -> date | None:
    """ "2026-11-24" from a link of ours; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def hour_box() -> AdminTimeWidget:
    """The admin's box for an hour; browsers draw their own with twelve hours in some countries."""
    return AdminTimeWidget(format="%H:%M", attrs={"dir": "ltr"})


HOURS = {models.TimeField: {"widget": hour_box()}}
