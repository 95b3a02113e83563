"""Which days sessions recur on. Dates only: an hour is the same wall time on each of them, whatever the clock does."""

from collections.abc import Container, Iterable
from datetime import date, timedelta

LONGEST = 366  # days looked at: nobody plans further, and no loop is without an end


def days(first: date, count: int, *, skip: Container[date] = ()) -> list[date]:
    """`count` days from `first` on, those of `skip` left out. Raises ValueError when a year does not hold so many."""
    found = [day for day in _from(first, LONGEST) if day not in skip][: max(count, 0)]
    if len(found) < count:
        raise ValueError(f"fewer than {count} days within a year of {first}")
    return found


def weekly(first: date, until: date, weekdays: Iterable[int], *, skip: Container[date] = ()) -> list[date]:
    """The days from `first` to `until`, both included, on `weekdays` (Monday 0), those of `skip` left out.

    Raises ValueError when they are more than a year apart.
    """
    length = (until - first).days + 1
    if length > LONGEST:
        raise ValueError(f"more than a year from {first} to {until}")
    wanted = set(weekdays)
    return [day for day in _from(first, length) if day.weekday() in wanted and day not in skip]


def _from(first: date, length: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(length)]
