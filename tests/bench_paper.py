"""How fast paper is, printed: a poster warm (budget 150 ms), and a month of three points (about 400 pages in 10 s).

.venv/bin/python -m tests.bench_paper                               SQLite in a temporary folder
.venv/bin/python tests/postgres.py .venv/bin/python -m tests.bench_paper

Nothing is rendered twice: each print has its own words, because the engine remembers what it has laid out before.
The peer, WeasyPrint 70, is not installed: it needs Pango from the system. With one timetable, on this kind of machine,
it took 300 to 700 ms for one page and 15 to 34 s for 100, Typst 0.15 took 20 to 70 ms and 0.4 to 1.0 s (measured when
the dependencies were chosen).
"""

import os
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from datetime import time as wall

ORIGIN = "https://www.foras.ma"


def posters(sessions: int, language: str, weeks: int = 12) -> list[tuple[float, float]]:
    """Milliseconds, and milliseconds of the processor, for each of `weeks` different posters; the first is cold."""
    from sessions_app import prints, release
    from tests import rows

    point = rows.point()
    took, week = [], _first_week()
    for _ in range(weeks):
        _fill(point, week, sessions)
        release.release(point, week, None, "")
        took.append(_milliseconds(lambda week=week: prints.poster(point, week, language, origin=ORIGIN)))
        week = week.next
    return took


def month() -> tuple[int, float, float]:
    """(pages, seconds, seconds of the processor) of a month of three points on two threads.

    Posters in fr, en, ar and all; a sheet and slips for every session.
    """
    from sessions_app import prints, release
    from tests import pdf, rows

    jobs, week = [], _first_week()
    points = [rows.point() for _ in range(3)]
    for _ in range(4):
        for point in points:
            sessions = _fill(point, week, 6)
            release.release(point, week, None, "")
            jobs += [(prints.poster, (point, week, language)) for language in ("fr", "en", "ar", "all")]
            jobs += [(prints.sign_in_sheet, (session, "fr")) for session in sessions]
            jobs += [(prints.slips, (session, "all")) for session in sessions]
        week = week.next
    started, processor = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(2) as cores:
        made = list(cores.map(lambda job: job[0](*job[1]), jobs))
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    return sum(pdf.pages(content) for content in made), seconds, processor


def report() -> None:
    for sessions, language in ((12, "fr"), (12, "ar"), (12, "all"), (40, "fr"), (40, "ar"), (40, "all")):
        cold, *warm = posters(sessions, language)
        times, processor = zip(*warm, strict=True)
        print(f"poster, {sessions} sessions, {language} (budget 150 ms warm)")
        print(
            f"  median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms, first {cold[0]:.0f} ms; "
            f"of the processor {statistics.median(processor):.0f} ms"
        )
    pages, seconds, processor = month()
    print("a month of three points on two threads (budget 400 pages in 10 s)")
    print(f"  {pages} pages in {seconds:.1f} s; of the processor {processor:.1f} s")


def _first_week():
    from sessions_app.weeks import Week

    return Week(date(2026, 11, 2))


def _fill(point, week, count: int) -> list:
    from tests import rows

    modules = [rows.module(title_fr=f"Métiers de l’agriculture {week} {n}", title_ar="حرف الفلاحة") for n in range(5)]
    sessions = []
    for n in range(count):
        starts = 8 + n // 5 % 10
        sessions.append(
            rows.session(
                module=modules[n % 5],
                room=rows.room(point=point),
                day=week.monday + timedelta(days=n % 5),
                starts=wall(starts, n % 4 * 15),
                ends=wall(starts + 2, n % 4 * 15),
                seats=16,
            )
        )
    return sessions


def _milliseconds(work) -> tuple[float, float]:
    started, processor = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - started) * 1000, (time.process_time() - processor) * 1000


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="foras-bench-") as folder:
        os.environ["DATA_DIR"] = folder
        from tests.sessions_app.race import own_database

        with own_database():
            report()
