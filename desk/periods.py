"""The periods of a report: whole quarters, and of which of them the people are shown (docs/adr/0015)."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Min
from django.utils import timezone
from django.utils.formats import date_format

from sessions_app.models import Session

MONTHS = 3  # in a quarter
TO_BE_TYPED = timedelta(days=14)  # after its end the headcounts of a quarter are still coming in


class Period(NamedTuple):
    """Whole quarters, from the first day of one to the last of another."""

    first: date
    last: date

    @classmethod
    def of(cls, first: date, last: date) -> "Period":
        """From the quarter of `first` to that of `last`, whichever comes first."""
        first, last = sorted((first, last))
        return cls(_begin(first), _after(last) - timedelta(days=1))

    @property
    def label(self) -> str:
        """ "janvier 2026 – mars 2026"."""
        return " – ".join(date_format(day, "F Y") for day in self)

    @property
    def months(self) -> str:
        """ "janvier–mars 2026", as short as it can be."""
        if self.first.year != self.last.year:
            return self.label
        return f"{date_format(self.first, 'F')}–{date_format(self.last, 'F Y')}"

    @property
    def quarters(self) -> list["Period"]:
        found, day = [], self.first
        while day <= self.last:
            found.append(Period.of(day, day))
            day = _after(day)
        return found

    @property
    def is_settled(self) -> bool:
        """True when the people who came may be shown: it is over, and there was time to type the headcounts."""
        return timezone.localdate() > self.last + TO_BE_TYPED

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def quarters() -> list[Period]:
    """Those one may ask for, from the first session's to this one; this one at least."""
    today = timezone.localdate()
    first = Session.objects.public().filter(day__lte=today).aggregate(first=Min("day"))["first"] or today
    return Period.of(first, today).quarters


def this_year() -> Period:
    """Until the quarter of today."""
    today = timezone.localdate()
    return Period.of(today.replace(month=1, day=1), today)


def _begin(day: date) -> date:
    """The first day of its quarter."""
    return day.replace(month=day.month - (day.month - 1) % MONTHS, day=1)


def _after(day: date) -> date:
    """The first day of the next quarter."""
    return _begin(_begin(day) + timedelta(days=100))
