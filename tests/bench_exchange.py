"""Figures of the exchange with translators and of the report, printed.

.venv/bin/python -m tests.bench_exchange                               SQLite in a temporary folder
.venv/bin/python tests/postgres.py .venv/bin/python -m tests.bench_exchange
"""

import os
import tempfile
import time as clock
from contextlib import contextmanager

LANGUAGES = ("ar", "en")
K = (1, 9)


@contextmanager
def watched():
    """Seconds and queries of what is done inside, as the two keys of a dictionary."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found, begun = {}, clock.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        yield found
    found |= {"seconds": clock.perf_counter() - begun, "queries": len(queries)}
    found["writes"] = sum(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in queries)


def round_trips():
    """Every text of the starter content out and back in, in both formats: unchanged, and with k texts changed."""
    from desk import exchange
    from tests.desk import exports

    user = _somebody()
    for kind in exports.WRITERS:
        for language in LANGUAGES:
            with watched() as out:
                content = exports.exported(language, kind, user, everything=True)
            with watched() as back:
                plan = exchange.plan(exchange.read(content), language, user)
            with watched() as applied:
                changed = exchange.apply(exchange.read(content), language, user, plan.digest)
            assert len(changed) == applied["writes"] == 0, "an unchanged file changed something"
            print(f"  {kind} {language}: {len(plan.lines)} units, {len(content) / 1e6:.2f} MB")
            print(f"      out {out['seconds']:.2f} s, {out['queries']} queries", end="; ")
            print(f"plan {back['seconds']:.2f} s, {back['queries']} queries", end="; ")
            print(f"sent back unchanged: {len(changed)} changes, {applied['writes']} writes")
            for k in K:
                _change(k, content, language, user)


def _change(k, content, language, user):
    from desk import exchange
    from tests.desk import exports

    keys = [key for key in exports.keys(content) if key.split(".")[3] in ("title", "question")][:k]
    texts = {key: f"Texte {len(content)} {k} {n}" for n, key in enumerate(keys)}
    package = exchange.read(exports.returned(content, texts))
    ticked = exchange.plan(package, language, user)
    before = exports.snapshot()
    with watched() as done:
        # The texts of the round before are no longer those of the export: these want a tick.
        exchange.apply(package, language, user, ticked.digest, keys)
    after = exports.snapshot()
    changed = [name for name in after if after[name] != before[name]]
    assert len(changed) == k, f"{len(changed)} fields changed, {k} were meant"
    print(f"      {k} changed: exactly {len(changed)} fields, {done['seconds']:.2f} s")


def report():
    """The report of a year with 3,000 sessions, each counted."""
    from desk import periods, report_files, reports

    _fill(3_000)
    with watched() as computed:
        found = reports.report(periods.this_year())
    print(f"  3,000 sessions: {computed['seconds'] * 1000:.0f} ms, {computed['queries']} queries")
    for name, make in (("XLSX", report_files.to_xlsx), ("PDF", report_files.to_pdf)):
        with watched() as made:
            size = len(make(found))
        print(f"  {name}: {made['seconds'] * 1000:.0f} ms, {size / 1000:.0f} kB")


def _fill(count):
    from datetime import timedelta

    from sessions_app.models import Headcount, Session
    from tests import rows

    first = _first_day()
    room, module = rows.room(), rows.module()
    Session.objects.bulk_create(
        Session(
            code=f"{n:05d}", module=module, room=room, point=room.point, day=first + timedelta(days=n % 28),
            starts="09:00", ends="10:00", seats=20, status="confirmed",
        )
        for n in range(count)
    )  # fmt: skip
    Headcount.objects.bulk_create(
        Headcount(session=session, women=session.pk % 9, men=session.pk % 7, good=1)
        for session in Session.objects.filter(room=room)
    )


def _first_day():
    from django.utils import timezone

    return timezone.localdate().replace(month=1, day=1)


def _somebody():
    from tests import rows

    return rows.user(is_superuser=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="foras-bench-") as folder:
        os.environ["DATA_DIR"] = folder
        from tests.sessions_app.race import own_database

        with own_database():
            from django.core.management import call_command
            from django.db import connection

            call_command("load_starter", verbosity=0)
            print(f"{connection.vendor}: translators outside")
            round_trips()
            print(f"{connection.vendor}: the report")
            report()
