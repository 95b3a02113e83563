"""Subtitles: WebVTT or SRT as people make them, to clean WebVTT as browsers show it.

Out come times and words only. Styles, regions, comments, names of speakers in tags and places on the screen stay
behind: they carry names, or do not work on small phones. Of markup only <i>, <b> and <u> remain; all else is shown as
it is written.
"""

import io
import re
from html import unescape
from typing import NamedTuple

import webvtt
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from webvtt.errors import MalformedCaptionError, MalformedFileError

from core.languages import direction
from core.media import SRT, SUBTITLES, WEBVTT, verify

MOST_BYTES = 1_000_000
MOST_FAULTS = 5
TOLERANCE = 1  # seconds a last cue may reach beyond the end
RIGHT_TO_LEFT_MARK = "\u200f"

_TIME = r"(?:\d{1,3}:)?[0-5]?\d:[0-5]?\d[.,]\d{1,3}"
_TIMING = re.compile(rf"\s*({_TIME})\s+-->\s+({_TIME})(?:\s.*)?")
# Two times and an arrow, however they were typed: "00:00:09,500 -> 00:00:12".
_LOOSE = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_MEANT = re.compile(rf"\s*{_LOOSE}\s*[-–—=>→]+\s*{_LOOSE}\s*")
_SPACES = re.compile(r"[ \t\r\n]+")  # not the no-break space: French quotes and colons keep theirs
_TAG = re.compile(r"<(/?)([a-zA-Z]+|\d[\d:.]*)([^<>]*)>|\{\\[^{}]*\}")
_KEPT = {"i", "b", "u"}
_DROPPED = {"c", "v", "lang", "ruby", "rt", "font"}
_BIDI_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Cue(NamedTuple):
    """What stands on the screen from `start` to `end`, in seconds; `line` is where its times stand in the file."""

    start: float
    end: float
    text: str
    line: int


def convert(data: bytes, name: str, language: str, seconds: float = 0) -> str:
    """An uploaded file as clean WebVTT in `language`. `seconds`: how long the recording is, 0 when unknown.

    Raises ValidationError: one sentence for each wrong line, at most five.
    """
    if len(data) > MOST_BYTES:
        raise ValidationError(_("Subtitles are at most 1 MB."))
    kind = verify(io.BytesIO(data), name, SUBTITLES)
    return clean(_decoded(data), language, seconds, kind)


def clean(text: str, language: str, seconds: float = 0, kind=WEBVTT) -> str:
    """`text`, WebVTT or SRT, as clean WebVTT; see `convert`. Cleaning what is clean changes nothing."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    cues = _cues(text, kind)
    _check(cues, seconds)
    return "WEBVTT\n\n" + "\n".join(_written(cue, language) for cue in cues)


def is_too_long(text: str, seconds: float) -> bool:
    """True when clean WebVTT goes on after the end of a recording of `seconds`; False when nobody knows its length."""
    ends = (_of_clock(match[2]) for line in text.split("\n") if (match := _TIMING.fullmatch(line)))
    return bool(seconds) and max(ends, default=0) > seconds + TOLERANCE


def faults_of_length(text: str, seconds: float) -> list[str]:
    """The lines of clean WebVTT that go on after the end, in words; at most five."""
    return [_too_late(cue, seconds) for cue in _cues(text, WEBVTT) if _is_too_late(cue, seconds)][:MOST_FAULTS]


def plain(text: str) -> str:
    """The words alone of clean WebVTT, one line a cue: for checks and searches."""
    return "\n".join(_SPACES.sub(" ", unescape(_TAG.sub("", cue.text))).strip() for cue in _cues(text, WEBVTT))


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ValidationError(
            _("Line %(line)d: the letters are not UTF-8. Save the file again with the encoding “UTF-8”.")
            % {"line": line}
        ) from None
    if "\0" in text:
        raise ValidationError(_("The file holds bytes that are no letters."))
    return text


def _cues(text: str, kind) -> list[Cue]:
    """The cues, in the order of the file. Raises ValidationError for a line of times that cannot be read."""
    lines = text.split("\n")
    times = [(number, line) for number, line in enumerate(lines, start=1) if "-->" in line or _MEANT.fullmatch(line)]
    if faults := [_untimed(number, line) for number, line in times if not _TIMING.fullmatch(line)]:
        raise ValidationError(faults[:MOST_FAULTS])
    try:
        if kind is WEBVTT:
            captions = webvtt.from_string(text).captions
        else:
            captions = webvtt.from_buffer(io.StringIO(text), format="srt").captions
    except (MalformedFileError, MalformedCaptionError) as error:
        raise ValidationError(_("The file cannot be read as subtitles: %(error)s.") % {"error": error}) from None
    if not captions and not times:
        raise ValidationError(_("There are no subtitles in this file."))
    if len(captions) != len(times) or not all(caption.raw_text.strip() for caption in captions):
        raise ValidationError(_empty_or_broken(lines, times))
    return [
        Cue(_of_clock(caption.start), _of_clock(caption.end), caption.raw_text, number)
        for caption, (number, _line) in zip(captions, times, strict=True)
    ]


def _untimed(number: int, line: str) -> str:
    return _("Line %(line)d: “%(text)s” is not a pair of times. Write 00:00:01.000 --> 00:00:04.000.") % {
        "line": number,
        "text": line.strip()[:60],
    }


def _empty_or_broken(lines: list[str], times: list[tuple[int, str]]) -> str:
    """Names the first times that have no words, or no empty line before them."""
    for number, _line in times:
        if number >= len(lines) or not lines[number].strip():
            return _("Line %(line)d: there are no words after these times.") % {"line": number}
    return _("Line %(line)d: leave an empty line between two subtitles.") % {"line": times[0][0]}


def _check(cues: list[Cue], seconds: float) -> None:
    faults = []
    before = Cue(0, 0, "", 0)
    for cue in cues:
        if cue.end <= cue.start:
            faults.append(_("Line %(line)d: it ends before it starts.") % {"line": cue.line})
        if cue.start < before.start:
            faults.append(
                _("Line %(line)d: it starts before the one on line %(other)d.")
                % {"line": cue.line, "other": before.line}
            )
        if _is_too_late(cue, seconds):
            faults.append(_too_late(cue, seconds))
        before = cue
    if faults:
        raise ValidationError(faults[:MOST_FAULTS])


def _is_too_late(cue: Cue, seconds: float) -> bool:
    return bool(seconds) and cue.end > seconds + TOLERANCE


def _too_late(cue: Cue, seconds: float) -> str:
    return _("Line %(line)d: it ends at %(end)s, but the recording lasts only %(length)s.") % {
        "line": cue.line,
        "end": _clock(cue.end),
        "length": _clock(seconds),
    }


def _written(cue: Cue, language: str) -> str:
    lines = [_marked(_harmless(line.strip()), language) for line in cue.text.split("\n") if line.strip()]
    return f"{_clock(cue.start)} --> {_clock(cue.end)}\n" + "\n".join(lines) + "\n"


def _harmless(line: str) -> str:
    """Known markup kept or dropped, everything else as text."""
    out, place = [], 0
    for match in _TAG.finditer(line):
        out.append(_as_text(line[place : match.start()]))
        out.append(_tag(match))
        place = match.end()
    return "".join([*out, _as_text(line[place:])])


def _tag(match: re.Match) -> str:
    slash, name = match[1], (match[2] or "").lower()
    if name in _KEPT:
        return f"<{slash}{name}>"
    if not name or name in _DROPPED or name[0].isdigit():
        return ""
    return _as_text(match[0])


def _as_text(text: str) -> str:
    text = _BIDI_CONTROLS.sub("", unescape(text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _marked(line: str, language: str) -> str:
    """WebVTT knows no direction: a browser takes that of the first letter, which may be Latin in an Arabic line."""
    return RIGHT_TO_LEFT_MARK + line if direction(language) == "rtl" else line


def _of_clock(time: str) -> float:
    hours, minutes, seconds = ("0:" + time if time.count(":") == 1 else time).replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


__all__ = ["SRT", "WEBVTT", "clean", "convert", "plain"]
