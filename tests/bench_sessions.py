"""Figures of orientation sessions, printed: the conflict check of one session among 20,000.

.venv/bin/python -m tests.bench_sessions                               SQLite in a temporary folder
.venv/bin/python tests/postgres.py .venv/bin/python -m tests.bench_sessions
"""

import os
import statistics
import tempfile
import time as clock
from datetime import date, time, timedelta

SESSIONS = 20_000
CHECKS = 100
HOURS = ((time(9), time(12)), (time(14), time(17)))


def conflict_check():
    """Prints the time of `objections.conflicts_of` (limit 20 ms) and how the database finds what can clash."""
    from django.db import connection

    from sessions_app import objections, surroundings

    rooms, people = _rooms_and_people()
    _fill(rooms, people)
    session = _candidate(rooms[0])
    times, processor = [], clock.process_time()
    for n in range(CHECKS):
        session.day = date(2026, 1, 5) + timedelta(days=7 * n)
        begun = clock.perf_counter()
        found = objections.conflicts_of(session, people[:2])
        times.append((clock.perf_counter() - begun) * 1000)
        assert [conflict.kind for conflict in found if conflict.kind in ("room", "facilitator")], "nothing clashed"
    processor = clock.process_time() - processor
    print(f"{connection.vendor}: conflict check of one session among {SESSIONS:,}, {CHECKS} times")
    print(
        f"  median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms (limit 20 ms); "
        f"of the processor {processor / CHECKS * 1000:.1f} ms"
    )
    print("  " + surroundings.rivals(session, people[:2]).explain().replace("\n", "\n  "))


def _rooms_and_people():
    from tests import rows

    points = [rows.point(city_fr=city) for city in ("Casablanca", "Oujda", "Rabat")]
    rooms = [rows.room(point=point) for point in points for _ in range(4)]
    return rooms, [rows.facilitator() for _ in rooms]


def _fill(rooms, people):
    """Every room has a session each morning and afternoon, with a facilitator of its own, until there are enough."""
    from django.db import connection

    from sessions_app.models import Session
    from tests import rows

    module, sessions, day = rows.module(), [], date(2026, 1, 5)
    while len(sessions) < SESSIONS:
        for room in rooms:
            for starts, ends in HOURS:
                values = {"day": day, "starts": starts, "ends": ends, "seats": 15, "status": "confirmed"}
                sessions.append(Session(module=module, room=room, point=room.point, **values))
        day += timedelta(days=1)
    _give_codes(sessions)
    Session.objects.bulk_create(sessions[:SESSIONS], batch_size=500)
    given, by_room = Session.facilitators.through, dict(zip([room.pk for room in rooms], people, strict=True))
    pairs = Session.objects.values_list("pk", "room_id")
    given.objects.bulk_create(
        [given(session_id=key, facilitator_id=by_room[room].pk) for key, room in pairs], batch_size=2000
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what autovacuum does by itself in the end


def _give_codes(sessions):
    """Random codes of five characters repeat among so many."""
    for number, session in enumerate(sessions):
        session.code = f"{number:05d}"


def _candidate(room):
    from sessions_app.models import Session
    from tests import rows

    return Session(module=rows.module(), room=room, point=room.point, starts=time(10), ends=time(13), seats=15)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="foras-bench-") as folder:
        os.environ["DATA_DIR"] = folder
        from tests.sessions_app.race import own_database

        with own_database():
            conflict_check()
