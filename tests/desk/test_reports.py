"""What is counted, in which month, at which point, in which module, from which country."""

import random
from contextlib import contextmanager
from datetime import date
from itertools import combinations_with_replacement

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk import periods, reports
from desk.periods import Period
from desk.suppression import AtLeast, Hidden, added, is_few
from sessions_app.models import Headcount, HeadcountByCountry, Session
from tests import rows
from tests.desk import attacker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
LATER = time_machine.travel("2027-02-01 12:00Z", tick=False)  # all of the year is settled


def counted(women, men, minors=0, good=0, medium=0, bad=0, **values):
    session = rows.session(**values)
    return Headcount.objects.create(
        session=session, women=women, men=men, minors=minors, good=good, medium=medium, bad=bad
    )


def table(report, key):
    return next(table for table in report.tables if table.key == key)


def values(report, key, *columns):
    found = table(report, key)
    return {line.label: tuple(line.values[name] for name in columns) for line in (*found.lines, found.total)}


@pytest.fixture
def places(empty):
    return rows.point(name_fr="Oujda", position=1), rows.point(name_fr="Rabat", position=2)


@LATER
def test_sessions_are_counted_where_and_when_they_were(places):
    oujda, rabat = places
    counted(10, 20, 5, good=20, medium=10, point=oujda, day="2026-01-05", seats=40)
    counted(6, 6, 6, good=9, medium=9, point=rabat, day="2026-01-06", seats=20, status="full")
    rows.session(point=rabat, day="2026-03-02", seats=12)
    rows.session(point=rabat, day="2026-03-03", status="cancelled", reason_fr="Pluie")
    counted(50, 50, point=rabat, day="2026-03-04", status="moved", reason_fr="Pluie")  # what was moved is not counted
    rows.session(point=rabat, day="2026-03-05", status="draft")
    rows.session(point=oujda, day="2025-12-31"), rows.session(point=oujda, day="2027-01-01")
    report = reports.report(YEAR)
    columns = ("held", "cancelled", "seats", "counted", "people")
    assert values(report, "month", *columns) == {
        "January 2026": (2, 0, 60, 2, 53),
        "March 2026": (1, 1, 12, 0, 0),
        "Total": (3, 1, 72, 2, 53),
    }
    assert values(report, "point", *columns) == {
        "Oujda": (1, 0, 40, 1, 35),
        "Rabat": (2, 1, 32, 1, 18),
        "Total": (3, 1, 72, 2, 53),
    }
    assert values(report, "point", "women", "men", "minors", "good", "medium", "bad", "silent") == {
        "Oujda": (10, 20, 5, 20, 10, 0, 5),
        "Rabat": (6, 6, 6, 9, 9, 0, 0),
        "Total": (16, 26, 11, 29, 19, 0, 5),
    }
    assert not report.hides


def test_a_session_is_held_when_it_is_over(places):
    module = rows.module(title_fr="Vendre")
    for starts, ends in (("09:00", "12:00"), ("10:00", "12:01"), ("15:00", "16:00")):
        rows.session(point=places[0], module=module, day="2026-11-24", starts=starts, ends=ends)
    with time_machine.travel("2026-11-24 12:00Z", tick=False):
        assert values(reports.report(YEAR), "module", "held") == {"Vendre": (1,), "Total": (1,)}
        assert Session.objects.held().count() == 1


@LATER
def test_people_by_country_add_up_to_all_who_came(places):
    mali, guinea = rows.country(name_fr="Mali"), rows.country(name_fr="Guinée")
    first, second = counted(20, 20, point=places[0], day="2026-01-05"), counted(6, 6, point=places[0], day="2026-01-06")
    for country, people in ((mali, 20), (guinea, 12), (None, 8)):
        HeadcountByCountry.objects.create(headcount=first, country=country, people=people)
    HeadcountByCountry.objects.create(headcount=second, country=mali, people=5)
    assert values(reports.report(YEAR), "country", "people") == {
        "Mali": (25,), "Guinée": (12,), "another country": (8,), "country not counted": (7,), "Total": (52,),
    }  # fmt: skip


@LATER
def test_small_groups_are_hidden_in_every_table_with_what_would_give_them_away(places):
    oujda, rabat = places
    mali, guinea = rows.country(name_fr="Mali"), rows.country(name_fr="Guinée")
    one = counted(2, 20, point=oujda, day="2026-01-05")
    counted(30, 40, point=rabat, day="2026-02-05")
    HeadcountByCountry.objects.create(headcount=one, country=mali, people=19)
    HeadcountByCountry.objects.create(headcount=one, country=guinea, people=3)
    report = reports.report(YEAR)
    for key in ("month", "point"):
        shown = [line.values["women"] for line in table(report, key).lines]
        assert shown == [Hidden.FEW, Hidden.MASKED]
    assert values(report, "country", "people") == {
        "Mali": (Hidden.MASKED,), "Guinée": (Hidden.FEW,), "country not counted": (70,), "Total": (92,),
    }  # fmt: skip
    assert report.hides


def test_an_empty_period(places):
    report = reports.report(Period.of(date(2020, 1, 1), date(2020, 5, 31)))
    assert [table.lines for table in report.tables] == [[], [], [], []]
    assert set(report.total.values.values()) == {0}


@LATER
def test_the_same_queries_however_many_sessions(places):
    counts = []
    for _more in range(2):
        one = counted(9, 9, point=places[0], day="2026-01-05")
        HeadcountByCountry.objects.create(headcount=one, country=rows.country(), people=9)
        counted(9, 9, point=places[1], day="2026-03-05")
        with CaptureQueriesContext(connection) as queries:
            reports.report(YEAR)
        counts.append(len(queries))
    assert counts == [5, 5]


# Over time


@time_machine.travel("2026-11-24 12:00Z", tick=False)
def test_a_longer_period_adds_up_what_its_quarters_show(places):
    oujda, rabat = places
    came = ((3, oujda, 2), (50, rabat, 2), (9, oujda, 3), (12, oujda, 5), (20, rabat, 5), (8, rabat, 10))
    for women, point, month in came:
        counted(women, 0, point=point, day=date(2026, month, 5))
    rows.session(point=rows.point(name_fr="Tanger", position=3), day="2026-11-02")
    report = reports.report(YEAR)
    assert values(report, "point", "held", "women", "people") == {
        "Oujda": (3, 24, 24), "Rabat": (3, 70, 70), "Tanger": (1, Hidden.LATER, Hidden.LATER), "Total": (7, 94, 94),
    }  # fmt: skip
    assert values(report, "month", "counted", "people") == {
        "February 2026": (2, Hidden.MASKED), "March 2026": (1, Hidden.MASKED), "May 2026": (2, 32),
        "October 2026": (Hidden.LATER,) * 2, "November 2026": (Hidden.LATER,) * 2, "Total": (5, 94),
    }  # fmt: skip
    months = [f"{name} (January–September 2026)" for name in ("with headcount", "women", "men", "minors", "people")]
    assert [list(table.columns.values())[3:8] for table in report.tables[:3]] == [months] * 3
    assert list(report.tables[3].columns.values()) == months[-1:]
    assert list(table(report, "month").columns.values())[:3] == ["sessions held", "sessions cancelled", "seats"]
    assert report.people_until == date(2026, 9, 30)
    counted(2, 0, point=places[1], day="2026-08-05")
    report = reports.report(YEAR)
    assert values(report, "point", "women") == {
        "Oujda": (24,), "Rabat": (70,), "Tanger": (Hidden.LATER,), "Total": (94,),
    }  # fmt: skip
    assert isinstance(table(report, "point").lines[1].values["people"], AtLeast)
    assert isinstance(report.total.values["people"], AtLeast)
    assert report.hides


def generated(seed):
    """A year like that of small points: few people in most sessions."""
    dice = random.Random(seed)
    points = [rows.point(name_fr=name) for name in ("Oujda", "Rabat")]
    modules = [rows.module(title_fr=title) for title in ("Vendre", "Coudre")]
    countries = [rows.country(name_fr=name) for name in ("Mali", "Guinée")]
    for month in range(1, 11):
        for _session in range(dice.randint(1, 3)):
            women, men, minors = (dice.choice((0, 1, 3, 6, 9)), dice.choice((5, 8, 12)), dice.choice((0, 0, 2, 7)))
            came = women + men + minors
            where = {"point": dice.choice(points), "module": dice.choice(modules)}
            count = counted(women, men, minors, good=dice.randint(0, came), day=date(2026, month, dice.randint(1, 25)),
                            **where)  # fmt: skip
            for country, people in zip(countries, (dice.randint(1, 5), dice.randint(0, 4)), strict=True):
                HeadcountByCountry.objects.create(headcount=count, country=country, people=people)


def cells(report):
    """Everything on the page, by table, row and column."""
    return {
        (table.key, line.label, name): value
        for table in report.tables
        for line in (*table.lines, table.total)
        for name, value in line.values.items()
    }


def every_period():
    """All that one may choose."""
    found = combinations_with_replacement(periods.quarters(), 2)
    return [Period.of(one.first, other.first) for one, other in found]


@pytest.mark.parametrize("seed", range(4))
def test_no_two_reports_give_a_small_group_away(empty, seed):
    """Of all periods, on any day of the year, all tables together, and whatever one adds and subtracts."""
    generated(seed)
    seen = {}
    for day in ("2026-04-14", "2026-04-15", "2026-07-31", "2026-10-14", "2026-10-15", "2026-11-24"):
        with time_machine.travel(f"{day} 12:00Z", tick=False):
            for period in every_period():
                until = reports.report(period).people_until
                parts = [quarter for quarter in period.quarters if until and quarter.last <= until]
                seen[day, period] = (parts, people(cells(reports.report(period))))
    with LATER:
        truth = {quarter: true_cells(quarter) for quarter in YEAR.quarters}
    secrets = {(part, *cell) for part, found in truth.items() for cell, count in found.items() if is_few(count)}
    assert len(secrets) > 20
    found = attacker.determined(seen.values(), truth)
    assert found, "the attacker must at least know what is shown"
    assert found & secrets == set()


def people(found):
    return {key: value for key, value in found.items() if key[2] not in reports.SESSIONS}


def true_cells(period):
    """What would be shown if nothing were hidden: by table, row and column."""
    with nothing_hidden():
        return people(cells(reports.report(period)))


@contextmanager
def nothing_hidden():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reports, "protect", lambda tables, total, _scheme: (tables, total))
        patch.setattr(reports, "unlinked", lambda people, _first: people)
        yield


@LATER
def test_the_attacker_is_no_fool(empty):
    """Were each choice of months protected by itself, differences would give small groups away."""
    generated(0)
    seen, truth = [], {}
    for first, last in combinations_with_replacement(range(1, 10), 2):
        months = Period(date(2026, first, 1), date(2026, last, 28))
        seen.append(([date(2026, month, 1) for month in range(first, last + 1)], people(alone(months))))
    with nothing_hidden():
        truth = {date(2026, m, 1): people(alone(Period(date(2026, m, 1), date(2026, m, 28)))) for m in range(1, 10)}
    secrets = {(part, *cell) for part, found in truth.items() for cell, count in found.items() if is_few(count)}
    assert len(attacker.determined(seen, truth) & secrets) > 20


def alone(period):
    """A period protected by itself."""
    sessions = list(reports._sessions(period))
    part = reports._quarter(period, sessions, reports._origins(period))
    found = {(key, str(name), column): value for key, table in part.rows.items() for name, row in table.items()
             for column, value in row.items()}  # fmt: skip
    return found | {(key, "Total", column): value for key in part.rows for column, value in part.total.items()}


@pytest.mark.parametrize("seed", range(4))
@time_machine.travel("2026-11-24 12:00Z", tick=False)
def test_every_longer_report_is_a_sum_of_what_its_quarters_show(empty, seed):
    generated(seed)
    single = {quarter: cells(reports.report(quarter)) for quarter in YEAR.quarters}
    chosen = every_period()
    assert len(chosen) == 10
    for period in chosen:
        found = cells(reports.report(period))
        of_parts = [single[quarter] for quarter in period.quarters]
        assert found == {key: added([part[key] for part in of_parts if key in part]) for key in found}
        assert set(found) >= {key for part in of_parts for key in part}


def test_the_people_of_a_quarter_come_once_and_stay_as_they_are(empty):
    """Day after day, while sessions are held and counted, nobody learns who came that day."""
    generated(1)
    seen, quarter = [], YEAR.quarters[1]
    for day in ("2026-04-20", "2026-05-30", "2026-06-30", "2026-07-14", "2026-07-15", "2026-10-01", "2026-12-31"):
        with time_machine.travel(f"{day} 12:00Z", tick=False):
            seen.append(people(cells(reports.report(quarter))))
    assert {value for found in seen[:4] for value in found.values()} == {Hidden.LATER}
    assert not any(key[:2] == ("country", "Mali") for found in seen[:4] for key in found)
    assert seen[4] == seen[5] == seen[6]
    assert Hidden.LATER not in seen[4].values()
