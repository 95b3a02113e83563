"""The week view and what is done with a week."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from sessions_app import desk as weeks
from sessions_app.models import Closure, OpeningHours, Ramadan, Release, Session
from sessions_app.weeks import Week
from tests import rows

pytestmark = pytest.mark.django_db
WEEK, NEXT = Week.parse("2026-W48"), Week.parse("2026-W49")


@pytest.fixture
def oujda(empty):
    """A point that is open from Monday to Friday, without holidays."""
    Closure.objects.all().delete()
    Ramadan.objects.all().delete()
    point = rows.point(slug="oujda")
    OpeningHours.objects.bulk_create(
        OpeningHours(point=point, weekday=day, opens="09:00", closes="17:00") for day in range(5)
    )
    return point


@pytest.fixture
def room(oujda):
    return rows.room(point=oujda, name="Salle A")


@pytest.fixture
def amal(client, oujda):
    """A browser in which the coordinator of Oujda is signed in."""
    client.force_login(rows.coordinator(oujda))
    return client


def address(name="week", week=WEEK):
    return reverse(f"admin:sessions_app_{name}", args=["oujda", week])


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def texts(sessions) -> list[tuple]:
    return [(row.day.isoformat(), f"{row.starts:%H:%M}", row.status) for row in sessions.order_by("day", "starts")]


# The picture of a week


def test_days_show_their_sessions_in_order_drafts_too(oujda, room, amal):
    late = rows.session(room=room, starts="14:00", ends="17:00", status="draft")
    early, friday = rows.session(room=room), rows.session(room=room, day="2026-11-27")
    rows.session(room=room, day="2026-12-01")
    days = amal.get(address()).context["days"]
    assert [[card.session for card in day.cards] for day in days] == [[], [early, late], [], [], [friday], [], []]


def test_rooms_are_free_in_the_halves_of_the_day_that_no_session_occupies(oujda, room):
    other = rows.room(point=oujda, name="Salle B")
    rows.session(room=room, starts="09:30", ends="12:30")
    rows.session(room=other, starts="12:00", ends="14:00")
    rows.session(room=other, day="2026-11-25", status="cancelled", reason_fr="Malade")
    days = weeks.week(oujda, WEEK)
    free = [[(str(half.label), half.rooms) for half in day.free] for day in days]
    morning, afternoon = str(weeks.MORNING), str(weeks.AFTERNOON)
    assert free[1] == [(morning, []), (afternoon, [room])]
    assert free[2] == [(morning, [room, other]), (afternoon, [room, other])]
    assert free[5] == []


def test_a_closure_leaves_no_room_free_and_an_uncertain_one_does(oujda, room):
    Closure.objects.create(name_fr="Fête", first_day="2026-11-24", last_day="2026-11-24")
    Closure.objects.create(name_fr="Aïd", first_day="2026-11-25", last_day="2026-11-25", certain=False)
    days = weeks.week(oujda, WEEK)
    assert [len(day.closures) for day in days] == [0, 1, 1, 0, 0, 0, 0]
    assert [len(day.free) for day in days] == [2, 0, 2, 2, 2, 0, 0]


def test_in_ramadan_its_own_hours_hold(oujda, room):
    Ramadan.objects.create(first_day="2026-11-25", last_day="2026-12-23", confirmed=True)
    OpeningHours.objects.create(point=oujda, weekday=2, ramadan=True, opens="10:00", closes="12:30")
    wednesday = weeks.week(oujda, WEEK)[2]
    assert [str(hours) for hours in wednesday.opening] == [f"{gettext('Wednesday')} 10:00–12:30"]
    assert [str(half.label) for half in wednesday.free] == [str(weeks.MORNING)]


def test_a_clash_that_came_about_afterwards_is_marked(oujda, room, amal):
    session = rows.session(room=room)
    Closure.objects.create(name_fr="Travaux", point=oujda, first_day="2026-11-24", last_day="2026-11-24")
    response = amal.get(address())
    card = response.context["days"][1].cards[0]
    assert (card.session, card.clashes) == (session, True)
    assert response.context["clashes"] == 1
    assert card.conflicts[0].message in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(count, oujda, room, amal, django_assert_num_queries):
    for n in range(count):
        session = rows.session(room=room, day=f"2026-11-{23 + n}", country=rows.country())
        session.facilitators.add(rows.facilitator())
    amal.get(address())
    with django_assert_num_queries(22):
        amal.get(address())


@pytest.mark.parametrize("count", [1, 3])
def test_nor_does_that_of_the_list(count, oujda, room, amal, django_assert_num_queries):
    for n in range(count):
        rows.session(room=room, day=f"2026-11-{23 + n}")
    amal.get(reverse("admin:sessions_app_session_changelist"))
    with django_assert_num_queries(11):
        amal.get(reverse("admin:sessions_app_session_changelist"))


def test_every_print_is_one_click_away(oujda, room, amal):
    session = rows.session(room=room)
    person = rows.facilitator()
    session.facilitators.add(person)
    amal.post(address("week_release"), {"comment": ""})
    Session.objects.update(seats=14)  # there is something to correct
    page = amal.get(address()).content.decode()
    kinds = ("print_sign_in", "print_slips", "print_door", "print_certificate")
    expected = {f"{reverse(kind, args=[session.code])}?language=fr" for kind in kinds}
    expected |= {f"{reverse('print_slips', args=[session.code])}?language=all"}
    expected |= {f"{reverse('print_facilitator', args=[person.pk, WEEK])}?language=fr"}
    for kind in ("poster", "print_poster_draft", "print_correction"):
        expected |= {f"{reverse(kind, args=['oujda', WEEK])}?language={code}" for code in ("fr", "en", "ar", "all")}
    assert {link for link in expected if f'href="{link}"' not in page} == set()
    for link in expected:
        assert amal.get(link).headers["Content-Type"] == "application/pdf", link


def test_the_desk_begins_in_this_week_of_the_own_point(oujda, amal):
    begin = reverse("admin:sessions_app_weeks")
    assert amal.get(begin).url == address(week=Week.current())
    for page in (reverse("admin:app_list", args=["sessions_app"]), reverse("admin:sessions_app_session_changelist")):
        assert f'href="{begin}"' in amal.get(page).content.decode(), page


def test_who_has_several_points_chooses_and_who_has_none_is_told(oujda, client):
    rabat = rows.point(slug="rabat")
    for user, points in ((rows.manager(), [oujda, rabat]), (rows.user("Session coordinator"), [])):
        client.force_login(user)
        response = client.get(reverse("admin:sessions_app_weeks"))
        assert list(response.context["points"]) == points


# Copying, confirming, releasing


def test_a_week_is_copied_as_drafts_and_what_falls_on_a_closure_is_told(oujda, room, amal):
    rows.session(room=room)
    rows.session(room=room, day="2026-11-26", status="cancelled", reason_fr="Malade")
    rows.session(room=room, day="2026-11-27")
    Closure.objects.create(name_fr="Fête du Trône", first_day="2026-12-04", last_day="2026-12-04")
    response = amal.post(address("week_copy"), {"target": str(NEXT)})
    assert response.url == address(week=NEXT)
    assert texts(Session.objects.in_week(NEXT.monday)) == [("2026-12-01", "09:30", "draft")]
    with translation.override("fr"):
        made = ngettext("%d draft was made.", "%d drafts were made.", 1) % 1
    messages = said(response)
    assert messages[0] == made
    assert len(messages) == 2 and "Fête du Trône" in messages[1]


def test_a_week_is_not_copied_to_a_week_that_is_not_offered(oujda, room, amal):
    rows.session(room=room)
    for target in ("", "2026-W48", "2026-W60", "<script>", "2031-W01"):
        response = amal.post(address("week_copy"), {"target": target})
        assert response.url == address()
    assert Session.objects.count() == 1


def test_drafts_are_confirmed_together_and_one_that_clashes_stays_a_draft(oujda, room, amal):
    rows.session(room=room, status="draft").facilitators.add(rows.facilitator())
    rows.session(room=room, status="draft", day="2026-11-26")
    Closure.objects.create(name_fr="Travaux", first_day="2026-11-26", last_day="2026-11-26")
    response = amal.post(address("week_confirm"))
    assert texts(Session.objects.all()) == [("2026-11-24", "09:30", "confirmed"), ("2026-11-26", "09:30", "draft")]
    assert len(said(response)) == 2 and "Travaux" in said(response)[1]


def test_releases_are_numbered_and_what_changed_since_is_told(oujda, room, amal):
    session = rows.session(room=room)
    amal.post(address("week_release"), {"comment": "Affiche du lundi"})
    release = Release.objects.get()
    assert (release.number, release.comment, release.released_by) == (
        1,
        "Affiche du lundi",
        oujda.coordinators.get().user,
    )
    assert amal.get(address()).context["changes"] == []
    Session.objects.filter(pk=session.pk).update(status="cancelled", reason_fr="Malade")
    (change,) = amal.get(address()).context["changes"]
    assert (change.kind, change.before, change.after, change.reason) == (
        "cancelled", (date(2026, 11, 24), "09:30–12:30"), None, "Malade",
    )  # fmt: skip
    amal.post(address("week_release"), {"comment": ""})
    assert list(Release.objects.values_list("number", flat=True)) == [2, 1]


def test_a_change_around_the_sessions_asks_for_a_new_version(oujda, room, amal):
    rows.session(room=room)
    amal.post(address("week_release"))
    before = amal.get(address()).context["frame_changed"]
    Closure.objects.create(name_fr="Travaux", first_day="2026-11-27", last_day="2026-11-27")
    after = amal.get(address()).context["frame_changed"]
    amal.post(address("week_release"))
    assert (before, after, amal.get(address()).context["frame_changed"]) == (False, True, False)


@pytest.mark.parametrize(("capacity", "warnings"), [(15, 0), (14, 1)])
def test_a_room_that_holds_less_than_what_is_booked_is_said(capacity, warnings, room, amal):
    rows.session(room=room, day="2090-11-24", seats=15)
    rows.session(room=room, day="2020-11-24", seats=18)
    change = reverse("admin:sessions_app_room_change", args=[room.pk])
    response = amal.post(change, {"name": room.name, "capacity": capacity})
    room.refresh_from_db()
    assert (room.capacity, len(said(response))) == (capacity, 1 + warnings)


def test_a_comment_that_is_too_long_releases_nothing(oujda, amal):
    amal.post(address("week_release"), {"comment": "x" * 201})
    assert Release.objects.count() == 0


def test_the_buttons_ask_for_a_token(oujda, room, amal):
    strict = type(amal)(enforce_csrf_checks=True)
    strict.force_login(oujda.coordinators.get().user)
    for name in ("week_release", "week_copy", "week_confirm"):
        assert strict.post(address(name)).status_code == 403


@pytest.mark.parametrize(
    ("language", "arrow", "comma"), [("fr", "→", "Salle A</bdi>, "), ("ar", "←", "Salle A</bdi>، ")]
)
def test_arrows_and_commas_follow_the_direction_of_the_page(oujda, room, amal, language, arrow, comma):
    rows.room(point=oujda, name="Salle B")
    new = rows.session(room=room, day="2026-11-26")
    rows.session(room=room, status="moved", reason_fr="Malade", moved_to=new)
    with translation.override(language):
        page = amal.get(address()).content.decode()
    assert [mark for mark in "→←" if mark in page] == [arrow]
    assert comma in page
