"""What the desk is told as it saves: nobody to give a session, somebody absent, a past day; and what it may type."""

import re

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import translation

from sessions_app.models import Closure, Ramadan, Session
from sessions_app.weeks import Week
from tests import rows

pytestmark = pytest.mark.django_db
WEEK = Week.parse("2026-W48")


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False):
        yield


@pytest.fixture
def room(empty):
    Closure.objects.all().delete()
    Ramadan.objects.all().delete()
    return rows.room(point=rows.point(slug="oujda"), capacity=20)


@pytest.fixture
def amal(client, room):
    """A browser in which the coordinator of Oujda is signed in."""
    client.force_login(rows.coordinator(room.point))
    return client


def typed(room, **values) -> dict:
    return {
        "module": rows.module().pk, "status": "draft", "point": room.point_id, "room": room.pk, "day": "24/11/2026",
        "starts": "09:30", "ends": "12:30", "languages": ["fr"], "seats": "15",
    } | values  # fmt: skip


def add(browser, room, **values):
    return browser.post(reverse("admin:sessions_app_session_add"), typed(room, **values))


def warned(response) -> list[str]:
    return [str(each) for each in get_messages(response.wsgi_request) if each.level_tag == "warning"]


def named(warning: str) -> list[int]:
    """Keys of the sessions a warning leads to."""
    return [int(key) for key in re.findall(r"/session/(\d+)/change/", warning)]


def act(browser, name):
    return browser.post(reverse(f"admin:sessions_app_{name}", args=["oujda", WEEK]), {"comment": ""})


def test_a_session_that_nobody_gives_is_named_as_it_is_confirmed_and_released(amal, room):
    alone = rows.session(room=room, status="draft")
    rows.session(room=room, status="draft", day="2026-11-25").facilitators.add(rows.facilitator())
    assert named(warned(act(amal, "week_confirm"))[-1]) == [alone.pk]
    assert named(warned(act(amal, "week_release"))[-1]) == [alone.pk]


@pytest.mark.parametrize(("status", "count"), [("draft", 0), ("confirmed", 1)])
def test_and_as_it_is_saved_unless_it_is_a_draft(amal, room, status, count):
    assert len(warned(add(amal, room, status=status))) == count
    Session.objects.all().delete()
    assert warned(add(amal, room, status=status, facilitators=[rows.facilitator().pk]))[count:] == []


def absent(browser, person, first, last):
    absences = {"absences-TOTAL_FORMS": 1, "absences-INITIAL_FORMS": 0, "absences-0-first_day": first,
                "absences-0-last_day": last, "absences-0-facilitator": person.pk}  # fmt: skip
    data = {"name": person.name, "active": "on"} | absences
    return browser.post(reverse("admin:sessions_app_facilitator_change", args=[person.pk]), data)


def test_an_absence_names_the_sessions_that_somebody_else_must_give(amal, room):
    person = rows.facilitator()
    person.points.add(room.point)
    hit, after, elsewhere = rows.session(room=room), rows.session(room=room, day="2026-11-26"), rows.session()
    off = rows.session(room=room, starts="14:00", ends="15:00", status="cancelled", reason_fr="Malade")
    for session in (hit, after, elsewhere, off):
        session.facilitators.add(person)
    (warning,) = warned(absent(amal, person, "23/11/2026", "25/11/2026"))
    assert named(warning) == [hit.pk]
    assert person.absences.count() == 1


def test_an_absence_that_hits_nothing_warns_of_nothing(amal, room):
    person = rows.facilitator()
    person.points.add(room.point)
    rows.session(room=room).facilitators.add(person)
    assert warned(absent(amal, person, "25/11/2026", "26/11/2026")) == []


@pytest.mark.parametrize(("day", "count"), [("20/11/2026", 1), ("23/11/2026", 0)])
def test_a_day_that_is_past_is_told(amal, room, day, count):
    assert len(warned(add(amal, room, day=day))) == count
    assert Session.objects.count() == 1


def test_no_seats_are_not_as_many_as_the_room_holds(amal, room):
    response = add(amal, room, seats="0")
    assert list(response.context["adminform"].form.errors) == ["seats"]
    assert Session.objects.count() == 0


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@pytest.mark.parametrize("hour", ["10h30", "10H30", "10:30"])
def test_hours_are_read_as_people_here_write_them(amal, room, hour, language):
    with translation.override(language):
        add(amal, room, starts=hour)
    assert f"{Session.objects.get().starts:%H:%M}" == "10:30"


@pytest.mark.parametrize("status", ["moved", "cancelled"])
def test_what_is_off_already_is_not_moved_and_one_is_told_at_once(amal, room, status):
    session = rows.session(room=room, status=status, reason_fr="Malade")
    response = amal.get(reverse("admin:sessions_app_session_move", args=[session.pk]))
    assert response.url == reverse("admin:sessions_app_week", args=["oujda", WEEK])
    assert len(list(get_messages(response.wsgi_request))) == 1
