"""How `make run` serves: two processes, sixteen threads each, and a log without addresses or query strings; beside them
the background worker, unless WEB_ONLY=1."""

import os
import subprocess
import sys
from pathlib import Path

import environ

environ.Env.read_env(Path(__file__).resolve().parent.parent / ".env")  # PORT and HOST may stand there

_host, _port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")

bind = f"{_host}:{_port}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 16  # a slow phone's download holds one for minutes: half are kept for pages (MEDIA_DOWNLOADS)
timeout = 30  # seconds without a heartbeat of the process; with threads no limit for a request
limit_request_line = 4094
loglevel = "warning"
accesslog = os.environ.get("ACCESS_LOG")  # "-" for standard output; none unless asked for
access_log_format = "%(m)s %(U)s %(s)s %(b)s %(L)ss"
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  (heartbeats, no content)
control_socket_disable = True
secure_scheme_headers = {}  # whether a proxy is believed is Django's setting alone (BEHIND_PROXY)
umask = 0o077


def when_ready(server):
    print(
        f"\nFORAS is open: http://{_host}:{_port}/\n"
        f"The desk (admin):  http://{_host}:{_port}/admin/  with the administrator's name and password.\n"
        "Stop with Ctrl-C.",
        flush=True,
    )
    if os.environ.get("WEB_ONLY", "0") in ("", "0"):
        server.background = subprocess.Popen([sys.executable, "-m", "foras.worker"])


def on_exit(server):
    """The background worker stops with the web server, and gives back what it was doing."""
    if background := getattr(server, "background", None):
        background.terminate()
        try:
            background.wait(timeout=15)
        except subprocess.TimeoutExpired:
            background.kill()
