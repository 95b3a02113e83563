"""The ladder offered beside a story's text, cheapest first: listen, watch small, watch larger; with its subtitles.

Only what the person allows (`Testimony.reach`) and only copies that are ready. Sizes and lengths are the files' own.
"""

from typing import NamedTuple

from django.urls import reverse

from core import languages
from testimonies.models import Poster, Rendition, Testimony

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
    """The subtitles there are, in the order of the languages."""
    tokens = dict(testimony.subtitles.values_list("language", "token"))
    return [Track(code, name, address(tokens[code])) for code, name in languages.NAMES.items() if code in tokens]


def missing_tracks(testimony: Testimony) -> list[str]:
    """Own names of the languages without subtitles: ["العربية"]."""
    there = set(testimony.subtitles.values_list("language", flat=True))
    return [name for code, name in languages.NAMES.items() if code not in there]


def poster(testimony: Testimony) -> PosterSet | None:
    """The still picture. A frame of the video only where the person may be seen."""
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


def allowed_posters(testimony: Testimony):
    """The posters that may be offered."""
    posters = Poster.objects.filter(testimony=testimony)
    return posters if testimony.may_be_seen else posters.filter(uploaded=True)


def address(token: str) -> str:
    return reverse("media", args=[token])


def file_name(kind: str) -> str:
    """A neutral name to save a copy under: "foras-240p.mp4"."""
    return f"foras-{kind}.{KINDS[kind][1]}"
