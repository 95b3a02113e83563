"""Sessions in the admin: booked, refused with the reason beside the field, moved, cancelled, made as a cycle."""

import re
from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from sessions_app import objections, planning
from sessions_app.admin.session_form import OVERTAKEN
from sessions_app.codes import attendance_code
from sessions_app.models import Closure, Cycle, Headcount, OpeningHours, Ramadan, Session
from tests import rows

pytestmark = pytest.mark.django_db
LIST = "admin:sessions_app_session_changelist"


@pytest.fixture
def oujda(empty):
    """A point that is open from Monday to Friday, without holidays."""
    Closure.objects.all().delete()
    Ramadan.objects.all().delete()
    point = rows.point(slug="oujda", name_ar="نقطة وجدة")
    OpeningHours.objects.bulk_create(
        OpeningHours(point=point, weekday=day, opens="09:00", closes="17:00") for day in range(5)
    )
    return point


@pytest.fixture
def room(oujda):
    return rows.room(point=oujda, name="Salle A", capacity=20)


@pytest.fixture
def amal(client, oujda):
    """A browser in which the coordinator of Oujda is signed in."""
    client.force_login(rows.coordinator(oujda))
    return client


def typed(place, **values) -> dict:
    """What a coordinator types for a session."""
    module = values.pop("module", None) or rows.module()
    return {
        "module": module.pk, "status": "draft", "point": place.point_id, "room": place.pk, "day": "24/11/2026",
        "starts": "09:30", "ends": "12:30", "languages": ["fr", "wo"], "seats": "15",
        "audience_note_fr": "Pour toutes et tous", "what_to_bring_ar": "قلم", "internal_note": "Prévoir le thé",
    } | values  # fmt: skip


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in response.context["adminform"].form.errors.items()}


def add(language="fr"):
    with translation.override(language):
        return reverse("admin:sessions_app_session_add")


# Booking


def test_a_session_is_booked_and_one_is_back_in_its_week(amal, room):
    person = rows.facilitator()
    response = amal.post(add(), typed(room, facilitators=[person.pk]))
    session = Session.objects.get()
    assert response.url == reverse("admin:sessions_app_week", args=["oujda", "2026-W48"])
    assert (session.day, f"{session.starts:%H:%M}", session.languages, session.seats, session.audience_note_fr) == (
        date(2026, 11, 24), "09:30", "fr wo", 15, "Pour toutes et tous",
    )  # fmt: skip
    assert list(session.facilitators.all()) == [person]


def test_empty_boxes_fill_themselves(amal, room):
    amal.post(add(), typed(room, ends="", seats="", module=rows.module(usual_minutes=120)))
    session = Session.objects.get()
    assert (f"{session.ends:%H:%M}", session.seats) == ("11:30", 20)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_room_taken_is_refused_with_the_other_session_named_and_nothing_lost(language, amal, room):
    other = rows.session(room=room, module=rows.module(title_fr="Commercialisation", title_ar="التسويق والبيع"))
    response = amal.post(add(language), typed(room, starts="11:00", ends="13:00"))
    with translation.override(language):
        new = Session(module=other.module, point=room.point, room=room, day=other.day, starts=other.starts,
                      ends=other.ends, seats=1)  # fmt: skip
        (conflict,) = [c for c in objections.conflicts_of(new, []) if c.kind == "room"]
    assert errors(response) == {"room": [conflict.message]}
    assert {"fr": "Commercialisation", "ar": "التسويق والبيع"}[language] in conflict.message
    assert Session.objects.get() == other
    page = response.content.decode()
    for value in ("Pour toutes et tous", "قلم", "Prévoir le thé", 'value="11:00"', 'value="13:00"', 'value="15"'):
        assert value in page, value
    assert re.search(r'value="wo"[^>]*checked', page)


def test_each_refusal_stands_beside_its_field(amal, room):
    person = rows.facilitator()
    person.absences.create(first_day="2026-11-24", last_day="2026-11-24")
    cases = {
        "seats": {"seats": "21"},
        "ends": {"ends": "midi"},
        "day": {"day": "28/11/2026"},
        "starts": {"starts": "07:00", "ends": "10:00"},
        "facilitators": {"facilitators": [person.pk]},
    }
    for field, values in cases.items():
        assert list(errors(amal.post(add(), typed(room, **values)))) == [field]
    Closure.objects.create(name_fr="Fête", first_day="2026-11-24", last_day="2026-11-24")
    assert list(errors(amal.post(add(), typed(room)))) == ["day"]
    assert Session.objects.count() == 0


@pytest.mark.parametrize("day", ["31/12/9999", "01/01/0001", "01/01/2000", "24/11/1926", "", "demain"])
def test_a_day_of_no_calendar_of_ours_is_refused(day, amal, room):
    assert list(errors(amal.post(add(), typed(room, day=day)))) == ["day"]
    session = rows.session(room=room)
    data = {"day": day, "starts": "14:00", "ends": "17:00", "room": room.pk, "reason_fr": "Travaux"}
    response = amal.post(reverse("admin:sessions_app_session_move", args=[session.pk]), data)
    assert list(response.context["form"].errors) == ["day"]


def test_the_end_before_the_start_is_refused(amal, room):
    response = amal.post(add(), typed(room, starts="12:00", ends="11:00"))
    assert response.status_code == 200
    assert Session.objects.count() == 0


def test_a_warning_is_said_after_saving(amal, room):
    Closure.objects.create(name_fr="Aïd", first_day="2026-11-24", last_day="2026-11-24", certain=False)
    response = amal.post(add(), typed(room))
    assert Session.objects.count() == 1
    assert len([message for message in said(response) if "Aïd" in message]) == 1


def test_a_room_or_a_person_of_another_point_cannot_be_chosen_by_hand(amal, room):
    elsewhere = rows.room()
    person = rows.facilitator()
    person.points.set([elsewhere.point])
    assert list(errors(amal.post(add(), typed(room, room=elsewhere.pk)))) == ["room"]
    assert list(errors(amal.post(add(), typed(room, point=elsewhere.point_id)))) == ["point"]
    assert list(errors(amal.post(add(), typed(room, facilitators=[person.pk])))) == ["facilitators"]
    assert Session.objects.count() == 0


def test_a_manager_cannot_mix_two_points(client, room):
    client.force_login(rows.manager())
    response = client.post(add(), typed(room, point=rows.point().pk))
    assert "room" in errors(response)


def test_what_was_public_never_becomes_a_draft_again(amal, room):
    session = rows.session(room=room)
    change = reverse("admin:sessions_app_session_change", args=[session.pk])
    assert list(errors(amal.post(change, typed(room, module=session.module, status="draft")))) == ["status"]
    response = amal.post(change, typed(room, module=session.module, status="full", starts="10:00"))
    session.refresh_from_db()
    assert (session.status, f"{session.starts:%H:%M}", session.sequence) == ("full", "10:00", 1)
    assert len(said(response)) == 3  # saved; that people may know the old time; that nobody is there to lead it


def test_a_form_of_before_does_not_undo_a_cancellation(amal, room):
    session = rows.session(room=room)
    change = reverse("admin:sessions_app_session_change", args=[session.pk])
    stale = typed(room, module=session.module, status="confirmed")
    planning.cancel(session, {"fr": "Malade"})
    response = amal.post(change, stale)
    assert errors(response) == {"__all__": [str(OVERTAKEN)]}
    session.refresh_from_db()
    assert (session.status, session.reason_fr, session.internal_note) == ("cancelled", "Malade", "")


def test_the_reason_and_the_note_of_a_cancelled_session_are_mended(amal, room):
    session = rows.session(room=room, status="cancelled", reason_fr="Malade")
    change = reverse("admin:sessions_app_session_change", args=[session.pk])
    amal.post(change, typed(room, status="confirmed", day="25/11/2026", reason_fr="Fermé"))
    session.refresh_from_db()
    assert (session.status, session.day, session.reason_fr, session.internal_note) == (
        "cancelled", date(2026, 11, 24), "Fermé", "Prévoir le thé",
    )  # fmt: skip


def restore(session) -> str:
    return reverse("admin:sessions_app_session_reinstate", args=[session.pk])


def test_a_cancellation_made_by_mistake_is_taken_back_once_it_is_confirmed(amal, room):
    session = rows.session(room=room, status="cancelled", reason_fr="Malade")
    assert (
        restore(session) in amal.get(reverse("admin:sessions_app_session_change", args=[session.pk])).content.decode()
    )
    assert amal.get(restore(session)).status_code == 200
    session.refresh_from_db()
    assert session.status == "cancelled"
    response = amal.post(restore(session))
    session.refresh_from_db()
    assert (session.status, session.reason_fr, session.sequence) == ("confirmed", "", 1)
    assert response.url == reverse("admin:sessions_app_week", args=["oujda", "2026-W48"])


def test_it_is_not_taken_back_when_the_room_is_taken_or_it_takes_place(amal, room):
    session = rows.session(room=room, status="cancelled", reason_fr="Malade")
    other = rows.session(room=room)
    for row in (session, other):
        response = amal.post(restore(row))
        assert len(response.context["form"].non_field_errors()) == 1
    session.refresh_from_db()
    assert session.status == "cancelled"


def test_a_counted_session_is_neither_cancelled_nor_given_another_day(amal, room):
    session = rows.session(room=room)
    Headcount.objects.create(session=session, women=6)
    change = reverse("admin:sessions_app_session_change", args=[session.pk])
    data = typed(room, module=session.module, status="confirmed", day="25/11/2026")
    assert list(errors(amal.post(change, data))) == ["day"]
    address = reverse("admin:sessions_app_session_cancel") + f"?ids={session.pk}"
    assert len(amal.post(address, {"reason_fr": "Malade"}).context["form"].non_field_errors()) == 1
    session.refresh_from_db()
    assert (session.status, session.day) == ("confirmed", date(2026, 11, 24))


def test_a_module_that_is_not_published_is_not_offered_and_its_draft_not_confirmed(amal, room):
    unread = rows.module(state="draft")
    assert list(errors(amal.post(add(), typed(room, module=unread)))) == ["module"]
    session = rows.session(room=room, module=unread, status="draft")
    change = reverse("admin:sessions_app_session_change", args=[session.pk])
    assert list(errors(amal.post(change, typed(room, module=unread, status="confirmed")))) == ["module"]
    assert amal.post(change, typed(room, module=unread)).status_code == 302
    session.refresh_from_db()
    assert session.status == "draft"


@pytest.mark.parametrize(("day", "week"), [("03/01/2000", "2000-W01"), ("01/01/2100", "2099-W53")])
def test_the_first_and_the_last_week_of_the_century_have_a_page(day, week, desk, room):
    room.point.opening_hours.all().delete()
    response = desk.post(add(), typed(room, day=day))
    assert response.url == reverse("admin:sessions_app_week", args=["oujda", week])
    assert desk.get(response.url).status_code == 200
    assert desk.get(reverse("week", args=["oujda", week])).status_code == 200


def test_a_code_from_a_slip_finds_its_session_and_a_mistyped_one_is_told(amal, room):
    session = rows.session(room=room)
    rows.session(room=room, day="2026-11-25")
    good = attendance_code(session.code, 4)
    swapped = good[1] + good[0] + good[2:]
    for term, found, words in ((good, [session], 0), (swapped, [], 1 if good[0] != good[1] else 0)):
        response = amal.get(reverse(LIST), {"q": term})
        if term == good or words:
            assert (list(response.context["cl"].queryset), len(said(response))) == (found, words)


def test_only_drafts_are_deleted(amal, room):
    draft, public = rows.session(room=room, status="draft"), rows.session(room=room, day="2026-11-25")
    for session, code in ((draft, 302), (public, 403)):
        delete = reverse("admin:sessions_app_session_delete", args=[session.pk])
        assert amal.post(delete, {"post": "yes"}).status_code == code
    data = {"action": "delete_selected", "_selected_action": [public.pk], "post": "yes"}
    assert amal.post(reverse(LIST), data).status_code == 403
    assert list(Session.objects.all()) == [public]


def test_the_form_begins_at_the_point_and_day_one_came_from(amal, room):
    response = amal.get(f"{add()}?point={room.point_id}&day=2026-11-26")
    form = response.context["adminform"].form
    assert (form["point"].value(), form["day"].value(), form["languages"].value()) == (
        str(room.point_id), date(2026, 11, 26), ["fr"],
    )  # fmt: skip


# Moving


def test_a_session_is_moved_and_the_old_one_stays_with_the_reason(amal, room):
    session = rows.session(room=room)
    uid = session.uid
    move = reverse("admin:sessions_app_session_move", args=[session.pk])
    data = {"day": "03/12/2026", "starts": "14:00", "ends": "17:00", "room": room.pk, "reason_fr": "Travaux"}
    response = amal.post(move, data)
    session.refresh_from_db()
    new = session.moved_to
    assert (session.status, session.reason_fr) == ("moved", "Travaux")
    assert (new.day, f"{new.starts:%H:%M}", new.uid, new.status) == (date(2026, 12, 3), "14:00", uid, "confirmed")
    assert response.url == reverse("admin:sessions_app_week", args=["oujda", "2026-W49"])


@pytest.mark.parametrize(
    ("values", "field"),
    [({"reason_fr": ""}, "reason_fr"), ({"starts": "25:00"}, "starts"), ({"day": "05/12/2026"}, "day"),
     ({"day": "24/11/2026", "starts": "09:30", "ends": "12:30"}, "__all__"), ({"day": ""}, "day"),
     ({"day": "25/11/2026", "starts": "10:00", "ends": "11:00"}, "room")],
)  # fmt: skip
def test_a_move_that_is_refused_moves_nothing(values, field, amal, room):
    session = rows.session(room=room)
    rows.session(room=room, day="2026-11-25")
    data = {"day": "03/12/2026", "starts": "14:00", "ends": "17:00", "room": room.pk, "reason_fr": "Travaux"} | values
    response = amal.post(reverse("admin:sessions_app_session_move", args=[session.pk]), data)
    assert list(response.context["form"].errors) == [field]
    session.refresh_from_db()
    assert (session.status, session.moved_to, Session.objects.count()) == ("confirmed", None, 2)


def test_a_draft_is_changed_and_not_moved(amal, room):
    session = rows.session(room=room, status="draft")
    response = amal.get(reverse("admin:sessions_app_session_move", args=[session.pk]))
    assert response.url == reverse("admin:sessions_app_session_change", args=[session.pk])


def test_the_action_moves_one_session_and_not_two(amal, room):
    one, two = rows.session(room=room), rows.session(room=room, day="2026-11-25")
    response = amal.post(reverse(LIST), {"action": "move", "_selected_action": [one.pk]})
    assert response.url == reverse("admin:sessions_app_session_move", args=[one.pk])
    response = amal.post(reverse(LIST), {"action": "move", "_selected_action": [one.pk, two.pk]})
    with translation.override("fr"):
        assert said(response) == [gettext("Sessions are moved one by one: choose one.")]


# Cancelling


def test_sessions_are_cancelled_with_a_reason_in_three_languages(amal, room):
    sessions = [rows.session(room=room), rows.session(room=room, day="2026-11-25")]
    response = amal.post(reverse(LIST), {"action": "cancel", "_selected_action": [row.pk for row in sessions]})
    data = {"reason_fr": "L’animatrice est malade", "reason_ar": "المنشطة مريضة"}
    response = amal.post(response.url, data)
    assert response.url == reverse("admin:sessions_app_week", args=["oujda", "2026-W48"])
    for session in sessions:
        session.refresh_from_db()
        assert (session.status, session.reason_fr, session.reason_ar, session.sequence) == (
            "cancelled", "L’animatrice est malade", "المنشطة مريضة", 1,
        )  # fmt: skip


def test_without_a_french_reason_or_with_a_draft_among_them_none_is_cancelled(amal, room):
    public, draft = rows.session(room=room), rows.session(room=room, day="2026-11-25", status="draft")
    base = reverse("admin:sessions_app_session_cancel")
    response = amal.post(f"{base}?ids={public.pk}", {"reason_fr": "", "reason_ar": "سبب"})
    assert list(response.context["form"].errors) == ["reason_fr"]
    response = amal.post(f"{base}?ids={public.pk},{draft.pk}", {"reason_fr": "Malade"})
    assert list(response.context["form"].errors) == ["__all__"]
    public.refresh_from_db()
    assert public.status == "confirmed"


def test_a_session_of_another_point_among_them_is_a_404(amal, room):
    mine, other = rows.session(room=room), rows.session()
    response = amal.post(
        f"{reverse('admin:sessions_app_session_cancel')}?ids={mine.pk},{other.pk}", {"reason_fr": "Malade"}
    )
    assert response.status_code == 404
    assert not Session.objects.filter(status="cancelled").exists()


# Cycles


def cycle(place, **values) -> dict:
    return {
        "module": rows.module(usual_minutes=180).pk, "group": "groupe 3", "point": place.point_id, "room": place.pk,
        "first": "25/11/2026", "kind": "days", "count": "3", "starts": "09:30", "ends": "", "languages": ["fr"],
    } | values  # fmt: skip


def made() -> list[tuple]:
    return [(row.day.isoformat(), row.day_number) for row in Session.objects.order_by("day")]


def test_a_cycle_of_three_days_leaves_out_a_closure_and_the_weekend_and_says_so(amal, room):
    Closure.objects.create(name_fr="Fête locale", point=room.point, first_day="2026-11-26", last_day="2026-11-26")
    response = amal.post(reverse("admin:sessions_app_cycle_make"), cycle(room))
    assert made() == [("2026-11-25", 1), ("2026-11-27", 2), ("2026-11-30", 3)]
    left_out = dict(response.context["left_out"])
    assert list(left_out) == [date(2026, 11, 26), date(2026, 11, 28), date(2026, 11, 29)]
    assert left_out[date(2026, 11, 26)] == "Fête locale"
    row = Cycle.objects.get()
    assert (row.days, row.group, Session.objects.first().seats, f"{Session.objects.first().ends:%H:%M}") == (
        3, "groupe 3", 20, "12:30",
    )  # fmt: skip


def test_every_tuesday_until_a_date(amal, room):
    Closure.objects.create(name_fr="Fête", first_day="2026-12-08", last_day="2026-12-08")
    data = cycle(room, kind="weekly", count="", weekdays=["1"], until="22/12/2026")
    response = amal.post(reverse("admin:sessions_app_cycle_make"), data)
    assert made() == [("2026-12-01", 1), ("2026-12-15", 2), ("2026-12-22", 3)]
    assert list(response.context["left_out"]) == [(date(2026, 12, 8), "Fête")]


def test_a_day_on_which_the_room_is_taken_is_left_out_and_told(amal, room):
    rows.session(room=room, day="2026-11-26")
    response = amal.post(reverse("admin:sessions_app_cycle_make"), cycle(room))
    assert [row.day for row in response.context["created"]] == [date(2026, 11, 25), date(2026, 11, 27)]
    assert len(response.context["skipped"]) == 1


@pytest.mark.parametrize(
    ("values", "fields"),
    [({"count": ""}, ["count"]), ({"count": "0"}, ["count"]), ({"first": ""}, ["first"]), ({"room": "0"}, ["room"]),
     ({"kind": "weekly", "weekdays": [], "until": ""}, ["weekdays", "until"]),
     ({"kind": "weekly", "weekdays": ["1"], "until": "01/11/2026"}, ["until"]),
     ({"kind": "weekly", "weekdays": ["1"], "until": "01/12/2028"}, ["until"]),
     ({"kind": "weekly", "weekdays": ["6"], "until": "29/11/2026"}, ["first"]),
     ({"starts": "06:00"}, ["__all__"]), ({"first": "31/12/9999"}, ["first"])],
)  # fmt: skip
def test_a_cycle_that_cannot_be_made_makes_nothing(values, fields, amal, room):
    response = amal.post(reverse("admin:sessions_app_cycle_make"), cycle(room, **values))
    assert list(response.context["form"].errors) == fields
    assert (Session.objects.count(), Cycle.objects.count()) == (0, 0)


def test_a_cycle_is_not_made_at_another_point(amal, room):
    other = rows.room()
    response = amal.post(reverse("admin:sessions_app_cycle_make"), cycle(room, point=other.point_id, room=other.pk))
    assert list(response.context["form"].errors) == ["point", "room"]
