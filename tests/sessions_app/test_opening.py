"""Open or closed, by the wall clock of Morocco."""

from datetime import date, datetime, time

import pytest
import time_machine
from django.utils import timezone

from sessions_app import opening
from sessions_app.models import Closure, OpeningHours, Ramadan
from sessions_app.opening import Door, Openings
from tests import rows

HOURS = [
    OpeningHours(weekday=day, ramadan=ramadan, opens=time(9), closes=time(15) if ramadan else time(17))
    for ramadan in (False, True)
    for day in range(5)
]
RAMADAN = Ramadan(first_day=date(2026, 2, 18), last_day=date(2026, 3, 19), confirmed=True)
FEAST = Closure(name="Fête", first_day=date(2026, 11, 18), last_day=date(2026, 11, 18), certain=True)
MOON = Closure(name="Aïd", first_day=date(2026, 11, 24), last_day=date(2026, 11, 25), certain=False)


def door(moment: str, hours=HOURS, closures=(), ramadans=(RAMADAN,)):
    return Openings(list(hours), list(closures), list(ramadans)).at(datetime.fromisoformat(moment))


@pytest.mark.parametrize(
    "moment, expected",
    [
        ("2026-11-24T08:59", Door.CLOSED),
        ("2026-11-24T09:00", Door.OPEN),
        ("2026-11-24T16:59", Door.OPEN),
        ("2026-11-24T17:00", Door.CLOSED),
        ("2026-11-28T10:00", Door.CLOSED),  # a Saturday
        ("2026-03-03T16:00", Door.CLOSED),  # in Ramadan it closes at 15:00
        ("2026-03-03T14:59", Door.OPEN),
        ("2026-03-20T16:00", Door.OPEN),  # the day after
    ],
)
def test_door(moment, expected):
    assert door(moment).door == expected


def test_open_until():
    assert door("2026-11-24T10:00").until == time(17)
    assert door("2026-03-03T10:00").until == time(15)


def test_a_holiday_shuts_it_and_the_next_opening_skips_it():
    now = door("2026-11-18T10:00", closures=[FEAST])
    assert (now.door, now.closure, now.opens) == (Door.CLOSED, FEAST, datetime(2026, 11, 19, 9))
    assert door("2026-11-17T18:00", closures=[FEAST]).opens == datetime(2026, 11, 19, 9)


def test_a_holiday_to_be_confirmed_leaves_doubt_in_opening_hours_only():
    assert door("2026-11-24T10:00", closures=[MOON])[:3] == (Door.UNSURE, None, MOON)
    assert door("2026-11-24T20:00", closures=[MOON]).door == Door.CLOSED


def test_a_certain_closure_counts_before_an_uncertain_one():
    certain = Closure(name="Travaux", first_day=date(2026, 11, 24), last_day=date(2026, 11, 24), certain=True)
    assert door("2026-11-24T10:00", closures=[MOON, certain]).closure == certain


def test_opens_later_today_or_on_monday():
    early, friday = door("2026-11-24T07:00"), door("2026-11-27T18:00")
    assert (early.opens, early.opens_today) == (datetime(2026, 11, 24, 9), True)
    assert (friday.opens, friday.opens_today) == (datetime(2026, 11, 30, 9), False)


def test_unknown_hours_are_not_called_closed():
    assert door("2026-11-24T10:00", hours=[]).door == Door.UNKNOWN
    usual = [row for row in HOURS if not row.ramadan]
    assert door("2026-03-03T10:00", hours=usual).door == Door.UNKNOWN


def test_weekdays_side_by_side():
    lines = opening.weekdays(HOURS)
    assert len(lines) == 7
    assert (lines[0].usual.closes, lines[0].ramadan.closes, lines[6].usual, lines[6].ramadan) == (
        time(17), time(15), None, None,
    )  # fmt: skip
    assert opening.weekdays([]) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "instant, expected",
    [
        ("2026-09-18T08:30:00Z", "open"),  # Friday 09:30 at UTC+1
        ("2026-09-18T16:30:00Z", "closed"),  # 17:30
        ("2026-09-21T08:30:00Z", "closed"),  # Monday 08:30, at UTC+0 since the day before
        ("2026-09-21T16:30:00Z", "open"),  # 16:30
    ],
)
def test_page_of_the_point_goes_by_the_decree(client, empty, instant, expected):
    point = rows.point(slug="oujda")
    for day in range(5):
        OpeningHours.objects.create(point=point, weekday=day, opens="09:00", closes="17:00")
    with time_machine.travel(instant, tick=False):
        page = client.get("/en/sessions/oujda/").content.decode()
        assert timezone.localtime().tzname() in ("+00", "+01")
    assert ('class="door-now open"' in page, 'class="door-now closed"' in page) == (
        expected == "open", expected == "closed",
    )  # fmt: skip


@pytest.mark.django_db
def test_of_takes_closures_of_all_points_and_of_this_one(empty):
    point, other = rows.point(), rows.point()
    days = {"first_day": "2026-11-24", "last_day": "2026-11-24"}
    Closure.objects.all().delete()
    mine, everybody = (
        Closure.objects.create(name_fr="a", point=point, **days),
        Closure.objects.create(name_fr="b", **days),
    )
    Closure.objects.create(name_fr="c", point=other, **days)
    Closure.objects.create(name_fr="d", first_day="2026-12-24", last_day="2026-12-24")
    found = opening.of(point, date(2026, 11, 23), date(2026, 11, 29))
    assert set(found.closures) == {mine, everybody}
