"""Booking, confirming, cancelling, moving, copying: what gets in, what is refused, and that refusal leaves no trace."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from sessions_app import objections, planning, surroundings
from sessions_app.models import Absence, Closure, Cycle, Headcount, OpeningHours, Session
from sessions_app.weeks import Week
from tests import rows

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)
WEEK, NEXT_WEEK = Week(date(2026, 11, 23)), Week(date(2026, 11, 30))
WHY = {"fr": "Salle inondée", "en": "Flooded room", "ar": "القاعة مغمورة"}


@pytest.fixture
def room():
    return rows.room()


@pytest.fixture
def anna():
    return rows.facilitator()


def draft(room, day=TUESDAY, starts=time(9, 30), ends=time(12, 30), **values):
    """A session that is not stored yet."""
    values = {"module": values.get("module") or rows.module(), "seats": 15} | values
    return Session(room=room, point=room.point, day=day, starts=starts, ends=ends, **values)


def kinds(conflicts):
    return [conflict.kind for conflict in conflicts]


def refused(session, people=()):
    with pytest.raises(planning.Refused) as caught:
        planning.book(session, people)
    return caught.value


class TestBook:
    def test_a_free_room(self, room, anna):
        session = draft(room)
        assert planning.book(session, [anna]) == []
        stored = Session.objects.get()
        assert (stored.pk, stored.status, stored.sequence) == (session.pk, "draft", 0)
        assert list(stored.facilitators.all()) == [anna]

    def test_without_facilitators(self, room):
        assert planning.book(draft(room), []) == []
        assert Session.objects.get().facilitators.count() == 0

    def test_warnings_are_told_and_it_is_saved(self, room):
        Closure.objects.create(name_fr="Aïd", first_day=TUESDAY, last_day=TUESDAY, certain=False)
        assert kinds(planning.book(draft(room, ends=time(10)), [])) == ["closure_unsure", "length"]
        assert Session.objects.count() == 1

    def test_a_taken_room_names_the_other_session(self, room):
        point = room.point
        point.name_en, room.name = "Oujda orientation point", "Room A"
        point.save(), room.save()
        rows.session(room=room, module=rows.module(title_fr="Compétences", title_en="Life skills"))
        with translation.override("en"):
            error = refused(draft(room, starts=time(12), ends=time(14)))
        message = "Room A is taken: “Life skills” (Oujda orientation point, Tuesday 24 November 2026, 09:30–12:30)."
        assert error.message_dict == {"room": [message]}
        assert Session.objects.count() == 1

    def test_messages_by_field(self, room, anna):
        rows.session(room=room).facilitators.add(anna)
        error = refused(draft(room, seats=21), [anna])
        assert sorted(error.message_dict) == ["facilitators", "room", "seats"]
        assert kinds(error.conflicts) == ["seats", "room", "facilitator"]
        assert [e.code for e in error.error_dict["room"]] == ["room"]

    def test_touching_sessions_get_in(self, room, anna):
        rows.session(room=room).facilitators.add(anna)
        assert planning.book(draft(room, starts=time(12, 30), ends=time(15, 30)), [anna]) == []
        assert planning.book(draft(room, starts=time(6, 30), ends=time(9, 30)), [anna]) == []

    @pytest.mark.parametrize("status", ["moved", "cancelled"])
    def test_moved_and_cancelled_sessions_occupy_nothing(self, room, anna, status):
        rows.session(room=room, status=status, reason_fr="Pluie").facilitators.add(anna)
        assert planning.book(draft(room), [anna]) == []

    @pytest.mark.parametrize("status", ["draft", "confirmed", "full"])
    def test_all_others_do(self, room, status):
        rows.session(room=room, status=status)
        assert kinds(refused(draft(room)).conflicts) == ["room"]

    def test_a_facilitator_elsewhere(self, room, anna):
        rows.session(point=rows.point(city_fr="Oujda")).facilitators.add(anna)
        assert kinds(refused(draft(room), [anna]).conflicts) == ["facilitator"]
        assert planning.book(draft(room, starts=time(12, 30), ends=time(15, 30)), [anna]) == []

    def test_a_facilitator_in_another_city(self, room, anna):
        rows.session(point=rows.point(city_fr="Rabat")).facilitators.add(anna)
        assert kinds(refused(draft(room, starts=time(14), ends=time(17)), [anna]).conflicts) == ["travel"]

    def test_an_absent_facilitator(self, room, anna):
        Absence.objects.create(facilitator=anna, first_day=TUESDAY, last_day=TUESDAY)
        assert kinds(refused(draft(room), [anna]).conflicts) == ["absence"]
        assert planning.book(draft(room, day=date(2026, 11, 25)), [anna]) == []

    def test_a_public_holiday_of_the_starter(self, room):
        """18 November, Independence Day, is loaded with a fresh installation."""
        error = refused(draft(room, day=date(2026, 11, 18)))
        assert kinds(error.conflicts) == ["closure"]
        assert "Fête de l'indépendance" in error.message_dict["day"][0]

    def test_a_closure_of_one_point(self, room):
        Closure.objects.create(name_fr="Travaux", point=room.point, first_day=TUESDAY, last_day=TUESDAY)
        assert kinds(refused(draft(room)).conflicts) == ["closure"]
        assert planning.book(draft(rows.room()), []) == []

    def test_opening_hours_and_those_of_ramadan(self, room):
        for ramadan, closes in ((False, time(17)), (True, time(15))):
            OpeningHours.objects.create(point=room.point, weekday=1, ramadan=ramadan, opens=time(9), closes=closes)
        afternoon = {"starts": time(14), "ends": time(17)}
        assert planning.book(draft(room, **afternoon), []) == []
        # 24 February 2026 is a Tuesday in the Ramadan that the starter content knows: unconfirmed, hence the warning
        assert kinds(refused(draft(room, day=date(2026, 2, 24), **afternoon)).conflicts) == ["hours"]
        assert kinds(planning.book(draft(room, day=date(2026, 2, 24), starts=time(12), ends=time(15)), [])) == [
            "ramadan_unsure"
        ]

    def test_a_room_of_another_point(self, room):
        session = draft(room)
        session.point = rows.point()
        assert kinds(refused(session).conflicts) == ["place"]

    def test_a_cancelled_session_is_saved_unchecked(self, room):
        rows.session(room=room)
        other = rows.session(room=room, status="cancelled", reason_fr="Pluie")
        other.internal_note = "Rappeler"
        assert planning.book(other, []) == []

    def test_saved_again_it_does_not_clash_with_itself(self, room, anna):
        session = draft(room)
        planning.book(session, [anna])
        assert planning.book(session, [anna]) == []

    def test_other_facilitators_replace_the_first(self, room, anna):
        session, bela = draft(room), rows.facilitator()
        planning.book(session, [anna])
        planning.book(session, [bela])
        assert list(session.facilitators.all()) == [bela]

    def test_a_refused_change_leaves_the_stored_row(self, room, anna):
        session = rows.session(room=room)
        rows.session(room=room, starts="14:00", ends="17:00")
        session.starts, session.ends = time(13), time(15)
        refused(session, [anna])
        stored = Session.objects.get(pk=session.pk)
        assert (stored.starts, stored.sequence, stored.facilitators.count()) == (time(9, 30), 0, 0)


class TestSequence:
    CHANGES = [
        ({"day": date(2026, 11, 25)}, 1),
        ({"starts": time(10)}, 1),
        ({"ends": time(12)}, 1),
        ({"status": "full"}, 1),
        ({"starts": time(10), "ends": time(13)}, 1),
        ({"seats": 12, "internal_note": "x", "audience_note_fr": "Femmes"}, 0),
        ({}, 0),
    ]

    @pytest.mark.parametrize(("change", "sequence"), CHANGES)
    def test_a_public_session(self, change, sequence):
        session = rows.session()
        for name, value in change.items():
            setattr(session, name, value)
        planning.book(session, [])
        assert Session.objects.get().sequence == sequence

    @pytest.mark.parametrize(("change", "sequence"), CHANGES)
    def test_no_calendar_knows_a_draft(self, change, sequence):
        session = rows.session(status="draft")
        for name, value in change.items():
            setattr(session, name, value)
        planning.book(session, [])
        assert Session.objects.get().sequence == 0

    def test_another_room(self, room):
        session = rows.session(room=room)
        session.room = rows.room(point=room.point)
        planning.book(session, [])
        assert Session.objects.get().sequence == 1

    def test_from_the_stored_number_not_from_an_old_copy(self):
        session = rows.session()
        old_copy = Session.objects.get()
        session.day = date(2026, 11, 25)
        planning.book(session, [])
        old_copy.day = date(2026, 11, 26)
        planning.book(old_copy, [])
        assert Session.objects.get().sequence == 2


class TestConfirm:
    def test_drafts_become_public(self, room):
        sessions = [rows.session(status="draft", starts=hour, ends="12:30", room=room, day=day)
                    for hour, day in (("09:30", "2026-11-24"), ("09:00", "2026-11-25"))]  # fmt: skip
        done = planning.confirm(sessions)
        assert ([row.pk for row in done.confirmed], done.refused) == ([row.pk for row in sessions], [])
        assert set(Session.objects.values_list("status", "sequence")) == {("confirmed", 0)}

    def test_all_others_are_left_alone(self):
        session = rows.session(status="cancelled", reason_fr="Pluie")
        assert planning.confirm([session, rows.session(status="full")]) == ([], [])
        assert sorted(Session.objects.values_list("status", flat=True)) == ["cancelled", "full"]

    def test_what_has_come_to_clash_stays_a_draft(self, anna):
        bad = rows.session(status="draft")
        bad.facilitators.add(anna)
        good = rows.session(status="draft", day="2026-11-25")
        Absence.objects.create(facilitator=anna, first_day=TUESDAY, last_day=TUESDAY)
        done = planning.confirm(Session.objects.all())
        assert [row.pk for row in done.confirmed] == [good.pk]
        assert [(row.pk, row.status, kinds(why)) for row, why in done.refused] == [(bad.pk, "draft", ["absence"])]
        assert Session.objects.get(pk=bad.pk).status == "draft"
        assert list(bad.facilitators.all()) == [anna]


class TestCancel:
    def test_it_stays_with_its_reason(self):
        session = rows.session()
        planning.cancel(session, WHY)
        stored = Session.objects.get()
        reasons = (stored.reason_fr, stored.reason_en, stored.reason_ar)
        assert (stored.status, stored.sequence, reasons) == ("cancelled", 1, tuple(WHY.values()))
        assert (session.status, session.sequence) == ("cancelled", 1)

    def test_french_is_enough(self):
        planning.cancel(rows.session(), {"fr": " Pluie "})
        assert Session.objects.get().reason_fr == "Pluie"

    @pytest.mark.parametrize("reasons", [{}, {"fr": "  "}, {"en": "Rain"}])
    def test_not_without_a_reason(self, reasons):
        session = rows.session()
        with pytest.raises(ValidationError) as caught:
            planning.cancel(session, reasons)
        assert list(caught.value.message_dict) == ["reason_fr"]
        assert (session.status, Session.objects.get().status) == ("confirmed", "confirmed")

    def test_a_reason_of_201_letters(self):
        with pytest.raises(ValidationError) as caught:
            planning.cancel(rows.session(), {"fr": "Pluie", "ar": "م" * 201})
        assert list(caught.value.message_dict) == ["reason_ar"]

    def test_not_a_draft(self):
        with pytest.raises(ValidationError) as caught:
            planning.cancel(rows.session(status="draft"), WHY)
        assert caught.value.code == "draft"

    @pytest.mark.parametrize("status", ["moved", "cancelled"])
    def test_not_twice(self, status):
        session = rows.session(status=status, reason_fr="Pluie")
        with pytest.raises(ValidationError) as caught:
            planning.cancel(session, WHY)
        assert caught.value.code == "off"
        assert Session.objects.get().reason_fr == "Pluie"


class TestMove:
    def move(self, session, people=(), **changes):
        values = {"day": date(2026, 11, 25), "starts": time(14), "ends": time(17), "room": session.room}
        return planning.move(session, **values | {"facilitators": people, "reasons": WHY} | changes)

    def test_one_event_that_moved(self, room, anna):
        old = rows.session(room=room, audience_note_fr="Femmes", audience_note_ar="نساء", internal_note="Clé chez nous")
        uid, code = old.uid, old.code
        new = self.move(old, [anna])
        assert (new.uid, new.sequence, new.status, new.moved_to) == (uid, 1, "confirmed", None)
        assert (new.day, new.starts, new.ends, new.room) == (date(2026, 11, 25), time(14), time(17), room)
        assert (new.audience_note_fr, new.audience_note_ar, new.reason_fr) == ("Femmes", "نساء", None)
        assert new.internal_note == "Clé chez nous"
        assert list(new.facilitators.all()) == [anna]
        stored = Session.objects.get(pk=old.pk)
        assert (stored.status, stored.reason_fr, stored.moved_to, stored.code) == ("moved", WHY["fr"], new, code)
        assert (stored.day, stored.starts) == (TUESDAY, time(9, 30))
        assert stored.uid != uid
        assert (old.status, old.moved_to_id) == ("moved", new.pk)

    def test_by_an_hour_in_its_own_room(self, room):
        new = self.move(rows.session(room=room), day=TUESDAY, starts=time(10, 30), ends=time(13, 30))
        assert (new.day, new.starts) == (TUESDAY, time(10, 30))

    def test_to_another_point(self):
        there = rows.room()
        assert self.move(rows.session(), room=there).point == there.point

    def test_twice(self):
        first = rows.session()
        uid = first.uid
        second = self.move(first)
        third = self.move(second, day=date(2026, 11, 26))
        assert (third.uid, third.sequence) == (uid, 2)
        assert Session.objects.get(pk=first.pk).moved_to_id == second.pk
        assert Session.objects.get(pk=second.pk).moved_to_id == third.pk

    def test_a_day_of_a_cycle_keeps_its_number(self, room):
        cycle = rows.cycle(days=2)
        new = self.move(rows.session(room=room, cycle=cycle, day_number=2))
        assert (new.cycle, new.day_number) == (cycle, 2)

    def test_a_full_one_stays_full_and_an_example_an_example(self):
        new = self.move(rows.session(status="full", example=True))
        assert (new.status, new.example) == ("full", True)

    def test_refused_nothing_has_happened(self, room):
        session = rows.session(room=room)
        other = rows.session(room=room, day="2026-11-25", starts="14:00", ends="17:00")
        before = list(Session.objects.order_by("pk").values())
        with pytest.raises(planning.Refused) as caught:
            self.move(session)
        assert kinds(caught.value.conflicts) == ["room"]
        assert list(Session.objects.order_by("pk").values()) == before
        assert (session.status, other.status) == ("confirmed", "confirmed")

    def test_not_without_a_reason(self):
        session = rows.session()
        with pytest.raises(ValidationError) as caught:
            self.move(session, reasons={})
        assert list(caught.value.message_dict) == ["reason_fr"]
        assert Session.objects.count() == 1

    def test_a_draft_is_simply_changed(self, anna):
        session = rows.session(status="draft")
        new = self.move(session, [anna], reasons={})
        assert (new.pk, new.day, new.status, new.sequence) == (session.pk, date(2026, 11, 25), "draft", 0)
        assert Session.objects.count() == 1

    @pytest.mark.parametrize("status", ["moved", "cancelled"])
    def test_not_what_is_off(self, status):
        with pytest.raises(ValidationError) as caught:
            self.move(rows.session(status=status, reason_fr="Pluie"))
        assert caught.value.code == "off"


class TestCopyWeek:
    def test_the_same_a_week_later_as_drafts(self, room, anna):
        session = rows.session(room=room, audience_note_fr="Femmes", internal_note="Clé", status="full", example=True)
        session.facilitators.add(anna)
        rows.session(day="2026-12-01")  # of another week
        copied = planning.copy_week(room.point, WEEK, NEXT_WEEK)
        (new,) = copied.created
        assert (copied.skipped, new.day, new.starts, new.status) == ([], date(2026, 12, 1), time(9, 30), "draft")
        assert (new.audience_note_fr, new.internal_note, new.example) == ("Femmes", "", False)
        assert new.uid != session.uid
        assert new.code != session.code
        assert list(new.facilitators.all()) == [anna]

    @pytest.mark.parametrize("status", ["moved", "cancelled"])
    def test_what_is_off_is_not_copied(self, room, status):
        rows.session(room=room, status=status, reason_fr="Pluie")
        assert planning.copy_week(room.point, WEEK, NEXT_WEEK) == ([], [])

    def test_closures_and_clashes_are_skipped_and_told(self, room):
        for day in (23, 24, 25):
            rows.session(room=room, day=f"2026-11-{day}")
        rows.session(room=room, day="2026-11-30")
        Closure.objects.create(name_fr="Travaux", first_day=date(2026, 12, 2), last_day=date(2026, 12, 2))
        copied = planning.copy_week(room.point, WEEK, NEXT_WEEK)
        assert [row.day for row in copied.created] == [date(2026, 12, 1)]
        assert [(row.day, kinds(why)) for row, why in copied.skipped] == [
            (date(2026, 11, 30), ["room"]),
            (date(2026, 12, 2), ["closure"]),
        ]

    def test_twice_copies_once(self, room):
        rows.session(room=room)
        planning.copy_week(room.point, WEEK, NEXT_WEEK)
        again = planning.copy_week(room.point, WEEK, NEXT_WEEK)
        assert (again.created, [kinds(why) for _, why in again.skipped]) == ([], [["room"]])

    def test_a_whole_cycle_becomes_a_cycle(self, room):
        cycle = rows.cycle(days=2, point=room.point, group="groupe 3")
        for number in (1, 2):
            rows.session(room=room, cycle=cycle, day_number=number, day=f"2026-11-2{3 + number}")
        created = planning.copy_week(room.point, WEEK, NEXT_WEEK).created
        assert [row.day_number for row in created] == [1, 2]
        (copy,) = {row.cycle for row in created}
        assert (copy.pk != cycle.pk, copy.days, copy.group, Cycle.objects.count()) == (True, 2, "groupe 3", 2)

    def test_part_of_a_cycle_does_not(self, room):
        cycle = rows.cycle(days=2, point=room.point)
        rows.session(room=room, cycle=cycle, day_number=1)
        rows.session(room=room, cycle=cycle, day_number=2, day="2026-12-03")
        (new,) = planning.copy_week(room.point, WEEK, NEXT_WEEK).created
        assert (new.cycle, new.day_number, Cycle.objects.count()) == (None, None, 1)

    def test_no_cycle_is_left_without_sessions(self, room):
        cycle = rows.cycle(days=1, point=room.point)
        rows.session(room=room, cycle=cycle, day_number=1)
        rows.session(room=room, day="2026-12-01")
        assert len(planning.copy_week(room.point, WEEK, NEXT_WEEK).skipped) == 1
        assert Cycle.objects.count() == 1

    def test_wall_time_across_the_change_of_the_clock(self, room):
        """From UTC+1 to UTC+0 on 20 September 2026: nine o'clock stays nine o'clock."""
        before = rows.session(room=room, day="2026-09-15", starts="09:00")
        (after,) = planning.copy_week(room.point, Week(date(2026, 9, 14)), Week(date(2026, 9, 21))).created
        assert (before.starts, after.starts, after.day) == (time(9), time(9), date(2026, 9, 22))
        assert after.start_instant - before.start_instant == timedelta(days=7)  # same zone: a difference of wall times
        assert after.start_instant.utcoffset() - before.start_instant.utcoffset() == timedelta(hours=-1)

    def test_into_ramadan_other_hours_hold(self, room):
        for ramadan, closes in ((False, time(17)), (True, time(15))):
            OpeningHours.objects.create(point=room.point, weekday=1, ramadan=ramadan, opens=time(9), closes=closes)
        rows.session(room=room, day="2026-02-17", starts="09:30")
        rows.session(room=room, day="2026-02-17", starts="14:00", ends="17:00")
        copied = planning.copy_week(room.point, Week(date(2026, 2, 16)), Week(date(2026, 2, 23)))
        assert [row.starts for row in copied.created] == [time(9, 30)]
        assert [(row.starts, kinds(why)) for row, why in copied.skipped] == [(time(14), ["hours"])]


class TestMakeCycle:
    DAYS = (date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18), date(2026, 11, 19))

    def make(self, room, people=(), dates=DAYS, module=None, **common):
        module = module or rows.module()
        return planning.make_cycle(module, room.point, room, people, dates, time(9), time(12), **common)

    def test_numbered_without_the_holiday(self, room, anna):
        made = self.make(room, [anna], group="groupe 3", seats=10, languages="fr ar", status="confirmed")
        assert [(row.day.day, row.day_number) for row in made.created] == [(16, 1), (17, 2), (19, 3)]
        assert [(row.day.day, kinds(why)) for row, why in made.skipped] == [(18, ["closure"])]
        cycle = Cycle.objects.get()
        assert (cycle.days, cycle.group, cycle.sessions.count()) == (3, "groupe 3", 3)
        assert set(Session.objects.values_list("seats", "languages", "status")) == {(10, "fr ar", "confirmed")}
        assert all(list(row.facilitators.all()) == [anna] for row in made.created)

    def test_dates_in_any_order_and_as_many_seats_as_the_room(self, room):
        made = self.make(room, dates=self.DAYS[1::-1])
        assert [(row.day.day, row.day_number, row.seats) for row in made.created] == [(16, 1, 20), (17, 2, 20)]

    def test_clashes_are_skipped(self, room):
        rows.session(room=room, day="2026-11-17")
        made = self.make(room, dates=self.DAYS[:2])
        assert ([row.day.day for row in made.created], Cycle.objects.get().days) == ([16], 1)

    @pytest.mark.parametrize("dates", [(), DAYS[2:3]])
    def test_of_nothing_no_cycle_stays(self, room, dates):
        made = self.make(room, dates=dates)
        assert (made.created, len(made.skipped), Cycle.objects.count()) == ([], len(dates), 0)

    def test_across_the_change_of_the_clock(self, room):
        made = self.make(room, dates=[date(2026, 9, 18), date(2026, 9, 21)])
        assert [row.starts for row in made.created] == [time(9), time(9)]
        assert [row.start_instant.utcoffset() for row in made.created] == [timedelta(hours=1), timedelta(0)]


class TestClosedDays:
    def test_closures_and_weekends_where_no_hours_are_set(self, room):
        Closure.objects.create(name_fr="Travaux", point=room.point, first_day=TUESDAY, last_day=TUESDAY)
        wednesday, thursday = date(2026, 11, 25), date(2026, 11, 26)
        Closure.objects.create(name_fr="Peut-être", first_day=wednesday, last_day=wednesday, certain=False)
        Closure.objects.create(name_fr="Ailleurs", point=rows.point(), first_day=thursday, last_day=thursday)
        with translation.override("en"):
            closed = surroundings.closed_days(room.point, WEEK.monday, WEEK.sunday)
        weekend = "not open on that weekday"
        assert closed == {TUESDAY: "Travaux", date(2026, 11, 28): weekend, date(2026, 11, 29): weekend}

    def test_weekdays_by_the_hours(self, room):
        OpeningHours.objects.create(point=room.point, weekday=5, opens=time(9), closes=time(13))
        closed = surroundings.closed_days(room.point, WEEK.monday, WEEK.sunday)
        assert sorted(day.weekday() for day in closed) == [0, 1, 2, 3, 4, 6]


class TestConflictsIn:
    def test_a_week_at_a_glance(self, room, anna):
        good = rows.session(room=room)
        one = rows.session(room=room, day="2026-11-25")
        other = rows.session(day="2026-11-25")
        for row in (one, other):
            row.facilitators.add(anna)
        rows.session(room=room, status="cancelled", reason_fr="Pluie")
        found = objections.conflicts_in(Session.objects.in_week(WEEK.monday))
        assert {key: kinds(conflicts) for key, conflicts in found.items()} == {
            good.pk: [],
            one.pk: ["facilitator"],
            other.pk: ["facilitator"],
        }

    def test_of_nothing(self):
        assert objections.conflicts_in(Session.objects.all()) == {}

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, room, anna, count, django_assert_num_queries):
        for day in range(count):
            rows.session(room=room, day=date(2026, 11, 23 + day)).facilitators.add(anna)
        with django_assert_num_queries(8):
            objections.conflicts_in(room.point.sessions.in_week(WEEK.monday))


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_check(room, anna, count, django_assert_num_queries):
    for hour in range(count):
        rows.session(room=room, starts=time(6 + hour), ends=time(7 + hour)).facilitators.add(anna)
    session = draft(room)
    with django_assert_num_queries(6):
        objections.conflicts_of(session, [anna])


def test_a_session_is_found_through_an_index(room, anna):
    """Both engines look up the day, not the table. SQLite says so plainly; PostgreSQL only when the table is large."""
    if connection.vendor == "sqlite":
        plan = surroundings.rivals(draft(room), [anna]).explain()
        assert "USING INDEX session_day_point (day=?)" in plan


def test_postgresql_itself_refuses_a_room_twice(room):
    """Even to code that does not come through `book`."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no exclusion constraint")
    rows.session(room=room)
    with pytest.raises(IntegrityError, match=planning.ROOM_CONSTRAINT), transaction.atomic():
        rows.session(room=room, starts="12:29", ends="15:00")
    rows.session(room=room, starts="12:30", ends="15:00")
    rows.session(room=room, status="cancelled", reason_fr="Pluie")
    with pytest.raises(planning.Refused) as caught:
        planning._save(draft(room))
    assert list(caught.value.message_dict) == ["room"]


class TestOvertaken:
    """An old copy of a row never undoes what somebody has done meanwhile."""

    def cancelled_meanwhile(self):
        copy = rows.session()
        planning.cancel(Session.objects.get(), WHY)
        return copy

    def test_a_cancelled_session_is_not_revived(self):
        copy = self.cancelled_meanwhile()
        assert kinds(refused(copy).conflicts) == ["off"]
        stored = Session.objects.get()
        assert (stored.status, stored.reason_fr, stored.sequence) == ("cancelled", WHY["fr"], 1)

    def test_nor_a_moved_one(self, room):
        copy = rows.session(room=room)
        where = {"day": date(2026, 11, 25), "starts": time(14), "ends": time(17), "room": room}
        planning.move(Session.objects.get(), **where, facilitators=[], reasons=WHY)
        assert kinds(refused(copy).conflicts) == ["off"]
        assert Session.objects.get(pk=copy.pk).status == "moved"

    def test_a_restored_one_is_not_cancelled_again(self):
        self.cancelled_meanwhile()
        copy = Session.objects.get()
        planning.restore(Session.objects.get())
        assert kinds(refused(copy).conflicts) == ["off"]
        assert Session.objects.get().status == "confirmed"

    def test_what_is_public_never_becomes_a_draft(self):
        copy = rows.session(status="draft")
        planning.confirm([Session.objects.get()])
        assert kinds(refused(copy).conflicts) == ["public"]
        assert Session.objects.get().status == "confirmed"

    def test_the_note_of_a_cancelled_one_can_be_mended(self):
        self.cancelled_meanwhile()
        session = Session.objects.get()
        session.internal_note = "Prévenir le groupe"
        planning.book(session, [])
        stored = Session.objects.get()
        assert (stored.status, stored.internal_note) == ("cancelled", "Prévenir le groupe")


class TestRestore:
    def test_it_takes_place_again_without_a_reason(self, anna):
        session = rows.session()
        session.facilitators.add(anna)
        planning.cancel(session, WHY)
        assert planning.restore(session) == []
        stored = Session.objects.get()
        reasons = {stored.reason_fr, stored.reason_en, stored.reason_ar}
        assert (stored.status, stored.sequence, reasons) == ("confirmed", 2, {""})
        assert list(stored.facilitators.all()) == [anna]

    def test_not_when_its_room_is_taken_by_now(self, room):
        session = rows.session(room=room)
        planning.cancel(session, WHY)
        rows.session(room=room)
        with pytest.raises(planning.Refused) as caught:
            planning.restore(session)
        assert kinds(caught.value.conflicts) == ["room"]
        assert Session.objects.get(pk=session.pk).status == "cancelled"

    def test_not_when_another_session_is_that_day_of_the_cycle(self, room):
        cycle = rows.cycle(days=1, point=room.point)
        session = rows.session(room=room, cycle=cycle, day_number=1)
        planning.cancel(session, WHY)
        rows.session(room=room, cycle=cycle, day_number=1, day="2026-11-25")
        with pytest.raises(ValidationError):
            planning.restore(session)
        assert Session.objects.get(pk=session.pk).status == "cancelled"

    @pytest.mark.parametrize("status", ["draft", "confirmed", "full", "moved"])
    def test_only_a_cancellation_is_taken_back(self, status):
        with pytest.raises(ValidationError) as caught:
            planning.restore(rows.session(status=status, reason_fr="Pluie"))
        assert caught.value.code == "standing"
        assert Session.objects.get().status == status


class TestCounted:
    """What people were counted in has taken place, and its people stay in the figures."""

    @pytest.fixture
    def counted(self):
        session = rows.session()
        Headcount.objects.create(session=session, women=6)
        return session

    def test_it_is_not_cancelled(self, counted):
        with pytest.raises(ValidationError) as caught:
            planning.cancel(counted, WHY)
        assert (caught.value.code, Session.objects.get().status) == ("counted", "confirmed")

    def test_nor_moved(self, counted):
        where = {"day": date(2026, 11, 25), "starts": time(14), "ends": time(17), "room": counted.room}
        with pytest.raises(ValidationError) as caught:
            planning.move(counted, **where, facilitators=[], reasons=WHY)
        assert (caught.value.code, Session.objects.count()) == ("counted", 1)

    def test_nor_given_another_day_but_another_hour_it_may(self, counted):
        counted.starts = time(9)
        planning.book(counted, [])
        counted.day = date(2026, 11, 25)
        assert kinds(refused(counted).conflicts) == ["counted"]
        stored = Session.objects.get()
        assert (stored.day, stored.starts) == (TUESDAY, time(9))


class TestBecomingPublic:
    """A draft may have a module that nobody has published and a facilitator who has left; the public may not see it."""

    @pytest.mark.parametrize(("values", "kind"), [({"state": "draft"}, "module"), ({}, "inactive")])
    def test_a_draft_stays_one(self, room, anna, values, kind):
        anna.active = kind != "inactive"
        anna.save()
        session = draft(room, module=rows.module(**values))
        planning.book(session, [anna])
        done = planning.confirm([session])
        assert [kinds(why) for _row, why in done.refused] == [[kind]]
        session.status = "confirmed"
        assert kinds(refused(session, [anna]).conflicts) == [kind]
        assert Session.objects.get().status == "draft"

    def test_what_is_public_already_can_still_be_mended(self, room, anna):
        session = rows.session(room=room, module=rows.module(state="draft"))
        anna.active = False
        anna.save()
        session.internal_note = "Clé"
        planning.book(session, [anna])
        assert Session.objects.get().internal_note == "Clé"


def test_a_code_that_exists_already_is_replaced_by_another(room):
    """One in 33 million at random: here on purpose."""
    session = draft(room, day=date(2026, 11, 25))
    session.code = code = rows.session(room=room).code
    planning.book(session, [])
    assert len(set(Session.objects.values_list("code", flat=True)) - {code}) == 1


def test_a_copied_cycle_numbers_the_days_that_could_be_made(room):
    cycle = rows.cycle(days=3, point=room.point)
    for number in (1, 2, 3):
        rows.session(room=room, cycle=cycle, day_number=number, day=f"2026-11-{23 + number}")
    Closure.objects.create(name_fr="Travaux", first_day=date(2026, 12, 2), last_day=date(2026, 12, 2))
    created = planning.copy_week(room.point, WEEK, NEXT_WEEK).created
    assert [(row.day_number, Cycle.objects.get(pk=row.cycle_id).days) for row in created] == [(1, 2), (2, 2)]


def test_who_has_left_is_not_copied(room, anna):
    rows.session(room=room).facilitators.set([anna])
    anna.active = False
    anna.save()
    (new,) = planning.copy_week(room.point, WEEK, NEXT_WEEK).created
    assert list(new.facilitators.all()) == []
