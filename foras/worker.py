"""Keeps one background worker running: `python -m foras.worker`. `make run` starts it beside the web server.

The worker makes the small copies of recordings. When it dies it is started again; when this process is told to stop, or
whoever started it dies, it stops too. Work it was doing goes back to the queue.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAUSE = 5  # seconds before a worker that died is started again
_PARENT_DIED = 1  # prctl(PR_SET_PDEATHSIG), Linux only
# A first signal lets the worker finish what it does, which may take an hour; a second ends it and gives the work back.
STOPS = ((signal.SIGTERM, 1), (signal.SIGTERM, 5), (signal.SIGKILL, 5))


def main() -> None:
    """Run until told to stop."""
    die_with_parent()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches everybody at once; the web server tells us in order
    while True:
        manage("take_up_media").wait()
        worker = manage("db_worker", "--interval", "2", "--verbosity", "0", "--no-startup-delay", "--no-reload")
        try:
            code = worker.wait()
        except SystemExit:
            end(worker)
            raise
        print(f"The background worker ended ({code}); started again in {PAUSE} s.", file=sys.stderr, flush=True)
        time.sleep(PAUSE)


def manage(*arguments: str) -> subprocess.Popen:
    """`manage.py …` as a child that dies with us and does not hear the terminal's Ctrl-C."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments, "--skip-checks"]
    return subprocess.Popen(command, cwd=ROOT, preexec_fn=die_with_parent, start_new_session=True)  # noqa: S603


def die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DIED, signal.SIGTERM)


def end(process: subprocess.Popen) -> None:
    """Politely, then less so."""
    for number, patience in STOPS:
        if process.poll() is not None:
            return
        os.kill(process.pid, number)
        try:
            process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            continue


def _stop(_number, _frame) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main()
