"""The invented fortnight: all of it marked, never twice, and gone without a trace when staff say so."""

from collections import Counter
from datetime import date, time

import pytest
from django.core.management import call_command

from sessions_app import examples, objections, planning, release
from sessions_app.models import Cycle, Facilitator, OpeningHours, OrientationPoint, Release, Room, Session
from sessions_app.weeks import Week
from tests import rows

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
WEEKS = Week.of(TODAY), Week.of(TODAY).next
MARKED = (Room, Facilitator, OpeningHours, Session, Cycle, Release)


def marked():
    return {model.__name__: model.objects.filter(example=True).count() for model in MARKED}


def everything():
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MARKED}


class TestLoad:
    def test_a_fortnight_at_three_points(self):
        assert examples.load(TODAY) == 54
        assert marked() == {"Room": 6, "Facilitator": 6, "OpeningHours": 30, "Session": 57, "Cycle": 6, "Release": 6}
        assert all(model.objects.filter(example=False).count() == 0 for model in MARKED)

    @pytest.mark.parametrize("slug", examples.POINTS)
    def test_from_monday_to_friday_of_both_weeks(self, slug):
        examples.load(TODAY)
        sessions = Session.objects.filter(point__slug=slug)
        assert {day.weekday() for day in sessions.values_list("day", flat=True)} == {0, 1, 2, 3, 4}
        for week in WEEKS:
            assert sessions.in_week(week.monday).count() >= 9

    def test_one_cancelled_one_moved_some_full(self):
        examples.load(TODAY)
        point = OrientationPoint.objects.get(slug="oujda")
        assert Counter(point.sessions.values_list("status", flat=True)) == {
            "confirmed": 15, "full": 2, "cancelled": 1, "moved": 1,
        }  # fmt: skip
        cancelled, moved = point.sessions.get(status="cancelled"), point.sessions.get(status="moved")
        assert (cancelled.reason_fr, cancelled.reason_ar) == (examples.CANCELLED["fr"], examples.CANCELLED["ar"])
        assert (moved.reason_en, moved.moved_to.day.weekday()) == (examples.MOVED["en"], 3)

    def test_the_wall_says_what_it_said_before_that(self):
        examples.load(TODAY)
        for week in WEEKS:
            released = release.latest(OrientationPoint.objects.get(slug="rabat"), week)
            assert (released.number, released.comment) == (1, "Exemple")
            assert {entry["status"] for entry in released.content} == {"confirmed"}

    def test_nothing_clashes(self):
        examples.load(TODAY)
        found = objections.conflicts_in(Session.objects.all())
        assert len(found) == 51
        assert {conflict for conflicts in found.values() for conflict in conflicts} == set()

    def test_points_are_not_touched(self):
        before = list(OrientationPoint.objects.values())
        examples.load(TODAY)
        assert list(OrientationPoint.objects.values()) == before

    def test_no_name_of_a_person(self):
        examples.load(TODAY)
        names = [*Facilitator.objects.values_list("name", flat=True), *Room.objects.values_list("name", flat=True)]
        assert {name.split(" · ")[0] for name in names} == {"Exemple"}

    def test_twice_is_once(self):
        examples.load(TODAY)
        before = everything()
        assert examples.load(TODAY) == 0
        assert everything() == before

    def test_a_week_later_only_the_new_week(self):
        examples.load(TODAY)
        assert examples.load(date(2026, 12, 1)) == 27
        assert marked()["Room"] == 6

    def test_in_a_week_with_a_holiday(self):
        """18 November 2026, a Wednesday: nothing is planned on it, and a cycle that meets it has a day less."""
        examples.load(date(2026, 11, 16))
        assert Session.objects.filter(day=date(2026, 11, 18)).count() == 0
        assert sorted({cycle.days for cycle in Cycle.objects.all()}) == [2, 3]

    def test_in_ramadan_no_afternoons(self):
        examples.load(date(2026, 2, 23))
        assert set(Session.objects.values_list("ends", flat=True)) == {time(12, 30)}

    def test_what_staff_have_planned_wins(self):
        point = OrientationPoint.objects.get(slug="oujda")
        OpeningHours.objects.create(point=point, weekday=0, opens=time(9), closes=time(17))
        examples.load(TODAY)
        assert list(point.opening_hours.values_list("weekday", "example")) == [(0, False)]
        assert {day.weekday() for day in point.sessions.values_list("day", flat=True)} == {0}

    def test_without_points_or_modules_nothing(self, empty):
        assert examples.load(TODAY) == 0
        rows.point(slug="rabat")
        assert examples.load(TODAY) == 0
        assert Session.objects.count() == Release.objects.count() == 0


class TestRemove:
    def test_all_of_it_and_nothing_else(self):
        mine = rows.session(point=OrientationPoint.objects.get(slug="oujda"))
        mine.facilitators.add(rows.facilitator())
        rows.cycle()
        OpeningHours.objects.create(point=mine.point, weekday=6, opens=time(9), closes=time(17))
        release.release(mine.point, WEEKS[0], None, "")
        before = everything()
        examples.load(TODAY)
        assert everything() != before
        removed = examples.remove()
        assert everything() == before
        assert removed.kept == []

    def test_of_nothing(self):
        rows.session()
        before = everything()
        assert examples.remove() == (0, [])
        assert everything() == before

    def test_what_real_sessions_use_stays_and_is_named(self):
        examples.load(TODAY)
        room = Room.objects.filter(point__slug="oujda").first()
        mine = rows.session(room=room, day="2026-12-15")
        mine.facilitators.add(Facilitator.objects.get(name="Exemple · animatrice 3"))
        removed = examples.remove()
        assert removed.kept == ["Exemple · animatrice 3", room.name]
        assert list(Session.objects.all()) == [mine]
        assert [mine.room, *mine.facilitators.all()] == [room, Facilitator.objects.get()]

    def test_a_real_session_in_an_example_cycle_keeps_it(self):
        examples.load(TODAY)
        cycle = Cycle.objects.first()
        mine = rows.session(cycle=cycle, day_number=9, day="2026-12-15")
        examples.remove()
        assert (list(Session.objects.all()), list(Cycle.objects.all())) == ([mine], [cycle])

    def test_a_copied_week_is_real(self):
        """Whoever copies an example plans something of their own."""
        examples.load(TODAY)
        point = OrientationPoint.objects.get(slug="oujda")
        copied = planning.copy_week(point, WEEKS[0], Week.of(date(2026, 12, 14)))
        examples.remove()
        assert Session.objects.count() == len(copied.created) == 8

    def test_then_loaded_again(self):
        examples.load(TODAY)
        examples.remove()
        assert examples.load(TODAY) == 54


class TestCommands:
    def test_load_and_remove(self, capsys):
        call_command("load_examples")
        call_command("remove_examples")
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].endswith("They are marked; `remove_examples` removes them.")
        assert lines[1:] and all(set(counts) == {0} for counts in [list(marked().values())])

    def test_kept_ones_are_named(self, capsys):
        call_command("load_examples")
        rows.session(room=Room.objects.filter(name="Exemple · petite salle").first(), day="2030-12-17")
        call_command("remove_examples")
        assert capsys.readouterr().out.splitlines()[-1] == "  kept, because sessions use it: Exemple · petite salle"

    def test_refresh_only_while_they_are_alone(self):
        call_command("load_examples", refresh=True)
        assert Session.objects.count() == 0  # removed, or never there: they do not come back
        examples.load(TODAY)
        assert examples.are_alone()
        call_command("load_examples", refresh=True)
        rows.session()
        before = everything()
        assert not examples.are_alone()
        call_command("load_examples", refresh=True)
        assert everything() == before
