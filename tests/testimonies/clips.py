"""Recordings as people bring them, made with the real ffmpeg: two or three seconds, with the metadata of a phone."""

import subprocess
from functools import cache
from pathlib import Path

from testimonies import ffmpeg

MARKS = ("SECRETNAME", "+33.5731-007.5898", "PhoneModel", "2026-05-04")  # must be in no output
_TAGS = {
    "title": "SECRETNAME at home",
    "artist": "SECRETNAME",
    "comment": "call SECRETNAME",
    "location": "+33.5731-007.5898/",
    "make": "PhoneModel",
    "model": "PhoneModel 7",
    "creation_time": "2026-05-04T10:11:12Z",
}
METADATA = [word for name, value in _TAGS.items() for word in ("-metadata", f"{name}={value}")]
METADATA += ["-metadata:s:v", "title=SECRETNAME", "-metadata:s:a", "title=SECRETNAME"]
PICTURE = "testsrc2=size={size}:rate=10:duration={seconds}"
SOUND = "sine=frequency=300:duration={seconds}"
FAST = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest")


def run(*arguments: str) -> None:
    subprocess.run([ffmpeg.find(), "-nostdin", "-loglevel", "error", "-y", *arguments], check=True)


@cache
def _made(folder: Path, name: str, *arguments: str) -> Path:
    path = folder / name
    run(*arguments, *METADATA, "-movflags", "use_metadata_tags", str(path))
    return path


class Clips:
    """Makes each clip once, in `folder`."""

    def __init__(self, folder: Path):
        self.folder = folder

    def video(self, name="talk.mp4", size="160x120", seconds=2, codecs=FAST) -> Path:
        return _made(self.folder, name, *self._picture(size, seconds), *self._sound(seconds), *codecs)

    def silent(self, size="160x120", seconds=2) -> Path:
        return _made(self.folder, f"silent-{size}.mp4", *self._picture(size, seconds), *FAST)

    def brief_picture(self) -> Path:
        """Two seconds of picture, forty of sound."""
        whole = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
        return _made(self.folder, "brief.mp4", *self._picture("320x240", 2), *self._sound(40), *whole)

    def turned(self) -> Path:
        """A phone held upright: the frames lie on their side, a matrix says so."""
        lying = self.video("lying.mp4", size="320x180")
        path = self.folder / "turned.mov"
        run("-display_rotation", "90", "-i", str(lying), "-c", "copy", *METADATA, str(path))
        return path

    def sound(self, name="voice.m4a", seconds=2) -> Path:
        path = self.folder / name
        run(*self._sound(seconds), *METADATA[: 2 * len(_TAGS)], str(path))
        return path

    def cut(self) -> Path:
        """An MP4 whose index says more than the file holds."""
        whole = self.folder / "index-first.mp4"
        run("-i", str(self.video()), "-c", "copy", "-movflags", "+faststart", str(whole))
        path = self.folder / "cut.mp4"
        path.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
        return path

    def _picture(self, size: str, seconds: float) -> list[str]:
        return ["-f", "lavfi", "-i", PICTURE.format(size=size, seconds=seconds)]

    def _sound(self, seconds: float) -> list[str]:
        return ["-f", "lavfi", "-i", SOUND.format(seconds=seconds)]
