"""The ladder offered beside a story's text, cheapest first: listen, watch small, watch larger; with its subtitles.

The one place of the rule which copies, pictures and subtitles may be met: pages, addresses and the worker ask here.
Only what the person allows (`Testimony.reach`) and only copies that are ready. Sizes and lengths are the files' own.
"""

from typing import NamedTuple

from django.urls import reverse

from core import languages
from testimonies import subtitles
from testimonies.models import Poster, Recording, Rendition, Subtitle, Testimony

KINDS = {  # in order of cost: (MIME type, ending of the name under which it is saved)
    "sound": ("audio/mp4", "m4a"),
    "240p": ("video/mp4", "mp4"),
    "480p": ("video/mp4", "mp4"),
}


class Rung(NamedTuple):
    """One way to hear or see a story. `bytes` of the file, `seconds` of its length."""

    kind: str
    url: str
    bytes: int
    seconds: int
    mime: str

    @property
    def is_sound(self) -> bool:
        return self.kind == "sound"

    @property
    def file_name(self) -> str:
        return file_name(self.kind)


class Track(NamedTuple):
    """Subtitles in one language; `label` is the language's own name."""

    language: str
    label: str
    url: str


class Picture(NamedTuple):
    """A poster; size in pixels."""

    url: str
    width: int
    height: int


class PosterSet(NamedTuple):
    """The poster by format, narrowest first."""

    webp: list[Picture]
    jpeg: list[Picture]

    @property
    def smallest(self) -> Picture:
        return self.jpeg[0]


def rungs(testimony: Testimony) -> list[Rung]:
    """What can be heard and seen, cheapest first."""
    rows = {row.kind: row for row in allowed_copies(testimony)}
    return [
        Rung(kind, address(rows[kind].token), rows[kind].bytes, rows[kind].seconds, mime)
        for kind, (mime, _ending) in KINDS.items()
        if kind in rows
    ]


def tracks(testimony: Testimony) -> list[Track]:
    """The subtitles that are offered, in the order of the languages."""
    tokens = {row.language: row.token for row in offered_subtitles(testimony)}
    return [Track(code, name, address(tokens[code])) for code, name in languages.NAMES.items() if code in tokens]


def missing_tracks(tracks: list[Track]) -> list[str]:
    """Own names of the languages that `tracks` lack: ["العربية"]."""
    there = {track.language for track in tracks}
    return [name for code, name in languages.NAMES.items() if code not in there]


def offered_subtitles(testimony: Testimony) -> list[Subtitle]:
    """Those that go with a copy that may be offered and that end when it ends."""
    if not allowed_copies(testimony).exists():
        return []
    length = seconds_of(testimony)
    return [row for row in testimony.subtitles.all() if not subtitles.is_too_long(row.webvtt, length)]


def seconds_of(testimony: Testimony) -> int:
    """How long the recording is; 0 while nobody knows."""
    return Recording.objects.filter(testimony=testimony).values_list("seconds", flat=True).first() or 0


def poster(testimony: Testimony) -> PosterSet | None:
    """The still picture, where the person may be seen."""
    pictures = {"webp": [], "jpeg": []}
    for row in allowed_posters(testimony).order_by("width"):
        pictures[row.format].append(Picture(address(row.token), row.width, row.height))
    return PosterSet(**pictures) if pictures["jpeg"] else None


def allowed_copies(testimony: Testimony):
    """The renditions that may be offered."""
    copies = Rendition.objects.filter(recording__testimony=testimony)
    if testimony.may_be_seen:
        return copies
    return copies.filter(kind=Rendition.Kind.SOUND) if testimony.may_be_heard else copies.none()


def forbidden_copies(testimony: Testimony):
    """The renditions that may not, and so must not be kept."""
    allowed = allowed_copies(testimony).values("pk")
    return Rendition.objects.filter(recording__testimony=testimony).exclude(pk__in=allowed)


def allowed_posters(testimony: Testimony):
    """The posters that may be offered."""
    posters = Poster.objects.filter(testimony=testimony)
    return posters if testimony.may_be_seen else posters.none()


def address(token: str) -> str:
    return reverse("media", args=[token])


def file_name(kind: str) -> str:
    """A neutral name to save a copy under: "foras-240p.mp4"."""
    return f"foras-{kind}.{KINDS[kind][1]}"
