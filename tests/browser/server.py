"""The real thing on a free port: `manage.py setup`, then gunicorn, as `make run` does it. `make bench` uses it too."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds until the first answer


class Site(NamedTuple):
    """A served portal. `url` has no slash at its end; it says localhost, where browsers accept brotli."""

    url: str
    name: str
    password: str
    environment: dict = {}

    def manage(self, *command: str) -> None:
        """Run a command of `manage.py` beside the server, on its database."""
        run = {"cwd": ROOT, "env": self.environment, "check": True, "stdout": subprocess.DEVNULL}
        subprocess.run([sys.executable, "manage.py", *command], **run)


@contextmanager
def serving(folder: Path, database_url: str = "") -> Iterator[Site]:
    """A portal with the starter content in the empty `folder`, stopped at the end. Its log is `folder`/log."""
    port = free_port()
    site = Site(f"http://localhost:{port}", "amina", "une longue phrase de passe")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "foras.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url,
        "DEBUG": "0",
        "BEHIND_PROXY": "0",
        "SECOND_FACTOR": "none",  # tests/browser/test_door.py sets one up all the same
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_WORKERS": "1",
        "WEB_ONLY": "1",  # no worker for background jobs
        "DJANGO_SUPERUSER_USERNAME": site.name,
        "DJANGO_SUPERUSER_PASSWORD": site.password,
    }
    with (folder / "log").open("wb") as log:
        where = {"cwd": ROOT, "env": environment, "stdout": log, "stderr": subprocess.STDOUT}
        subprocess.run([sys.executable, "manage.py", "setup"], check=True, **where)
        page_session = "from tests import rows; rows.page_session()"
        subprocess.run([sys.executable, "manage.py", "shell", "--no-imports", "-c", page_session], check=True, **where)
        gunicorn = [sys.executable, "-m", "gunicorn", "-c", "foras/gunicorn.py", "foras.wsgi"]
        with subprocess.Popen(gunicorn, **where) as process:
            try:
                wait_for(f"{site.url}/healthz", process)
                yield site._replace(environment=environment)
            finally:
                process.terminate()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(url: str, process: subprocess.Popen) -> None:
    """Return at the first answer; an error when the server has ended or stays silent."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer; see the log beside the data.")
