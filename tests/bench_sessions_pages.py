"""How long the public pages of sessions take when the database holds 10, 1,000 and 20,000 sessions.

    python tests/bench_sessions_pages.py

Prints milliseconds and queries of each page, in process, best of many; on a database of its own (SQLite, or the
PostgreSQL of DATABASE_URL). Budget: at 20,000 not more than 1.5 times the time at 10. The page of a point is printed
but not judged: it lists up to twelve sessions to come, and of ten in all it has three.
"""

import os
import sys
import tempfile
import time
import uuid
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

SIZES = (10, 1_000, 20_000)
BUDGET = 1.5
ROUNDS = 40
PATHS = (
    "",
    "sessions/",
    "sessions/?language=fr",
    "sessions/oujda/",
    "sessions/oujda/{week}/",
    "sessions/oujda/{code}/",
)


def main() -> int:
    from tests.sessions_app.race import own_database

    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "foras.settings"
        with own_database():
            return run()


def run() -> int:
    from django.core.management import call_command
    from django.db import connection

    from sessions_app.models import Session
    from sessions_app.weeks import Week

    call_command("load_starter", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    Session.objects.all().delete()
    best: dict[str, list[float]] = {path: [] for path in PATHS}
    for size in SIZES:
        make(size - Session.objects.count())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        code = Session.objects.filter(point__slug="oujda", day__gte=Week.current().monday)[0].code
        for path in PATHS:
            milliseconds, queries = measure("/fr/" + path.format(week=Week.current(), code=code))
            best[path].append(milliseconds)
            print(f"{size:>6} sessions  {milliseconds:6.1f} ms  {queries:>2} queries  /fr/{path}")
    over = [path for path in PATHS if best[path][-1] > BUDGET * best[path][0] and path != "sessions/oujda/"]
    for path in PATHS:
        times = best[path][-1] / best[path][0]
        print(f"{times:5.2f} times at {SIZES[-1]:,}  /fr/{path}{'  OVER' if path in over else ''}")
    return bool(over)


def make(count: int) -> None:
    """`count` more sessions. The first ten fill the coming fortnight; the rest the 15 years before and the 5 after."""
    from django.utils import timezone

    from sessions_app import codes
    from sessions_app.models import Module, OrientationPoint, Room, Session

    points, modules = list(OrientationPoint.objects.all()), list(Module.objects.all())
    rooms = {
        point: Room.objects.get_or_create(point=point, name="Salle", defaults={"capacity": 20})[0] for point in points
    }
    today, have = timezone.localdate(), Session.objects.count()
    taken = set(Session.objects.values_list("code", flat=True))
    rows = []
    for n in range(have, have + count):
        code = codes.new_code()
        while code in taken:
            code = codes.new_code()
        taken.add(code)
        point = points[n % len(points)]
        day = today + timedelta(days=1 + n // len(points) if n < 10 else _far(n))
        status = "confirmed" if n % 7 else "cancelled"
        rows.append(
            Session(
                code=code, uid=uuid.uuid4(), module=modules[n % len(modules)], point=point, room=rooms[point], day=day,
                starts="09:30", ends="12:30", seats=15, status=status, languages="fr wo",
                reason_fr="Malade" if status == "cancelled" else "",
            )
        )  # fmt: skip
    Session.objects.bulk_create(rows, batch_size=500)


def _far(n: int) -> int:
    """Days from today, outside the fortnight: three in four in the past; never twice the same at one point."""
    step = n // 3
    return -(15 + step - step // 4) if step % 4 else 20 + step // 4


def measure(path: str) -> tuple[float, int]:
    """Best of `ROUNDS` in milliseconds, and the number of queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost"})
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
        if response.status_code != 200:
            raise SystemExit(f"{path}: {response.status_code}")
        count = len(queries)
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        client.get(path)
        times.append(time.perf_counter() - begin)
    return min(times) * 1000, count


if __name__ == "__main__":
    sys.exit(main())
