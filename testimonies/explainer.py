"""“FORAS en bref”, the story that the programme made itself: its row, its ready copies, its poster and subtitles.

The copies are part of the repository (scripts/make_explainer.py), so the ladder stands on a machine without ffmpeg.
"""

from pathlib import Path

from django.core.files import File
from PIL import Image

from core import languages
from core.starter_content import StarterFile
from testimonies import posters, subtitles
from testimonies.ladder import KINDS
from testimonies.models import Recording, Rendition, Subtitle, Testimony

FOLDER = Path(__file__).parent / "starter"
MEDIA = FOLDER / "media"
LAST = 1000  # after all stories of persons


def load() -> StarterFile:
    """Create the explainer unless it is there. Its words are also its transcript."""
    file = StarterFile(FOLDER / "explainer.yaml")
    for item in file.items("explainer"):
        before = file.created
        item |= {"transcript": {code: transcript(code) for code in languages.CODES}, "explainer": True, "tone": ""}
        story = file.load_item("explainer", Testimony, item, position=LAST)
        if file.created > before and not Recording.objects.filter(testimony=story).exists():
            _add_media(story)
    return file


def transcript(code: str) -> str:
    """The words of the subtitles, one line a slide."""
    lines = subtitles.plain((MEDIA / f"{code}.vtt").read_text(encoding="utf-8"))
    return lines.replace(subtitles.RIGHT_TO_LEFT_MARK, "")


def _add_media(story: Testimony) -> None:
    best = MEDIA / "480p.mp4"
    seconds = _seconds()
    recording = Recording(testimony=story, kind=Recording.Kind.VIDEO, bytes=best.stat().st_size, seconds=seconds)
    recording.state, recording.made_for = Recording.State.READY, story.reach
    with best.open("rb") as stream:
        recording.original.save(best.name, File(stream))
    for kind, (_mime, ending) in KINDS.items():
        if (path := MEDIA / f"{kind}.{ending}").exists():
            row = Rendition(recording=recording, kind=kind, bytes=path.stat().st_size, seconds=seconds)
            with path.open("rb") as stream:
                row.file.save(path.name, File(stream))
    with Image.open(MEDIA / "poster.png") as picture:
        posters.store(story, picture.convert("RGB"), uploaded=True)
    for code in languages.CODES:
        text = (MEDIA / f"{code}.vtt").read_text(encoding="utf-8")
        Subtitle.objects.create(testimony=story, language=code, webvtt=text)


def _seconds() -> int:
    """The end of the last subtitle is the end of the video."""
    last = (MEDIA / "fr.vtt").read_text(encoding="utf-8").rpartition(" --> ")[2].split("\n")[0]
    hours, minutes, seconds = last.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + round(float(seconds))
