"""What the desk asks before it releases a week."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from sessions_app import releasing
from sessions_app.models import Closure, Ramadan, Release, Session
from sessions_app.weeks import Week
from tests import rows

pytestmark = pytest.mark.django_db
WEEK = Week.parse("2026-W48")


@pytest.fixture
def point(empty):
    Closure.objects.all().delete()
    Ramadan.objects.all().delete()
    return rows.point(slug="oujda")


def release(point, week=WEEK) -> Release:
    return releasing.release(point, week, None, "")


def numbers(point) -> list[int]:
    return list(point.releases.filter(monday=WEEK.monday).order_by("number").values_list("number", flat=True))


def test_the_same_week_is_not_released_twice(point):
    rows.session(point=point)
    release(point)
    with pytest.raises(releasing.NothingNew) as refused:
        release(point)
    assert (refused.value.number, numbers(point)) == (1, [1])


def test_an_empty_week_is_not_released_twice_either(point):
    release(point)
    with pytest.raises(releasing.NothingNew):
        release(point)
    assert numbers(point) == [1]


def test_a_word_that_changed_is_new(point):
    session = rows.session(point=point)
    release(point)
    Session.objects.filter(pk=session.pk).update(audience_note_ar="للنساء")
    assert release(point).number == 2


def test_other_weeks_and_points_do_not_count(point):
    release(point)
    assert [release(point, WEEK.next).number, release(rows.point()).number] == [1, 1]


def test_the_desk_says_so_in_words(client, point):
    client.force_login(rows.coordinator(point))
    address = reverse("admin:sessions_app_week_release", args=["oujda", WEEK])
    first, second = (client.post(address, {"comment": "affiche"}) for _ in range(2))
    said = [[message.level_tag for message in get_messages(response.wsgi_request)] for response in (first, second)]
    assert (said, numbers(point)) == ([["success"], ["success", "warning"]], [1])
