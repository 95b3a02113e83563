"""Recurrence is about dates; the hour stays the wall's."""

from datetime import UTC, date, time

import pytest

from sessions_app import recurrence
from sessions_app.models import Session


def days(*texts):
    return [date.fromisoformat(text) for text in texts]


def test_days_in_a_row():
    assert recurrence.days(date(2026, 11, 24), 3) == days("2026-11-24", "2026-11-25", "2026-11-26")


def test_days_leave_out_and_go_on():
    skip = {date(2026, 11, 28): "Saturday", date(2026, 11, 29): "Sunday"}
    assert recurrence.days(date(2026, 11, 27), 3, skip=skip) == days("2026-11-27", "2026-11-30", "2026-12-01")


def test_days_start_later_when_the_first_is_left_out():
    assert recurrence.days(date(2026, 11, 24), 1, skip=days("2026-11-24")) == days("2026-11-25")


@pytest.mark.parametrize("count", [0, -1])
def test_no_days(count):
    assert recurrence.days(date(2026, 11, 24), count) == []


def test_days_never_loop():
    class Everything:
        def __contains__(self, day):
            return True

    with pytest.raises(ValueError, match="fewer than 1 days"):
        recurrence.days(date(2026, 11, 24), 1, skip=Everything())


def test_days_no_further_than_a_year():
    assert len(recurrence.days(date(2026, 1, 1), 366)) == 366
    with pytest.raises(ValueError, match="fewer than 367 days"):
        recurrence.days(date(2026, 1, 1), 367)


def test_weekly_both_ends_included():
    found = recurrence.weekly(date(2026, 11, 24), date(2026, 12, 8), [1])
    assert found == days("2026-11-24", "2026-12-01", "2026-12-08")


def test_weekly_on_two_weekdays_in_order():
    found = recurrence.weekly(date(2026, 11, 24), date(2026, 12, 1), [3, 1, 1])
    assert found == days("2026-11-24", "2026-11-26", "2026-12-01")


def test_weekly_leaves_out():
    found = recurrence.weekly(date(2026, 11, 24), date(2026, 12, 8), [1], skip=days("2026-12-01"))
    assert found == days("2026-11-24", "2026-12-08")


@pytest.mark.parametrize("until", [date(2026, 11, 23), date(2026, 11, 20)])
def test_weekly_of_nothing(until):
    assert recurrence.weekly(date(2026, 11, 24), until, [1]) == []


def test_weekly_on_no_weekday():
    assert recurrence.weekly(date(2026, 11, 24), date(2026, 12, 8), []) == []


def test_weekly_no_further_than_a_year():
    assert len(recurrence.weekly(date(2026, 1, 1), date(2027, 1, 1), range(7))) == 366
    with pytest.raises(ValueError, match="more than a year"):
        recurrence.weekly(date(2026, 1, 1), date(2027, 1, 2), [1])


@pytest.mark.parametrize(
    ("first", "until", "weekday", "hours"),
    [
        (date(2026, 9, 15), date(2026, 9, 29), 1, [8, 9, 9]),  # UTC+0 for good since Sunday 20 September 2026
        (date(2026, 2, 10), date(2026, 3, 31), 1, [8, 9, 9, 9, 9, 9, 8, 8]),  # UTC+0 from 15 February to 22 March
    ],
)
def test_the_wall_hour_stays_and_the_instant_moves(first, until, weekday, hours):
    found = recurrence.weekly(first, until, [weekday])
    sessions = [Session(day=day, starts=time(9), ends=time(12)) for day in found]
    assert [session.start_instant.astimezone(UTC).hour for session in sessions] == hours
    assert [session.start_instant.hour for session in sessions] == [9] * len(hours)


def test_days_across_the_change_of_the_clock():
    """Seven days are seven dates, although one of them had 25 hours."""
    assert recurrence.days(date(2026, 9, 17), 7)[-1] == date(2026, 9, 23)
