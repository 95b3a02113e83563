"""ISO weeks, as people write them on a wall: 2026-W48, Monday to Sunday."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from django.urls import register_converter
from django.utils import timezone

PATTERN = re.compile(r"(20\d{2})-W(\d{2})")  # of this century: the neighbours of year 0001 or 9999 do not exist


class Week(NamedTuple):
    """A week by its Monday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week that holds `day`."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def current(cls) -> "Week":
        """The week of today in Morocco."""
        return cls.of(timezone.localdate())

    @classmethod
    def parse(cls, text: str) -> "Week":
        """ "2026-W48". Raises ValueError for anything else and for weeks that do not exist, such as 2026-W60."""
        match = PATTERN.fullmatch(text)
        if not match:
            raise ValueError(f"not a week: {text!r}")
        return cls(date.fromisocalendar(int(match[1]), int(match[2]), 1))

    def __str__(self) -> str:
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02d}"

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def days(self) -> list[date]:
        """Monday to Sunday."""
        return [self.monday + timedelta(days=n) for n in range(7)]

    @property
    def has_address(self) -> bool:
        """Weeks of other centuries have none."""
        return bool(PATTERN.fullmatch(str(self)))

    @property
    def next(self) -> "Week | None":
        """The week after; None at the end of the century."""
        return self._beside(7)

    @property
    def previous(self) -> "Week | None":
        """The week before; None at its beginning."""
        return self._beside(-7)

    def _beside(self, days: int) -> "Week | None":
        week = Week(self.monday + timedelta(days=days))
        return week if week.has_address else None


class WeekConverter:
    """`<week:week>` in a URL; a week that does not exist is a 404."""

    regex = r"20\d{2}-W\d{2}"

    def to_python(self, value: str) -> Week:
        return Week.parse(value)

    def to_url(self, value) -> str:
        return str(value)


register_converter(WeekConverter, "week")  # here, once, for whichever urls module comes first
