"""Which quarters one may ask for, and from when on their people are shown."""

from datetime import date

import pytest
import time_machine

from desk import periods
from desk.periods import Period
from tests import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_periods_are_whole_quarters():
    assert Period.of(date(2026, 1, 15), date(2026, 2, 3)) == (date(2026, 1, 1), date(2026, 3, 31))
    assert Period.of(date(2026, 12, 31), date(2026, 8, 3)) == (date(2026, 7, 1), date(2026, 12, 31))
    assert Period.of(date(2028, 2, 29), date(2028, 2, 29)).label == "January 2028 – March 2028"


def test_months_are_said_as_shortly_as_can_be():
    assert Period.of(date(2026, 7, 1), date(2026, 9, 1)).months == "July–September 2026"
    assert Period.of(date(2025, 12, 1), date(2026, 1, 1)).months == "October 2025 – March 2026"


def test_quarters_follow_one_another_without_a_gap():
    found = Period.of(date(2025, 11, 1), date(2026, 5, 1)).quarters
    assert [quarter.first for quarter in found] == [date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)]
    assert [quarter.last for quarter in found] == [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30)]
    for day, quarter in ((date(2025, 12, 31), 0), (date(2026, 1, 1), 1), (date(2026, 6, 30), 2)):
        assert [number for number, one in enumerate(found) if one.holds(day)] == [quarter]


@time_machine.travel("2026-02-10 12:00Z", tick=False)
def test_the_quarters_one_may_ask_for(empty):
    this = Period.of(date(2026, 2, 1), date(2026, 2, 1))
    assert periods.quarters() == [this]
    rows.session(day="2026-06-01")
    assert periods.quarters() == [this]
    rows.session(day="2025-09-30")
    assert [quarter.first for quarter in periods.quarters()] == [date(2025, 7, 1), date(2025, 10, 1), this.first]
    assert periods.this_year() == this


def test_a_quarter_is_settled_two_weeks_after_its_end():
    quarter = Period.of(date(2026, 9, 30), date(2026, 9, 30))
    for now, settled in (("2026-09-30", False), ("2026-10-14", False), ("2026-10-15", True), ("2027-01-01", True)):
        with time_machine.travel(f"{now} 12:00Z", tick=False):
            assert quarter.is_settled is settled
