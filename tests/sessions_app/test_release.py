"""A release freezes a week; what changed since is told from both ends."""

import os
import subprocess
import sys
from datetime import date, time
from pathlib import Path

import pytest

from sessions_app import release, timetable
from sessions_app.models import Release, Session
from sessions_app.weeks import Week
from tests import rows

ROOT = Path(__file__).parents[2]
WEEK = Week.parse("2026-W48")
pytestmark = pytest.mark.django_db


@pytest.fixture
def point(empty):
    return rows.point()


def kinds(changes) -> list[tuple]:
    return [(c.kind, c.before and c.before["code"], c.after and c.after["code"]) for c in changes]


def test_numbers_count_up_within_a_point_and_week(point, editor):
    first = release.release(point, WEEK, editor, "affiche du lundi")
    second = release.release(point, WEEK, editor, "")
    other_week = release.release(point, WEEK.next, editor, "")
    other_point = release.release(rows.point(), WEEK, None, "")
    assert [first.number, second.number, other_week.number, other_point.number] == [1, 2, 1, 1]
    assert (first.released_by, first.comment, first.monday) == (editor, "affiche du lundi", date(2026, 11, 23))
    assert release.latest(point, WEEK) == second
    assert release.latest(point, WEEK.previous) is None


def test_content_is_frozen(point):
    session = rows.session(point=point)
    frozen = release.release(point, WEEK, None, "")
    before = timetable.week(point, WEEK)
    session.starts = time(10)
    session.save()
    frozen.refresh_from_db()
    assert frozen.content == before
    assert timetable.week(point, WEEK) != before


def test_a_draft_is_never_released(point):
    rows.session(point=point, status="draft")
    public = rows.session(point=point, starts="14:00", ends="15:00")
    assert [entry["code"] for entry in release.release(point, WEEK, None, "").content] == [public.code]


def test_nothing_changed(point):
    rows.session(point=point)
    rows.session(point=point, day="2026-11-25", status="cancelled", reason_fr="Malade")
    assert release.changes(release.release(point, WEEK, None, "")) == []


def test_added_and_a_draft_is_not(point):
    frozen = release.release(point, WEEK, None, "")
    added = rows.session(point=point)
    rows.session(point=point, day="2026-11-25", status="draft")
    rows.session(point=point, day="2026-11-26", status="cancelled", reason_fr="Malade")
    assert kinds(release.changes(frozen)) == [("added", None, added.code)]


def test_cancelled(point):
    session = rows.session(point=point)
    frozen = release.release(point, WEEK, None, "")
    Session.objects.filter(pk=session.pk).update(status="cancelled", reason_fr="L’animatrice est malade")
    (change,) = release.changes(frozen)
    assert kinds([change]) == [("cancelled", session.code, session.code)]
    assert change.reason["ar"] == "L’animatrice est malade"


def test_moved_within_the_week_is_one_change(point):
    old = rows.session(point=point)
    frozen = release.release(point, WEEK, None, "")
    new = rows.session(point=point, day="2026-11-26")
    Session.objects.filter(pk=old.pk).update(status="moved", reason_fr="Salle prise", moved_to=new)
    (change,) = release.changes(frozen)
    assert kinds([change]) == [("moved", old.code, new.code)]
    assert change.reason["fr"] == "Salle prise"


def test_moved_twice_leads_to_the_last_date(point):
    old = rows.session(point=point)
    frozen = release.release(point, WEEK, None, "")
    last = rows.session(point=point, day="2026-12-02")
    middle = rows.session(point=point, day="2026-11-26", status="moved", reason_fr="Encore", moved_to=last)
    Session.objects.filter(pk=old.pk).update(status="moved", reason_fr="Salle prise", moved_to=middle)
    assert kinds(release.changes(frozen)) == [("moved", old.code, last.code)]


def test_moved_then_cancelled_is_cancelled(point):
    old = rows.session(point=point)
    frozen = release.release(point, WEEK, None, "")
    new = rows.session(point=point, day="2026-12-02", status="cancelled", reason_fr="Abandonnée")
    Session.objects.filter(pk=old.pk).update(status="moved", reason_fr="Salle prise", moved_to=new)
    assert kinds(release.changes(frozen)) == [("cancelled", old.code, new.code)]


def test_moved_to_another_week_is_told_in_both(point):
    old = rows.session(point=point)
    here, there = (release.release(point, week, None, "") for week in (WEEK, WEEK.next))
    new = rows.session(point=point, day="2026-12-01")
    Session.objects.filter(pk=old.pk).update(status="moved", reason_fr="Salle prise", moved_to=new)
    assert kinds(release.changes(here)) == [("moved", old.code, new.code)]
    assert kinds(release.changes(there)) == [("moved", old.code, new.code)]


def test_moved_to_a_draft_does_not_name_the_draft(point):
    old = rows.session(point=point)
    frozen = release.release(point, WEEK, None, "")
    new = rows.session(point=point, day="2026-11-26", status="draft")
    Session.objects.filter(pk=old.pk).update(status="moved", reason_fr="Salle prise", moved_to=new)
    assert kinds(release.changes(frozen)) == [("moved", old.code, None)]


@pytest.mark.parametrize("values", [{"starts": "10:00"}, {"day": "2026-11-25"}, {"day": "2026-12-01"}])
def test_another_time_in_the_same_row_is_a_move(point, values):
    session = rows.session(point=point)
    frozen = release.release(point, WEEK, None, "")
    Session.objects.filter(pk=session.pk).update(**values)
    assert kinds(release.changes(frozen)) == [("moved", session.code, session.code)]


def test_changed_details_are_named(point):
    session = rows.session(point=point)
    frozen = release.release(point, WEEK, None, "")
    Session.objects.filter(pk=session.pk).update(room=rows.room(point=point), languages="fr wo", status="full")
    (change,) = release.changes(frozen)
    assert kinds([change]) == [("changed", session.code, session.code)]
    assert change.details == ["room", "languages", "status"]


@pytest.mark.parametrize("how", ["deleted", "draft again"])
def test_removed(point, how):
    session = rows.session(point=point)
    frozen = release.release(point, WEEK, None, "")
    if how == "deleted":
        session.delete()
    else:
        Session.objects.filter(pk=session.pk).update(status="draft")
    assert kinds(release.changes(frozen)) == [("removed", session.code, None)]


def test_changes_come_in_order_of_time(point):
    late, early = rows.session(point=point, starts="16:00", ends="17:00"), rows.session(point=point)
    frozen = release.release(point, WEEK, None, "")
    Session.objects.update(status="cancelled", reason_fr="Fermé")
    assert [change.before["code"] for change in release.changes(frozen)] == [early.code, late.code]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(point, count, django_assert_num_queries):
    old = [rows.session(point=point, starts=f"{9 + n}:00", ends=f"{9 + n}:45") for n in range(count)]
    frozen = release.release(point, WEEK, None, "")
    for n, session in enumerate(old):
        new = rows.session(point=point, day="2026-12-01", starts=f"{9 + n}:00", ends=f"{9 + n}:45")
        Session.objects.filter(pk=session.pk).update(status="moved", reason_fr="Salle prise", moved_to=new)
        rows.session(point=point, day="2026-11-27", starts=f"{9 + n}:00", ends=f"{9 + n}:45")
    frozen = Release.objects.select_related("point").get(pk=frozen.pk)
    with django_assert_num_queries(4):  # the week, its facilitators, where they went, where they came from
        release.changes(frozen)


RACE = """
import sys, threading, time
from tests.sessions_app.race import own_database

def work(point, barrier, faults):
    from django.db import connection
    from sessions_app import release
    from sessions_app.weeks import Week
    barrier.wait()
    try:
        for _ in range(3):
            release.release(point, Week.parse("2026-W48"), None, "")
    except Exception as fault:
        faults.append(type(fault).__name__)
    finally:
        connection.close()

with own_database():
    from sessions_app import release
    from sessions_app.models import OrientationPoint, Release
    latest = release.latest
    def slowly(*arguments):  # between the number read and the number written everybody pauses, lock or not
        found = latest(*arguments)
        time.sleep(0.05)
        return found
    release.latest = slowly
    point = OrientationPoint.objects.create(slug="course", city_fr="Oujda", name_fr="Oujda")
    if sys.argv[1] == "without":
        from django.db.models import QuerySet
        QuerySet.select_for_update = lambda self, **kwargs: self
    barrier, faults = threading.Barrier(4), []
    threads = [threading.Thread(target=work, args=(point, barrier, faults)) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    print(len(faults), sorted(Release.objects.values_list("number", flat=True)) == list(range(1, 13)))
"""


def race(tmp_path, lock: str) -> str:
    """Twelve releases of one week by four threads, on a database of their own: "faults, whether 1…12 are all there"."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "foras.settings", "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-c", RACE, lock]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_two_who_release_at_once_get_two_numbers(tmp_path):
    assert race(tmp_path, "with") == "0 True"


@pytest.mark.skipif("postgres" not in os.environ.get("DATABASE_URL", ""), reason="SQLite has one writer anyhow")
def test_without_the_lock_they_would_collide(tmp_path):
    assert race(tmp_path, "without") != "0 True"
