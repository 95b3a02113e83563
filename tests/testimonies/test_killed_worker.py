"""`kill -9` in the middle of the work, with real processes on a database of their own: nothing is lost."""

import json
import os
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds, for a machine that does other things too

UPLOAD = """
from django.core.files import File
from core.models import State
from countries.models import Country
from testimonies import tasks
from testimonies.models import Recording, Testimony
country = Country.objects.create(iso="SN", slug="s", name_fr="S", currency_code="XOF", calling_code="+221")
story = Testimony.objects.create(slug="a", title_fr="A", summary_fr="A", tone="success", country=country, identity=4)
row = Recording(testimony=story, kind="video")
with open(VALUES["file"], "rb") as stream:
    row.original.save("a.mp4", File(stream))
tasks.enqueue(row)
"""
LATER = """
from datetime import timedelta
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from testimonies.models import Recording
Recording.objects.update(claimed_at=timezone.now() - timedelta(seconds=600))
DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(seconds=1))
"""
LOOK = """
from pathlib import Path
from testimonies import media_files
from testimonies.models import Recording, Rendition
row = Recording.objects.get()
work = [path for path in media_files.work_folder().rglob("*") if path.is_file()]
ANSWER = {"state": row.state, "step": row.step, "attempts": row.attempts,
    "copies": sorted(Rendition.objects.values_list("kind", flat=True)), "work": len(work),
    "files": len(list((media_files.root() / "copies").iterdir())) if (media_files.root() / "copies").exists() else 0}
"""
_FRAME = """
import json, os, sys, django
django.setup()
VALUES, ANSWER = json.loads(sys.argv[1]), None
exec(sys.argv[2])
print(json.dumps(ANSWER))
"""


class Portal:
    """A portal in processes of its own."""

    def __init__(self, folder: Path, database: str):
        self.environment = os.environ | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "foras.settings",
        }

    def start(self, *command: str) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.environment, stderr=subprocess.DEVNULL)

    def manage(self, *arguments: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True)

    def do(self, code: str, **values):
        command = [sys.executable, "-c", _FRAME, json.dumps(values), code]
        process = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE)
        return json.loads(process.stdout)

    def wait_until(self, condition) -> dict:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if condition(seen := self.do(LOOK)):
                return seen
        raise AssertionError(seen)


@contextmanager
def own_database():
    """An empty database on the tests' PostgreSQL; "" (a file in DATA_DIR) on SQLite."""
    server, mark, options = os.environ.get("DATABASE_URL", "").partition("?")
    if not server.startswith("postgres"):
        yield ""
        return
    name = f"foras_killed_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with closing(psycopg2.connect(server + mark + options)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(f"CREATE DATABASE {name}")
        yield f"{server.rpartition('/')[0]}/{name}{mark}{options}"
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def portal(tmp_path):
    with own_database() as database:
        portal = Portal(tmp_path, database)
        portal.manage("migrate", "--verbosity", "0", "--skip-checks")
        yield portal


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_second_worker_finishes_what_a_killed_one_began(portal, clips):
    portal.do(UPLOAD, file=str(clips.video("long.mp4", size="1280x720", seconds=60)))
    with portal.start("manage.py", "db_worker", "--interval", "0.2", "--no-startup-delay", "--skip-checks") as worker:
        seen = portal.wait_until(lambda seen: seen["step"] in ("240p", "480p"))
        programs = children(worker.pid)
        worker.kill()
    assert (seen["state"], seen["attempts"], "sound" in seen["copies"]) == ("working", 1, True)
    time.sleep(0.5)
    assert [pid for pid in programs if alive(pid)] == []  # ffmpeg died with it
    left = portal.do(LOOK)
    assert left["state"] == "working"
    portal.do(LATER)
    portal.manage("db_worker", "--batch", "--no-startup-delay", "--skip-checks")
    assert portal.do(LOOK) == {
        "state": "ready",
        "step": "",
        "attempts": 2,
        "copies": ["240p", "480p", "sound"],
        "work": 0,
        "files": 7,
    }


def test_the_keeper_starts_a_dead_worker_again_and_stops_it_with_itself(portal):
    with portal.start("-m", "foras.worker") as keeper:
        first = wait_for_worker(keeper.pid, other_than=0)
        os.kill(first, 9)
        second = wait_for_worker(keeper.pid, other_than=first)
        keeper.terminate()
    assert not alive(second)


def wait_for_worker(pid: int, other_than: int) -> int:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for child in children(pid):
            if child != other_than and b"db_worker" in Path(f"/proc/{child}/cmdline").read_bytes():
                return child
        time.sleep(0.2)
    raise AssertionError("no worker was started")
