"""Several people book at the same moment, for real: threads with a connection each, on a database of their own.

Run as a program (`test_race.py` does): prints one JSON object, scenario → how many of the writers got in, and why the
others did not. The controls remove the protection and expect the double booking: without them a green result would
prove nothing. Between the check and the save everybody pauses, in every scenario alike.

Without DATABASE_URL, SQLite in DATA_DIR; with a PostgreSQL, a database is created beside its own and dropped.
"""

import json
import os
import sys
import threading
import time as clock
from contextlib import contextmanager
from datetime import date, time

PAUSE = 0.15  # seconds between check and save


@contextmanager
def own_database():
    """A database nobody else uses, migrated."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foras.settings")
    import django
    from django.core.management import call_command
    from django.db import connection, connections

    django.setup()
    if connection.vendor == "postgresql":
        use_database(create=f"race_{os.getpid()}")
    call_command("migrate", interactive=False, verbosity=0)
    try:
        yield
    finally:
        connections.close_all()


def use_database(create):
    """On the server of the tests, which is thrown away with everything in it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {create}")
    connection.close()
    connection.settings_dict["NAME"] = create  # the dictionary that the connections of all threads are made from


def main():
    with own_database():
        print(json.dumps({name: scenario() for name, scenario in SCENARIOS.items()}))


def room_and_people(people=1):
    from tests import rows

    room = rows.room()
    return room, [rows.facilitator() for _ in range(people)]


def same_room(writers):
    room, _ = room_and_people()
    return race([(room, [])] * writers)


def same_facilitator(writers):
    """Each in a room of their own at one point: only the lock on the facilitator stands between them."""
    from tests import rows

    room, people = room_and_people()
    return race([(rows.room(point=room.point), people) for _ in range(writers)])


def different_rooms(writers):
    from tests import rows

    return race([(rows.room(), [rows.facilitator()]) for _ in range(writers)])


def crossing(writers):
    """Two rooms and two facilitators in both orders, again and again: must end, without a deadlock."""
    from tests import rows

    room, people = room_and_people(2)
    rooms = [room, rows.room(point=room.point)]
    return race([(rooms[n % 2], people[:: 1 if n % 4 < 2 else -1]) for n in range(writers)])


def race(bookings):
    """How many got in, and the sorted outcomes of the others."""
    from tests import rows

    module, barrier, outcomes = rows.module(), threading.Barrier(len(bookings)), []
    threads = [
        threading.Thread(target=write, args=(module, room, people, barrier, outcomes)) for room, people in bookings
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return {"in": outcomes.count("in"), "others": sorted(outcome for outcome in outcomes if outcome != "in")}


def write(module, room, people, barrier, outcomes):
    from django.db import connection

    from sessions_app import planning
    from sessions_app.models import Session

    hours = {"day": date(2026, 11, 24), "starts": time(9), "ends": time(12)}
    session = Session(module=module, room=room, point=room.point, seats=10, **hours)
    connection.ensure_connection()
    barrier.wait(timeout=60)
    try:
        planning.book(session, people)
        outcomes.append("in")
    except planning.Refused as refused:
        outcomes.append("+".join(conflict.kind for conflict in refused.conflicts))
    except Exception as error:
        outcomes.append(type(error).__name__)
    finally:
        connection.close()


def stale_form(_writers):
    """A has the form of a session open; B cancels it and takes a moment; meanwhile A saves a note."""
    from sessions_app.models import Session
    from tests import rows

    session = rows.session()
    copy, begun, outcomes = Session.objects.get(pk=session.pk), threading.Event(), []
    threads = [
        threading.Thread(target=cancel, args=(session, begun)),
        threading.Thread(target=save, args=(copy, begun, outcomes)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    session.refresh_from_db()
    return {"saved": outcomes[0], "status": session.status, "reason": session.reason_fr or ""}


def cancel(session, begun):
    from django.db import connection, transaction

    from sessions_app import planning

    with transaction.atomic():
        planning.cancel(session, {"fr": "Salle inondée"})
        begun.set()
        clock.sleep(3 * PAUSE)
    connection.close()


def save(copy, begun, outcomes):
    from django.db import connection

    from sessions_app import planning

    copy.internal_note = "Prévoir le thé"
    begun.wait(timeout=60)
    try:
        planning.book(copy, [])
        outcomes.append("yes")
    except planning.Refused as refused:
        outcomes.append("+".join(conflict.kind for conflict in refused.conflicts))
    except Exception as error:
        outcomes.append(type(error).__name__)
    finally:
        connection.close()


@contextmanager
def without_looking():
    """The stored row is locked, but nobody looks at what it says."""
    from sessions_app import planning

    look = planning.overtaken
    planning.overtaken = lambda session, stored: []
    try:
        yield
    finally:
        planning.overtaken = look


@contextmanager
def pause():
    """Widens the moment between the check and the save."""
    from sessions_app import planning

    check = planning.conflicts_of

    def slow_check(session, people):
        found = check(session, people)
        clock.sleep(PAUSE)
        return found

    planning.conflicts_of = slow_check
    try:
        yield
    finally:
        planning.conflicts_of = check


@contextmanager
def without_lock():
    """No row is locked, and nothing holds the check and the save together (on SQLite the transaction is the lock)."""
    from sessions_app import planning

    book, lock = planning.book, planning._lock
    planning._lock = lambda rooms, people: None
    planning.book = book.__wrapped__
    try:
        yield
    finally:
        planning.book, planning._lock = book, lock


@contextmanager
def without_constraint():
    """PostgreSQL without its exclusion constraint; SQLite has none."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    table, name = "sessions_app_session", "one_session_per_room_and_time"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        definition = cursor.fetchone()[0]
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    try:
        yield
    finally:
        from sessions_app.models import Session

        Session.objects.all().delete()  # or the double booking stands in its way
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def run(scenario, writers, *removed):
    def measured():
        from contextlib import ExitStack

        with ExitStack() as stack:
            for context in (*removed, pause):
                stack.enter_context(context())
            return scenario(writers)

    return measured


SCENARIOS = {
    "same room, 2": run(same_room, 2),
    "same room, 10": run(same_room, 10),
    "same facilitator, 2": run(same_facilitator, 2),
    "same facilitator, 10": run(same_facilitator, 10),
    "different rooms, 10": run(different_rooms, 10),
    "crossing, 10": run(crossing, 10),
    "same room, lock only, 10": run(same_room, 10, without_constraint),
    "same room, constraint only, 10": run(same_room, 10, without_lock),
    "stale form": run(stale_form, 2),
    "control: stale form": run(stale_form, 2, without_looking),
    "control: same room, 2": run(same_room, 2, without_lock, without_constraint),
    "control: same room, 10": run(same_room, 10, without_lock, without_constraint),
    "control: same facilitator, 10": run(same_facilitator, 10, without_lock),
}

if __name__ == "__main__":
    sys.exit(main())
