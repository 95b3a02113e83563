"""The leash: where the program is, what it may use, and what happens when it hangs, dies or has no space."""

import os
import stat
from pathlib import Path

import pytest

from testimonies import ffmpeg
from testimonies.ffmpeg import FfmpegError
from tests.disk import full_disk

BUSY = ["-f", "lavfi", "-i", "testsrc2=size=640x480:duration=600", "-f", "null", "-"]


@pytest.fixture
def program(tmp_path, settings):
    """Makes `ffmpeg` a script of ours for this test."""

    def install(script: str) -> None:
        path = tmp_path / "ffmpeg"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        settings.FFMPEG = str(path)

    return install


def test_it_is_found():
    assert Path(ffmpeg.find()).is_file()


def test_it_is_not_there(settings):
    settings.FFMPEG = "/nowhere/ffmpeg"
    assert ffmpeg.find() is None


def test_the_settings_name_it(program, settings):
    program("echo")
    assert ffmpeg.find() == settings.FFMPEG


def test_too_long_a_work_is_stopped(tmp_path):
    with pytest.raises(FfmpegError, match="took too long"):
        ffmpeg.run(BUSY, tmp_path, seconds=1)


def test_a_silent_program_is_ended(program, tmp_path):
    program("echo $$ > pid; exec sleep 60 >&-")
    with pytest.raises(FfmpegError, match=r"did not end|stopped answering|too long"):
        ffmpeg.run([], tmp_path, seconds=1)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_a_killed_program_is_told(program, tmp_path):
    program("echo last words >&2; kill -9 $$")
    with pytest.raises(FfmpegError, match="too little memory or time") as error:
        ffmpeg.run([], tmp_path, seconds=5)
    assert error.value.words == "last words\n"


def test_only_the_last_words_are_kept(program, tmp_path):
    program("yes noise | head -c 100000 >&2; echo END >&2; exit 1")
    with pytest.raises(FfmpegError) as error:
        ffmpeg.run([], tmp_path, seconds=5)
    assert (len(error.value.words), error.value.words[-4:]) == (ffmpeg.LAST_WORDS, "END\n")


def test_its_limits(program, tmp_path):
    program('nice >&2; ulimit -v >&2; ulimit -c >&2; ulimit -t >&2; env | sort | cut -d= -f1 >&2; basename "$PWD" >&2')
    before = os.nice(0)
    nice, memory, core, cpu, *names, folder = ffmpeg.run([], tmp_path, seconds=10).split()
    assert (int(nice), int(memory) * 1024, core, cpu) == (min(19, before + 15), ffmpeg.MEMORY, "0", "100")
    assert set(names) <= {"HOME", "LC_ALL", "PATH", "PWD", "OLDPWD", "SHLVL", "_"}
    assert folder == tmp_path.name


def test_no_space(tmp_path):
    arguments = ["-f", "lavfi", "-i", "testsrc2=size=640x480:duration=5", "-c:v", "rawvideo", "out.avi"]
    with full_disk(1_000_000), pytest.raises(FfmpegError, match=r"no space left|ended by the system"):
        ffmpeg.run(arguments, tmp_path, seconds=60)
