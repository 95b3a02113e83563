"""Dates: partial ones as sources print them, and the month names as said in Morocco."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

_PARTIAL = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")

# Django's Arabic says "نوفمبر"; Morocco says "نونبر". Naming the months here keeps them in our own catalogue, which
# wins over Django's wherever a date is printed.
MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)


def validate_partial(value: str) -> None:
    """Accepts "2022", "2022-10" and "2022-10-05"."""
    if not _PARTIAL.fullmatch(value):
        raise ValidationError(_("Write a year, a year and month, or a full date: 2022, 2022-10 or 2022-10-05."))


def partial(value: str) -> str:
    """ "2022-10" as "octobre 2022" in the reader's language; "" stays ""."""
    match = _PARTIAL.fullmatch(value)
    if not match:
        return ""
    year, month, day = match.groups()
    name = str(MONTHS[int(month) - 1]) if month else ""
    return " ".join(part for part in (str(int(day)) if day else "", name, year) if part)


def full(day: date) -> str:
    """A whole date in the reader's language: "2 décembre 2026", and "1er décembre 2026", as French counts the first."""
    said = date_format(day, "j F Y")
    return f"1er{said[1:]}" if day.day == 1 and (get_language() or "").startswith("fr") else said
