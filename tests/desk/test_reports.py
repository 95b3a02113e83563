"""What is counted, in which month, at which point, in which module, from which country."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk import reports
from desk.reports import Period
from desk.suppression import Hidden
from sessions_app.models import Headcount, HeadcountByCountry
from tests import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


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


def test_a_session_that_has_not_begun_was_not_held(places):
    module = rows.module(title_fr="Vendre")
    for starts, ends in (("09:00", "10:00"), ("15:00", "16:00")):
        rows.session(point=places[0], module=module, day="2026-11-24", starts=starts, ends=ends)
    with time_machine.travel("2026-11-24 12:00Z", tick=False):
        assert values(reports.report(YEAR), "module", "held") == {"Vendre": (1,), "Total": (1,)}


def test_people_by_country_add_up_to_all_who_came(places):
    mali, guinea = rows.country(name_fr="Mali"), rows.country(name_fr="Guinée")
    first, second = counted(20, 20, point=places[0], day="2026-01-05"), counted(6, 6, point=places[0], day="2026-01-06")
    for country, people in ((mali, 20), (guinea, 12), (None, 8)):
        HeadcountByCountry.objects.create(headcount=first, country=country, people=people)
    HeadcountByCountry.objects.create(headcount=second, country=mali, people=5)
    assert values(reports.report(YEAR), "country", "people") == {
        "Mali": (25,), "Guinée": (12,), "another country": (8,), "country not counted": (7,), "Total": (52,),
    }  # fmt: skip


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
    report = reports.report(Period(date(2020, 1, 1), date(2020, 1, 31)))
    assert [table.lines for table in report.tables] == [[], [], [], []]
    assert set(report.total.values.values()) == {0}


def test_periods_are_whole_months():
    assert Period.of_months(date(2026, 1, 15), date(2026, 2, 3)) == (date(2026, 1, 1), date(2026, 2, 28))
    assert Period.of_months(date(2026, 12, 15), date(2026, 11, 3)) == (date(2026, 11, 1), date(2026, 12, 31))
    assert Period.of_months(date(2026, 5, 1), date(2026, 5, 1)).label == "May 2026"
    assert YEAR.label == "January 2026 – December 2026"


@time_machine.travel("2026-02-10 12:00Z", tick=False)
def test_the_months_one_may_ask_for(places):
    assert reports.months() == [date(2026, 2, 1)]
    rows.session(point=places[0], day="2025-11-30")
    rows.session(point=places[0], day="2026-06-01")
    assert reports.months() == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert reports.this_year() == (date(2026, 1, 1), date(2026, 2, 28))


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
