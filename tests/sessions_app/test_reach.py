import pytest
from django.contrib.auth.models import AnonymousUser

from sessions_app import reach
from sessions_app.models import Closure, OrientationPoint, Room
from tests import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def oujda(empty):
    return rows.point(slug="oujda")


@pytest.fixture
def rabat(empty):
    return rows.point(slug="rabat")


def test_a_coordinator_reaches_one_point(oujda, rabat):
    assert list(reach.points_of(rows.coordinator(oujda))) == [oujda]


def test_a_manager_and_a_superuser_reach_all(oujda, rabat, editor):
    assert list(reach.points_of(rows.manager())) == [oujda, rabat]
    assert list(reach.points_of(editor)) == [oujda, rabat]


def test_nobody_else_reaches_any(oujda):
    untied = rows.user("Session coordinator")
    dismissed, outsider = rows.coordinator(oujda), rows.coordinator(rows.point())
    dismissed.is_active, outsider.is_staff = False, False
    for user in (AnonymousUser(), rows.user(), untied, dismissed, outsider):
        assert list(reach.points_of(user)) == []
        assert list(reach.limit(OrientationPoint.objects.all(), user)) == []


def test_rooms_are_limited_to_the_point(oujda, rabat):
    mine, _other = rows.room(point=oujda), rows.room(point=rabat)
    assert list(reach.limit(Room.objects.all(), rows.coordinator(oujda))) == [mine]


def test_what_concerns_every_point_is_seen_and_only_managers_own_it(oujda, rabat):
    days = {"first_day": "2026-12-01", "last_day": "2026-12-01"}
    everywhere = Closure.objects.create(name_fr="Fête", **days)
    mine, other = (Closure.objects.create(name_fr="Travaux", point=point, **days) for point in (oujda, rabat))
    coordinator = rows.coordinator(oujda)
    seen = reach.limit(Closure.objects.filter(pk__in=[everywhere.pk, mine.pk, other.pk]), coordinator)
    assert list(seen) == [everywhere, mine]
    assert [reach.owns(coordinator, row) for row in (everywhere, mine, other)] == [False, True, False]
    assert [reach.owns(rows.manager(), row) for row in (everywhere, mine, other)] == [True, True, True]


def test_a_facilitator_of_two_points_is_reached_from_both_and_one_of_none_from_everywhere(oujda, rabat):
    both, there, free = rows.facilitator(), rows.facilitator(), rows.facilitator()
    both.points.set([oujda, rabat])
    there.points.set([rabat])
    seen = reach.limit(type(both).objects.all(), rows.coordinator(oujda))
    assert set(seen) == {both, free}
