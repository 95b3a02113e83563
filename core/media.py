"""Files that staff upload: which kinds we take, known by their content and by their name, and how they are kept.

A name says nothing about a file and a browser's word even less: the first bytes decide, and the name must agree.
Stored names are random; nothing of the original one survives.
"""

import errno
import secrets
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _

WAITING = "exchange"  # folder of files that wait for somebody's word; they may hold the words of a story
HEAD = 4096  # bytes read to know a kind
FULL_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Kind(NamedTuple):
    """A container format: `name` is also how ffmpeg calls its reader, where it has one."""

    name: str
    endings: tuple[str, ...]


JPEG = Kind("jpeg", ("jpg", "jpeg"))
PNG = Kind("png", ("png",))
WEBP = Kind("webp", ("webp",))
MOV = Kind("mov", ("mp4", "mov", "m4a", "m4v"))
MATROSKA = Kind("matroska", ("webm", "mkv"))
MP3 = Kind("mp3", ("mp3",))
OGG = Kind("ogg", ("ogg", "oga", "opus"))
WAV = Kind("wav", ("wav",))
WEBVTT = Kind("webvtt", ("vtt",))
SRT = Kind("srt", ("srt",))

PICTURES = (JPEG, PNG, WEBP)
RECORDINGS = (MOV, MATROSKA, MP3, OGG, WAV)
SUBTITLES = (WEBVTT, SRT)
SOUND_ENDINGS = ("m4a", "mp3", "ogg", "oga", "opus", "wav")

# What other files are, for the sentence that refuses them: (first bytes, words).
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"GIF8", "GIF"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"#EXTM3U", "M3U8"),
    (b"ffconcat", "ffconcat"),
)


def forget_waiting() -> None:
    """Every file that waits goes: whoever sent it sends it again."""
    for path in (Path(settings.MEDIA_ROOT) / WAITING).glob("*"):
        path.unlink(missing_ok=True)


def new_token() -> str:
    """128 random bits as 32 hexadecimal digits: a name nobody guesses."""
    return secrets.token_hex(16)


def space_refusal() -> str:
    """What to say when the disk is full."""
    return _("There is no space left on the server. Nothing was stored. Tell whoever runs the server.")


def size_refusal(limit: int) -> str:
    """What to say of a file over `limit` bytes."""
    return _("The file is too big: at most %(megabytes)d MB.") % {"megabytes": limit // 1_000_000}


def ending(name: str) -> str:
    """ "Été.MP4" as "mp4"; "" for a name without one."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def verify(file: BinaryIO, name: str, allowed: tuple[Kind, ...]) -> Kind:
    """The kind of an open `file` called `name`. Raises ValidationError, in words, unless content and name agree.

    A file cut short is refused where its own first bytes say how long it is.
    """
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise ValidationError(_("The file is empty."))
    kind = kind_of(head)
    if kind not in allowed:
        raise ValidationError(_what_it_is(head, kind, allowed))
    if ending(name) not in kind.endings:
        raise ValidationError(
            _("The name ends in “.%(ending)s”, but the content is %(kind)s. Rename it: .%(right)s")
            % {"ending": ending(name)[:20], "kind": kind.endings[0].upper(), "right": ", .".join(kind.endings)}
        )
    if _is_cut_short(file, kind, head, size):
        raise ValidationError(_("The file is cut short: its end is missing. Copy it again from where it was made."))
    file.seek(0)
    return kind


def kind_of(head: bytes) -> Kind | None:
    """The kind whose marks stand in the first bytes; None for any other."""
    for kind, is_it in _MARKS:
        if is_it(head):
            return kind
    return None


def _is_mpeg_audio(head: bytes) -> bool:
    """An ID3 tag, or a frame of MPEG audio layer III (the AAC that shares the first byte has layer 0)."""
    return head[:3] == b"ID3" or (len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2)


def _is_srt(head: bytes) -> bool:
    """Its first line is a number, its second a time."""
    lines = head.removeprefix(b"\xef\xbb\xbf").lstrip().splitlines()
    return len(lines) > 1 and lines[0].strip().isdigit() and b"-->" in lines[1]


_MARKS = (
    (JPEG, lambda head: head[:3] == b"\xff\xd8\xff"),
    (PNG, lambda head: head[:8] == b"\x89PNG\r\n\x1a\n"),
    (WEBP, lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    (MOV, lambda head: head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")),
    (MATROSKA, lambda head: head[:4] == b"\x1aE\xdf\xa3" and (b"webm" in head[:64] or b"matroska" in head[:64])),
    (OGG, lambda head: head[:4] == b"OggS"),
    (WAV, lambda head: head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE"),
    (MP3, _is_mpeg_audio),
    (WEBVTT, lambda head: head.removeprefix(b"\xef\xbb\xbf")[:6] == b"WEBVTT"),
    (SRT, _is_srt),
)


def _what_it_is(head: bytes, kind: Kind | None, allowed: tuple[Kind, ...]) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1024].lower()
    wanted = ", ".join(name.upper() for one in allowed for name in one.endings)
    if b"<svg" in start:
        what = _("an SVG drawing")
    elif start[:1] == b"<":
        what = _("a web page")
    else:
        what = next(
            (words for mark, words in _OTHERS if head.startswith(mark)), kind.endings[0].upper() if kind else ""
        )
    if not what:
        return _("The content is of no kind we know. We take %(wanted)s.") % {"wanted": wanted}
    return _("The content is %(what)s, whatever the name says. We take %(wanted)s.") % {"what": what, "wanted": wanted}


def _is_cut_short(file: BinaryIO, kind: Kind, head: bytes, size: int) -> bool:
    """True when an MP4's boxes, or a WAV's or WebP's length, reach beyond the end of the file."""
    if kind is MOV:
        return not _boxes_are_whole(file, size)
    if kind in (WAV, WEBP) and head[:4] == b"RIFF":
        length = int.from_bytes(head[4:8], "little")
        return length < 0xFFFF_FF00 and length + 8 > size + 1  # streamed sound says "unknown"; one byte of padding
    return False


def _boxes_are_whole(file: BinaryIO, size: int) -> bool:
    """Walks the top-level boxes of an MP4: each fits, and the index (`moov`) is among them."""
    place, names = 0, set()
    while place + 8 <= size and len(names) < 10_000:
        file.seek(place)
        header = file.read(16)
        length, name = int.from_bytes(header[:4], "big"), header[4:8]
        if length == 1:
            length = int.from_bytes(header[8:16], "big")
        elif length == 0:  # to the end of the file
            length = size - place
        if length < 8 or place + length > size:
            return False
        names.add(name)
        place += length
    return b"moov" in names


@deconstructible
class PrivateStorage(FileSystemStorage):
    """MEDIA_ROOT without addresses: no file in it has a URL of its own, and none is left half written."""

    def url(self, name):
        raise ValueError("Media have no address of their own: each read goes through a view that checks consent.")

    def _save(self, name, content):
        try:
            return super()._save(name, content)
        except OSError:
            self.delete(name)
            raise
