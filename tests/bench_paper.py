"""How fast paper is, printed: a poster warm (budget 150 ms), and a month of three points (about 400 pages in 10 s).

.venv/bin/python -m tests.bench_paper                               SQLite in a temporary folder
.venv/bin/python tests/postgres.py .venv/bin/python -m tests.bench_paper

Nothing is rendered twice: each print has its own words, because the engine remembers what it has laid out before.
The peer, WeasyPrint, is no requirement (it needs Pango from the system); where it can be imported, it lays out the same
table beside ours: `PYTHONPATH=<folder with weasyprint> .venv/bin/python -m tests.bench_paper`.
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
    for sessions in (12, 40):
        print(f"the peer, the table of {sessions} sessions alone: {peer(sessions)}")
    pages, seconds, processor = month()
    print("a month of three points on two threads (budget 400 pages in 10 s)")
    print(f"  {pages} pages in {seconds:.1f} s; of the processor {processor:.1f} s")


def peer(sessions: int, weeks: int = 6) -> str:
    """WeasyPrint on the same timetables as plain HTML tables, French alone."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        return f"not measured: {error}"
    from sessions_app import timetable
    from tests import rows

    point, week, times = rows.point(), _first_week(), []
    for _ in range(weeks):
        _fill(point, week, sessions)
        html = _table(timetable.week(point, week))
        times.append(_milliseconds(lambda html=html: weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"))[0])
        week = week.next
    return f"WeasyPrint {weasyprint.__version__}: median {statistics.median(times[1:]):.0f} ms, first {times[0]:.0f} ms"


def _table(entries) -> str:
    cells = [
        f"<tr><td>{e['day']}</td><td>{e['starts']}–{e['ends']}</td><td>{e['title']['fr']}</td><td>{e['room']}</td>"
        f"<td>{e['seats']}</td></tr>"
        for e in entries
    ]
    style = "<style>@page{size:A4 landscape} td{border:1px solid} table{border-collapse:collapse}</style>"
    return f"<html lang='fr'><title>Semaine</title>{style}<table>{''.join(cells)}</table></html>"


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
