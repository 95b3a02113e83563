"""A closure over sessions that are public already: everybody who reads of one, or releases its week, is told."""

import re
from datetime import date

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from sessions_app import closed_days
from sessions_app.models import Closure, Ramadan, Release, Session
from sessions_app.weeks import Week
from tests import rows

pytestmark = pytest.mark.django_db
WEEK = Week.parse("2026-W48")


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False):
        yield


@pytest.fixture
def point(empty):
    Closure.objects.all().delete()
    Ramadan.objects.all().delete()
    return rows.point(slug="oujda", name_fr="Point d’Oujda")


@pytest.fixture
def session(point):
    return rows.session(room=rows.room(point=point), module=rows.module(title_fr="Commercialisation"))


@pytest.fixture
def amal(client, point):
    """A browser in which the coordinator of Oujda is signed in."""
    client.force_login(rows.coordinator(point))
    return client


def close(point=None, first="2026-11-24", last="2026-11-24", **values) -> Closure:
    return Closure.objects.create(**{"name_fr": "Grève", "point": point, "first_day": first, "last_day": last} | values)


def typed(point, **values) -> dict:
    return {"point": point.pk, "first_day": "24/11/2026", "last_day": "25/11/2026", "certain": "on",
            "name_fr": "Grève"} | values  # fmt: skip


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def marked(client, path: str) -> int:
    """How often a page tells to ask before coming."""
    with translation.override("fr"):
        words = str(closed_days.ASK)
    return client.get(path).content.decode().count(words)


@pytest.mark.parametrize(("closure", "expected"), [
    ({}, True),
    ({"first": "2026-11-20", "last": "2026-11-30"}, True),
    ({"certain": False}, False),
    ({"first": "2026-11-25", "last": "2026-11-25"}, False),
])  # fmt: skip
def test_only_a_certain_closure_of_that_day_counts(point, session, closure, expected):
    close(point, **closure)
    assert [row.closed_day for row in closed_days.mark(Session.objects.all())] == [expected]
    assert list(closed_days.standing(Session.objects.all())) == [session] * expected


def test_a_closure_of_another_point_does_not_count_and_one_of_all_does(point, session):
    close(rows.point())
    assert closed_days.closure_of(session) is None
    everywhere = close()
    assert closed_days.closure_of(session) == everywhere


@pytest.mark.parametrize("status", ["moved", "cancelled"])
def test_what_is_called_off_does_not_stand_on_a_closed_day(point, status):
    rows.session(point=point, status=status, reason_fr="Grève")
    close(point)
    assert list(closed_days.standing(Session.objects.all())) == []


def test_every_public_page_that_names_the_session_says_to_ask(client, point, session):
    rows.session(room=session.room, day="2026-11-26")
    paths = ["/fr/", "/fr/sessions/", "/fr/sessions/oujda/", "/fr/sessions/oujda/2026-W48/", session.get_absolute_url()]
    assert [marked(client, path) for path in paths] == [0, 0, 0, 0, 0]
    close(point)
    assert [marked(client, path) for path in paths] == [1, 1, 1, 1, 1]


def test_the_page_of_the_session_names_the_closure(client, point, session):
    close(point, name_fr="Grève des transports")
    assert "Grève des transports" in client.get(session.get_absolute_url()).content.decode()


@pytest.mark.parametrize("path", ["oujda/{code}.ics", "oujda.ics"])
def test_calendars_hold_it_as_not_certain(client, point, session, path):
    path = (
        reverse("session_ics", args=["oujda", session.code]) if "{" in path else reverse("point_feed", args=["oujda"])
    )
    (before,) = Calendar.from_ical(client.get(path).content).walk("VEVENT")
    close(point)
    (event,) = Calendar.from_ical(client.get(path).content).walk("VEVENT")
    with translation.override("fr"):
        words = str(closed_days.ASK)
    assert (before["STATUS"], event["STATUS"]) == ("CONFIRMED", "TENTATIVE")
    assert (words in before["DESCRIPTION"], words in event["DESCRIPTION"]) == (False, True)


def test_the_message_that_is_sent_on_says_it(client, point, session):
    close(point)
    with translation.override("fr"):
        words = str(closed_days.ASK)
    assert words in client.get(reverse("session_text", args=["oujda", session.code])).content.decode().split("\n")


# Saving a closure


def test_saving_a_closure_names_the_sessions_it_hits_with_their_links(amal, point, session):
    draft = rows.session(room=session.room, day="2026-11-25", status="draft")
    for others in ({"day": "2026-11-26"}, {"status": "cancelled", "reason_fr": "Malade"}):
        rows.session(room=rows.room(point=point), **others)
    rows.session()
    response = amal.post(reverse("admin:sessions_app_closure_add"), typed(point))
    (warning, _saved) = said(response)
    links = re.findall(r'href="([^"]+)"', warning)
    assert links == [reverse("admin:sessions_app_session_change", args=[row.pk]) for row in (session, draft)]
    assert "Commercialisation" in warning


def test_saving_a_closure_that_hits_nothing_warns_of_nothing(amal, point, session):
    response = amal.post(reverse("admin:sessions_app_closure_add"), typed(point, first_day="25/11/2026"))
    assert len(said(response)) == 1
    assert Closure.objects.get().first_day == date(2026, 11, 25)


def test_sessions_of_the_past_are_over(amal, point):
    rows.session(point=point, day="2026-11-20")
    response = amal.post(reverse("admin:sessions_app_closure_add"), typed(point, first_day="20/11/2026"))
    assert len(said(response)) == 1


def test_many_sessions_are_named_as_far_as_one_reads(amal, point, session):
    for _n in range(25):
        rows.session(room=rows.room(point=point), day="2026-11-25", module=session.module)
    warning = said(amal.post(reverse("admin:sessions_app_closure_add"), typed(point)))[0]
    assert len(re.findall("href=", warning)) == 20
    assert "6" in re.sub(r"<a.*?</a>", "", warning)


# Releasing


def release(browser, **values):
    return browser.post(reverse("admin:sessions_app_week_release", args=["oujda", WEEK]), {"comment": ""} | values)


def test_a_week_with_sessions_on_a_closed_day_is_not_released_unless_one_insists(amal, point, session):
    close(point)
    (refusal,) = said(release(amal))
    assert "Commercialisation" in refusal
    assert Release.objects.count() == 0
    release(amal, although_closed="on")
    assert Release.objects.get().number == 1


def test_the_desk_asks_to_insist_only_where_there_is_a_reason(amal, point, session):
    address = reverse("admin:sessions_app_week", args=["oujda", WEEK])
    assert 'name="although_closed"' not in amal.get(address).content.decode()
    close(point)
    assert 'name="although_closed"' in amal.get(address).content.decode()


def test_a_draft_on_a_closed_day_is_not_released_and_hinders_nothing(amal, point):
    rows.session(point=point, status="draft")
    close(point)
    release(amal)
    assert Release.objects.count() == 1
