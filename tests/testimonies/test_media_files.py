import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction

from testimonies import media_files, subtitles
from testimonies.models import Poster, Recording, Rendition, Subtitle
from tests import rows

pytestmark = pytest.mark.usefixtures("empty")


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    """Every test counts the files that it made."""
    settings.MEDIA_ROOT = tmp_path / "media"


def full_story(**values):
    """A story with everything that can hang on one, in small."""
    story = rows.public_story(identity=4, **values)
    recording = Recording(testimony=story, kind="video", state="ready", bytes=3, seconds=60, made_for=2)
    recording.original.save("a.mp4", ContentFile(b"raw"))
    for kind in ("sound", "240p", "480p"):
        row = Rendition(recording=recording, kind=kind, bytes=1000, seconds=60)
        row.file.save(f"a.{'m4a' if kind == 'sound' else 'mp4'}", ContentFile(bytes(range(250)) * 4))
    for width in (320, 640):
        for name in ("webp", "jpeg"):
            row = Poster(testimony=story, width=width, height=width // 2, format=name)
            row.file.save(f"a.{name}", ContentFile(b"picture"))
    for code in ("fr", "ar"):
        text = subtitles.clean("WEBVTT\n\n00:01.000 --> 00:02.000\nOui\n", code)
        Subtitle.objects.create(testimony=story, language=code, webvtt=text)
    return story


def on_disk() -> list[Path]:
    return [path for path in media_files.root().rglob("*") if path.is_file()]


def age(path: Path, seconds: float) -> None:
    os.utime(path, (time.time() - seconds,) * 2)


def test_files_of_a_story():
    story = full_story()
    assert sorted(media_files.files_of(story)) == sorted(on_disk())
    assert len(on_disk()) == 8
    assert media_files.files_of(rows.story()) == []


def test_deleting_leaves_no_row_and_no_file(django_capture_on_commit_callbacks):
    story, other = full_story(), full_story()
    with django_capture_on_commit_callbacks(execute=True):
        media_files.delete_media(story)
    assert sorted(on_disk()) == sorted(media_files.files_of(other))
    for model in (Recording, Poster, Subtitle):
        assert model.objects.filter(testimony=story).count() == 0
    assert Rendition.objects.filter(recording__testimony=story).count() == 0


def test_a_deletion_that_is_undone_keeps_the_files():
    story = full_story()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        media_files.delete_media(story)
        raise ZeroDivisionError
    assert sorted(media_files.files_of(story)) == sorted(on_disk())


def test_the_sweep_removes_what_a_crash_left():
    story = full_story()
    for path in on_disk():
        age(path, 7200)
    media_files.delete_media(story)  # the commit's deletion never comes: the power is gone
    assert len(on_disk()) == 8
    out = StringIO()
    call_command("sweep_media", stdout=out)
    assert (on_disk(), out.getvalue()) == ([], "Removed 8 files that nothing named.\n")


def test_the_sweep_keeps_what_is_named_or_young():
    story = full_story()
    for path in on_disk():
        age(path, 7200)
    young = media_files.root() / "originals" / "just-stored"
    young.write_bytes(b"x")
    assert media_files.sweep() == 0
    assert sorted(on_disk()) == sorted([*media_files.files_of(story), young])


def test_the_sweep_removes_dead_work_and_old_uploads():
    left = media_files.work_folder() / "a" / "240p.mp4"
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_bytes(b"x")
    upload = Path(settings.FILE_UPLOAD_TEMP_DIR) / "old.upload"
    upload.write_bytes(b"x")
    age(upload, 25 * 3600)
    assert media_files.sweep() == 2
    assert (left.exists(), upload.exists()) == (False, False)


def test_the_sweep_leaves_work_alone():
    story = full_story()
    Recording.objects.filter(testimony=story).update(state="working")
    left = media_files.work_folder() / "a" / "240p.mp4"
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_bytes(b"x")
    assert media_files.sweep() == 0
    assert left.exists()
