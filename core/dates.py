"""Dates: partial ones as sources print them, and the month names as said in Morocco."""

import re

from django.core.exceptions import ValidationError
from django.utils import dateformat
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
    number = (_first() if int(day) == 1 else str(int(day))) if day else ""
    return " ".join(part for part in (number, name, year) if part)


class FrenchFirst(dateformat.DateFormat):
    """Django's own, but in French the first of a month is "1er" wherever a day is said in words: "1er octobre".

    Not in figures ("01/10/2026"), in which no month follows by its name.
    """

    _day = re.compile(r"(?<!\\)j(?= [FMNEb]|$)")

    def format(self, formatstr) -> str:
        if getattr(self.data, "day", 0) == 1:
            said = "".join(f"\\{letter}" for letter in _first())  # to be printed as they stand
            formatstr = self._day.sub(lambda _match: said, str(formatstr))
        return super().format(formatstr)


def say_the_first() -> None:
    """From now on every date of templates, forms and lists is said so; Django's formats have no letter for it."""
    dateformat.DateFormat = FrenchFirst


def _first() -> str:
    return "1er" if (get_language() or "").startswith("fr") else "1"
