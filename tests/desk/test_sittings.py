"""How a sign-in begins and ends."""

import time

import pytest
from django.test import Client

from core.models import AuditEntry
from desk import sittings
from tests.desk.codes import sign_in
from tests.desk.people import member

pytestmark = pytest.mark.django_db
PASSWORD = "une longue phrase de passe"
DESK = "/en/admin/"


@pytest.fixture
def person():
    user = member("Publisher")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def inside(client, person):
    sign_in(client, person, PASSWORD)
    return client


def is_in(client) -> bool:
    return client.get(DESK).status_code == 200


def move_back(client, **seconds) -> None:
    """As if the sitting had begun, and somebody had last been seen, that long ago."""
    session = client.session
    session[sittings.KEY] = {name: int(time.time()) - ago for name, ago in seconds.items()}
    session.save()


@pytest.mark.parametrize(
    ("since", "seen", "wanted"),
    [
        (11 * 3600, 60, True),
        (12 * 3600 + 5, 60, False),
        (3 * 3600, 2 * 3600 - 60, True),
        (3 * 3600, 2 * 3600 + 5, False),
    ],
)
def test_twelve_hours_at_most_and_two_idle(inside, since, seen, wanted):
    move_back(inside, since=since, seen=seen)
    assert is_in(inside) is wanted
    assert is_in(inside) is wanted


def test_work_keeps_it_open_but_not_beyond_the_day(inside):
    move_back(inside, since=3600, seen=3600)
    assert is_in(inside)
    assert time.time() - inside.session[sittings.KEY]["seen"] < 60
    assert time.time() - inside.session[sittings.KEY]["since"] > 3500


def test_a_sign_in_gets_a_new_session_number(client, person):
    sign_in(client, person, PASSWORD)
    first = client.session.session_key
    sign_in(client, person, PASSWORD)
    assert client.session.session_key != first


def test_a_number_that_somebody_planted_is_worth_nothing(person):
    planted = Client().session
    planted["planted"] = True
    planted.save()
    victim = Client()
    victim.cookies["session"] = planted.session_key
    sign_in(victim, person, PASSWORD)
    thief = Client()
    thief.cookies["session"] = planted.session_key
    assert (is_in(victim), is_in(thief)) == (True, False)


def test_it_is_dead_after_signing_out(inside):
    copy = Client()
    copy.cookies["session"] = inside.cookies["session"].value
    assert is_in(copy)
    assert inside.post("/en/admin/logout/").status_code == 200
    assert (is_in(inside), is_in(copy)) == (False, False)
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == ["sign_in", "sign_out"]


def test_the_others_are_dead_after_a_change_of_password(inside, person):
    other = Client()
    sign_in(other, person, PASSWORD)
    new = {
        "old_password": PASSWORD,
        "new_password1": "une autre longue phrase",
        "new_password2": "une autre longue phrase",
    }
    assert inside.post("/en/admin/password_change/", new).status_code == 302
    assert (is_in(inside), is_in(other)) == (True, False)


@pytest.mark.parametrize("right", ["is_active", "is_staff"])
def test_they_are_dead_when_the_person_is_no_longer_of_the_staff(inside, person, right):
    setattr(person, right, False)
    person.save()
    assert is_in(inside) is False
    assert sign_in(Client(), person, PASSWORD).status_code == 200


def test_a_form_asks_whether_its_person_is_still_in(inside, person):
    address = "/en/desk/still-in/"
    answer = inside.get(f"{address}?who={person.pk}")
    assert (answer.status_code, len(answer.content), "no-store" in answer.headers["Cache-Control"]) == (200, 64, True)
    assert inside.get(address).status_code == 200
    assert inside.get(f"{address}?who={person.pk + 1}").status_code == 403
    move_back(inside, since=3 * 3600, seen=2 * 3600 + 5)
    assert inside.get(f"{address}?who={person.pk}").status_code == 403
    assert Client().get(address).status_code == 403


def test_the_token_saves_a_form_that_was_opened_before_another_sign_in(person):
    window = Client(enforce_csrf_checks=True)
    window.force_login(person)
    token = window.get("/en/desk/still-in/").content.decode()
    stale = window.post(f"{DESK}password_change/", {"csrfmiddlewaretoken": "a" * 64})
    fresh = window.post(f"{DESK}password_change/", {"csrfmiddlewaretoken": token})
    assert (stale.status_code, fresh.status_code) == (403, 200)
