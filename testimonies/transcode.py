"""Small copies of a recording: what they are, and how ffmpeg makes and checks them.

Sizes are megabytes of 10^6 bytes. The budgets (at most 0.36 MB a minute of sound, 0.9 MB of small video) are kept by a
ceiling on the bit rate, whatever the source; `make bench` measures them.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext_noop as _

from testimonies import ffmpeg
from testimonies.ffmpeg import FfmpegError

MOST_PIXELS = 9_000_000  # of one frame: 4K
PROBE_TIME = 120  # seconds
_BARE = ["-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"]
_BARE += ["-metadata:s:v", "encoder=", "-movflags", "+faststart", "-brand", "mp42", "-f", "mp4"]
_ALLOWED_TAGS = {"major_brand", "minor_version", "compatible_brands", "handler_name", "vendor_id"}
_COPY_TO_NOWHERE = ["-map", "0:v:0?", "-map", "0:a:0?", "-c", "copy", "-f", "null", "-"]
_LOCAL = ["-protocol_whitelist", "file,pipe"]


class Probe(NamedTuple):
    """What a file holds. `width` and `height` as the picture is meant to be seen, upright; 0 without a picture."""

    seconds: float
    width: int
    height: int
    rate: float  # frames a second
    has_sound: bool

    @property
    def has_picture(self) -> bool:
        return self.width > 0


class Recipe(NamedTuple):
    """How a copy is made: bit rates in kbit/s, `side` the most pixels of the picture's shorter side (0: sound only)."""

    side: int
    rate: int  # frames a second, at most
    quality: int  # x264's CRF
    ceiling: int
    sound: int
    hertz: int


RECIPES = {
    "sound": Recipe(0, 0, 0, 0, 40, 32000),
    "240p": Recipe(240, 20, 29, 76, 32, 32000),
    "480p": Recipe(480, 25, 27, 380, 48, 44100),
}


def probe(file: Path, kind: str, folder: Path) -> Probe:
    """What `file`, of the container `kind`, holds. Raises FfmpegError when it is neither sound nor picture, too long or
    too large."""
    reading = ["-f", kind, *_LOCAL, "-i", str(file)]
    read = [0.0]
    words = ffmpeg.run([*reading, *_COPY_TO_NOWHERE], folder, PROBE_TIME, read.append)
    found = parse(words, max(read))
    if not found.has_picture and not found.has_sound:
        raise FfmpegError(_("There is neither sound nor picture in this file."), words[-ffmpeg.LAST_WORDS :])
    if found.width * found.height > MOST_PIXELS:
        raise FfmpegError(
            _("The picture is too large: %(width)d × %(height)d points. At most 4K is taken."),
            width=found.width,
            height=found.height,
        )
    if found.seconds > settings.MEDIA_MAX_SECONDS:
        raise FfmpegError(
            _("The recording lasts %(minutes)d minutes; at most %(most)d are taken. Cut it and upload it again."),
            minutes=round(found.seconds / 60),
            most=settings.MEDIA_MAX_SECONDS // 60,
        )
    return found


def parse(words: str, read: float = 0.0) -> Probe:
    """What ffmpeg said of its input, as a Probe. `read`: seconds it went through, for files that declare no length."""
    about_input = words.split("Output #0", 1)[0]
    width, height, rate = _picture(about_input)
    declared = re.search(r"Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", about_input)
    seconds = _seconds(*declared.groups()) if declared else read
    return Probe(seconds, width, height, rate, bool(re.search(r"Stream #0:\d+.*: Audio: ", about_input)))


def _picture(about: str) -> tuple[int, int, float]:
    """(width, height, frames a second) of the first real video stream, as it is seen; a cover picture is none."""
    for match in re.finditer(r"Stream #0:\d+\S*: Video: (.*)((?:\n {4,}.*)*)", about):
        line, more = match.groups()
        size = re.search(r", (\d{2,5})x(\d{2,5})(?: \[SAR (\d+):(\d+))?", line)
        if not size or "attached pic" in line:
            continue
        width, height = int(size[1]), int(size[2])
        if size[3] and int(size[3]) and int(size[4]):
            width = round(width * int(size[3]) / int(size[4]))
        turned = re.search(r"rotation of (-?\d+)", more)
        if turned and abs(int(turned[1])) % 180 == 90:
            width, height = height, width
        rate = re.search(r"([\d.]+) fps", line)
        return width, height, float(rate[1]) if rate else 25.0
    return 0, 0, 0.0


def _seconds(hours: str, minutes: str, seconds: str) -> float:
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def wanted(found: Probe, seen: bool) -> list[str]:
    """Which copies to make, cheapest first. `seen`: the person may be seen. Nothing is blown up."""
    kinds = ["sound"] if found.has_sound else []
    if seen and found.has_picture:
        kinds.append("240p")
        if min(found.width, found.height) > RECIPES["240p"].side:
            kinds.append("480p")
    return kinds


def make(
    name: str, file: Path, kind: str, found: Probe, out: Path, tell: Callable[[float], None] | None = None
) -> float:
    """Write the copy `name` ("sound", "240p", "480p") of `file` to `out`; its seconds. Raises FfmpegError."""
    recipe = RECIPES[name]
    arguments = ["-threads", "2", "-f", kind, *_LOCAL, "-i", str(file), "-t", str(settings.MEDIA_MAX_SECONDS)]
    arguments += ["-map", "0:a:0?", *_sound(recipe)] if found.has_sound else ["-an"]
    arguments += ["-map", "0:v:0", *_video(recipe, found)] if recipe.side else ["-vn"]
    arguments += ["-sn", "-dn", *_BARE, str(out)]
    ffmpeg.run(arguments, out.parent, 120 + 20 * found.seconds, tell)
    made = check(out, "video" if recipe.side else "sound")
    whole = recipe.side or not found.has_picture  # the sound of a video may honestly be shorter than its picture
    if whole and made.seconds < 0.95 * found.seconds - 0.5:
        raise FfmpegError(
            _("Only %(made)d of %(all)d seconds can be read: the file is cut short or damaged. Copy it again."),
            made=round(made.seconds),
            all=round(found.seconds),
        )
    return made.seconds


def frame(file: Path, kind: str, found: Probe, out: Path) -> bool:
    """Write one upright frame, a tenth into the recording, as PNG to `out`; the first when the picture has ended by
    then. False when there is none. Raises FfmpegError."""
    width, height = _size(found, 1080)
    drawn = ["-vf", f"scale={width}:{height},setsar=1", "-c:v", "png", "-f", "image2", "-update", "1", str(out)]
    for moment in (min(found.seconds / 10, 10), 0):
        arguments = ["-ss", f"{moment:.2f}", "-f", kind, *_LOCAL, "-i", str(file), "-map", "0:v:0", "-frames:v", "1"]
        ffmpeg.run([*arguments, *drawn], out.parent, PROBE_TIME)
        if out.exists():
            return True
    return False


def check(out: Path, what: str) -> Probe:
    """Look at a copy before anybody sees it: its codecs, no tag, its index first. Raises FfmpegError."""
    words = ffmpeg.run(["-f", "mov", *_LOCAL, "-i", str(out), *_COPY_TO_NOWHERE], out.parent, PROBE_TIME)
    about = words.split("Output #0", 1)[0]
    faults = []
    codecs = set(re.findall(r"Stream #0:\d+.*: (?:Video|Audio|Data|Subtitle): (\w+)", about))
    if not codecs or codecs - ({"h264", "aac"} if what == "video" else {"aac"}):
        faults.append(f"codecs {sorted(codecs)}")
    if tags := tags_in(about) - _ALLOWED_TAGS:
        faults.append(f"tags {sorted(tags)}")
    if not index_first(out):
        faults.append("index after the data")
    if faults:
        raise FfmpegError(_("The copy is not as it should be: %(faults)s."), faults="; ".join(faults))
    return parse(words)


def tags_in(about: str) -> set[str]:
    """Names of the metadata that ffmpeg lists of a file: {"location", "creation_time", …}."""
    return set(re.findall(r"^ {4,8}(\w[\w.-]*) *: ", about, re.MULTILINE)) - {"Metadata", "Duration"}


def index_first(file: Path) -> bool:
    """True when an MP4's index stands before its data, so that it plays while it loads."""
    with file.open("rb") as stream:
        while header := stream.read(8):
            length, name = int.from_bytes(header[:4], "big"), header[4:]
            if name in (b"moov", b"mdat"):
                return name == b"moov"
            if length < 8:
                return False
            stream.seek(length - 8, 1)
    return False


def _sound(recipe: Recipe) -> list[str]:
    return ["-c:a", "aac", "-ac", "1", "-ar", str(recipe.hertz), "-b:a", f"{recipe.sound}k", "-flags:a", "+bitexact"]


def _video(recipe: Recipe, found: Probe) -> list[str]:
    width, height = _size(found, recipe.side)
    rate = min(recipe.rate, found.rate) or recipe.rate
    return [
        *("-vf", f"fps={rate:g},scale={width}:{height},setsar=1,format=yuv420p"),
        *("-c:v", "libx264", "-profile:v", "main", "-preset", "medium", "-crf", str(recipe.quality)),
        *("-maxrate", f"{recipe.ceiling}k", "-bufsize", f"{recipe.ceiling * 4}k", "-g", f"{rate * 8:.0f}"),
        # Without bitexact and this filter, x264 writes its version and options into the stream.
        *("-flags:v", "+bitexact", "-bsf:v", "filter_units=remove_types=6", "-threads", "2"),
    ]


def _size(found: Probe, side: int) -> tuple[int, int]:
    """Upright size with even numbers and the shorter side at most `side`; never larger than the source."""
    factor = min(1, side / min(found.width, found.height))
    return tuple(max(2, int(length * factor / 2) * 2) for length in (found.width, found.height))
