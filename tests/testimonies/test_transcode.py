"""The real ffmpeg on what phones make: upright, light, silent about who and where; and what is refused."""

import io
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from testimonies import ffmpeg, transcode
from testimonies.ffmpeg import FfmpegError
from tests.testimonies.clips import MARKS


def copies(file: Path, tmp_path: Path, kind="mov", seen=True) -> dict[str, Path]:
    found = transcode.probe(file, kind, tmp_path)
    made = {}
    for name in transcode.wanted(found, seen):
        made[name] = tmp_path / f"{name}.mp4"
        transcode.make(name, file, kind, found, made[name])
    return made


def shape(file: Path, tmp_path: Path):
    found = transcode.probe(file, "mov", tmp_path)
    return found.width, found.height, found.has_sound


def said(file: Path) -> str:
    """Everything ffmpeg knows of a file."""
    return subprocess.run([ffmpeg.find(), "-hide_banner", "-i", str(file)], capture_output=True, text=True).stderr


def test_a_lying_video(clips, tmp_path):
    made = copies(clips.video("wide.mp4", size="640x360"), tmp_path)
    assert {name: shape(path, tmp_path) for name, path in made.items()} == {
        "sound": (0, 0, True),
        "240p": (426, 240, True),
        "480p": (640, 360, True),
    }
    about = said(made["240p"])
    assert "Video: h264 (Main)" in about
    assert "yuv420p" in about
    assert "Audio: aac (LC)" in about
    assert ", mono," in about
    assert all(transcode.index_first(path) for path in made.values())


def test_the_source_holds_secrets(clips):
    """A control: the marks that the outputs lack are really in the source."""
    about, data = said(clips.video()), clips.video().read_bytes()
    assert [mark for mark in MARKS if mark not in about and mark.encode() not in data] == []


def test_no_copy_tells_who_where_or_with_what(clips, tmp_path):
    made = copies(clips.turned(), tmp_path)
    assert set(made) == {"sound", "240p"}
    for path in made.values():
        data = path.read_bytes()
        assert [mark for mark in (*MARKS, "x264 - core", "Lavf", "Lavc") if mark.encode() in data] == []
        assert transcode.tags_in(said(path)) <= {"major_brand", "minor_version", "compatible_brands", "handler_name"}


def test_a_turned_phone_video_is_upright(clips, tmp_path):
    assert shape(clips.turned(), tmp_path)[:2] == (180, 320)
    made = copies(clips.turned(), tmp_path)
    assert shape(made["240p"], tmp_path) == (180, 320, True)  # nothing is blown up, and no larger copy of the same
    assert "rotation" not in said(made["240p"])


def test_upright_and_without_sound(clips, tmp_path):
    made = copies(clips.silent("272x480"), tmp_path)
    assert {name: shape(path, tmp_path) for name, path in made.items()} == {
        "240p": (240, 422, False),
        "480p": (272, 480, False),
    }


def test_sound_alone(clips, tmp_path):
    for name, kind in (("voice.m4a", "mov"), ("voice.mp3", "mp3"), ("voice.wav", "wav"), ("voice.ogg", "ogg")):
        made = copies(clips.sound(name), tmp_path, kind)
        assert set(made) == {"sound"}, name
        assert transcode.probe(made["sound"], "mov", tmp_path).seconds == pytest.approx(2, abs=0.2)
        assert [mark for mark in MARKS if mark.encode() in made["sound"].read_bytes()] == []


def test_webm(clips, tmp_path):
    file = clips.video("a.webm", codecs=("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", "-shortest"))
    assert set(copies(file, tmp_path, "matroska")) == {"sound", "240p"}


def test_who_may_not_be_seen_has_no_picture(clips, tmp_path):
    assert set(copies(clips.video(), tmp_path, seen=False)) == {"sound"}
    assert "Video" not in said(tmp_path / "sound.mp4")


def test_a_still_is_upright_and_bare(clips, tmp_path):
    found = transcode.probe(clips.turned(), "mov", tmp_path)
    transcode.frame(clips.turned(), "mov", found, tmp_path / "still.png")
    with Image.open(io.BytesIO((tmp_path / "still.png").read_bytes())) as picture:
        assert picture.size == (180, 320)


def test_progress_is_told(clips, tmp_path):
    found = transcode.probe(clips.video(), "mov", tmp_path)
    told = []
    transcode.make("240p", clips.video(), "mov", found, tmp_path / "a.mp4", told.append)
    assert told[-1] == pytest.approx(2, abs=0.3)


def test_what_telling_raises_ends_the_work(clips, tmp_path):
    def stop(_done):
        raise InterruptedError

    found = transcode.probe(clips.video(), "mov", tmp_path)
    with pytest.raises(InterruptedError):
        transcode.make("240p", clips.video(), "mov", found, tmp_path / "a.mp4", stop)


def test_too_long(clips, tmp_path, settings):
    settings.MEDIA_MAX_SECONDS = 1
    with pytest.raises(FfmpegError, match="at most 0 are taken"):
        transcode.probe(clips.video(), "mov", tmp_path)


def test_three_hours_are_too_long(tmp_path, clips):
    """Three hours of one frame every ten minutes: small on the disk, long in time."""
    from tests.testimonies.clips import run

    file = tmp_path / "long.mp4"
    run("-f", "lavfi", "-i", "color=black:size=16x16:rate=1/600:duration=10800", "-c:v", "libx264", str(file))
    with pytest.raises(FfmpegError, match="The recording lasts 180 minutes; at most 60 are taken"):
        transcode.probe(file, "mov", tmp_path)


def test_too_large(tmp_path):
    from tests.testimonies.clips import run

    file = tmp_path / "large.mkv"
    run("-f", "lavfi", "-i", "color=black:size=5000x4000:rate=1:duration=1", "-c:v", "ffv1", str(file))
    with pytest.raises(FfmpegError, match="5000 × 4000 points"):
        transcode.probe(file, "matroska", tmp_path)


def test_cut_short(clips, tmp_path):
    with pytest.raises(FfmpegError, match="cut short"):
        copies(clips.cut(), tmp_path)


@pytest.mark.parametrize("content", [b"<html>", b"\0\0\0\x14ftypisom\0\0\2\0isom" + bytes(500)])
def test_what_is_no_video(tmp_path, content):
    (tmp_path / "a.mp4").write_bytes(content)
    with pytest.raises(FfmpegError) as error:
        transcode.probe(tmp_path / "a.mp4", "mov", tmp_path)
    assert error.value.words != ""
    assert str(tmp_path) not in error.value.words


PLAYLISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile {secret}\n",
}


@pytest.mark.parametrize("kind", ["mov", "matroska", "mp3", "ogg", "wav"])
@pytest.mark.parametrize("playlist", PLAYLISTS)
def test_a_playlist_reads_nothing(clips, tmp_path, playlist, kind):
    file = tmp_path / "list.mp4"
    file.write_text(PLAYLISTS[playlist].format(secret=clips.video()))
    with pytest.raises(FfmpegError):
        transcode.probe(file, kind, tmp_path)


def test_a_playlist_would_read_a_lot(clips, tmp_path):
    """A control: left to itself, ffmpeg opens what a playlist names."""
    file = tmp_path / "list.mp4"
    file.write_text(PLAYLISTS["concat"].format(secret=clips.video()))
    assert (
        "Video: h264"
        in subprocess.run(
            [ffmpeg.find(), "-hide_banner", "-safe", "0", "-i", str(file)], capture_output=True, text=True
        ).stderr
    )
