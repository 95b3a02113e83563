"""The ffmpeg program: where it is, and how it is run: as a child with little memory, low priority and a short leash.

What staff upload is made by strangers. So ffmpeg is told which reader to use (a playlist inside a file is then just a
broken file), may open local files only, works in an empty folder, and dies with the worker that started it.
"""

import contextlib
import ctypes
import importlib.util
import os
import re
import resource
import selectors
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_noop as _

MISSING = _(
    "ffmpeg is not installed on the server, so no small copies can be made. The upload is kept. Ask whoever runs the "
    "server for Debian's package “ffmpeg” or for “make media”; then press “Try again”."
)
MEMORY = 3 * 1024**3  # bytes of address space
STALL = 120  # seconds without a sign of progress
LAST_WORDS = 2000  # characters kept of what ffmpeg says at the end
_PARENT_DIED = 1  # prctl(PR_SET_PDEATHSIG)
_libc = ctypes.CDLL(None, use_errno=True)


class FfmpegError(Exception):
    """It failed. `fault` is the message id of a sentence for staff, `values` what stands in it; it is translated when
    somebody reads it. `words` is what ffmpeg said last."""

    def __init__(self, fault: str, words: str = "", **values):
        super().__init__(fault % values if values else fault)
        self.fault = fault
        self.words = words
        self.values = values


def find() -> str | None:
    """The program: FFMPEG from the settings, else on the PATH, else the one of requirements-media.txt, else None."""
    if settings.FFMPEG:
        return shutil.which(settings.FFMPEG)
    return shutil.which("ffmpeg") or _from_wheel()


def _from_wheel() -> str | None:
    if importlib.util.find_spec("imageio_ffmpeg") is None:
        return None
    import imageio_ffmpeg

    with contextlib.suppress(RuntimeError):
        return imageio_ffmpeg.get_ffmpeg_exe()
    return None


def run(arguments: list[str], folder: Path, seconds: float, tell: Callable[[float], None] | None = None) -> str:
    """Run ffmpeg in `folder` for at most `seconds`; give back all it said. Raises FfmpegError.

    `tell` is called about once a second with how many seconds of the source are done; what it raises ends the run.
    """
    command = [find() or "ffmpeg", "-nostdin", "-hide_banner", "-y", "-progress", "pipe:1", "-nostats", *arguments]
    log = folder / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(  # noqa: S603
            command,
            cwd=folder,
            env={"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            preexec_fn=lambda: _bind(seconds),
        )
    try:
        stopped = _watch(process, seconds, tell)
    finally:
        _end(process)
    words = _read(log)
    if stopped:
        raise FfmpegError(stopped, words[-LAST_WORDS:])
    if process.returncode:
        raise FfmpegError(_sentence(process.returncode, words), words[-LAST_WORDS:])
    return words


def _bind(seconds: float) -> None:
    """In the child, before ffmpeg starts."""
    os.nice(15)
    _libc.prctl(_PARENT_DIED, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    cpu = int(seconds) * 4 + 60
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))


def _watch(process: subprocess.Popen, seconds: float, tell) -> str:
    """Read its progress until it ends; why it had to be stopped, or ""."""
    end = time.monotonic() + seconds
    heard = time.monotonic()
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        rest = b""
        while True:
            if selector.select(timeout=1):
                if not (data := os.read(process.stdout.fileno(), 65536)):
                    return "" if _ends(process) else _("ffmpeg did not end and was stopped.")
                heard = time.monotonic()
                *lines, rest = (rest + data).split(b"\n")
                _tell(lines, tell)
            now = time.monotonic()
            if now > end:
                return _("The work took too long and was stopped.")
            if now - heard > min(STALL, seconds):
                return _("ffmpeg stopped answering and was ended.")


def _tell(lines: list[bytes], tell) -> None:
    for line in reversed(lines):
        if tell and (match := re.fullmatch(rb"out_time_us=(\d+)\s*", line)):
            tell(int(match[1]) / 1e6)
            return


def _ends(process: subprocess.Popen) -> bool:
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        return False
    return True


def _end(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.kill()
    process.wait()
    process.stdout.close()


def _read(log: Path) -> str:
    """What it said, without the folders of the server."""
    words = log.read_text(encoding="utf-8", errors="replace")
    log.unlink()
    return re.sub(r"(?<![\w:.])/[^\s'\"]+/[^\s'\"]+", "(file)", words)


def _sentence(code: int, words: str) -> str:
    if "No space left on device" in words or "File too large" in words:
        return _("There is no space left on the server. The upload is kept; try again when there is space.")
    if "moov atom not found" in words or "Truncating packet" in words or "partial file" in words:
        return _("The file is cut short: its end is missing. Copy it again from where it was made.")
    if code < 0:
        return _("ffmpeg was ended by the system: too little memory or time.")
    return _("ffmpeg cannot read this file.")
