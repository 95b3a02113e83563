"""From an upload to a ladder: claims, failures, second attempts, and withdrawals in the middle of the work."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from testimonies import ffmpeg, media_files, tasks, transcode
from testimonies.models import Recording, Rendition, Testimony
from tests import rows
from tests.disk import full_disk

pytestmark = pytest.mark.usefixtures("empty")
State = Recording.State
VISIBLE = Testimony.Identity.VISIBLE


def recording(file: Path, identity=VISIBLE, **values) -> Recording:
    row = Recording(testimony=rows.story(identity=identity), kind="video", bytes=file.stat().st_size, **values)
    with file.open("rb") as stream:
        row.original.save("IMG_2041 Été.mp4", File(stream))
    return row


def now(row: Recording) -> Recording:
    return Recording.objects.get(pk=row.pk)


def work(row: Recording) -> Recording:
    tasks.process_recording.call(row.pk)
    return now(row)


def copies(row: Recording) -> list[str]:
    return sorted(row.renditions.values_list("kind", flat=True))


def files() -> list[str]:
    return sorted(path.suffix for name in ("copies", "work") for path in (media_files.root() / name).rglob("*.*"))


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    """Every test counts the files that it made."""
    settings.MEDIA_ROOT = tmp_path / "media"


def test_a_video_becomes_a_ladder(clips):
    row = work(recording(clips.video("wide.mp4", size="640x360")))
    assert (row.state, row.seconds, row.kind, row.attempts, row.claim, row.fault) == ("ready", 2, "video", 1, "", "")
    assert copies(row) == ["240p", "480p", "sound"]
    posters = row.testimony.posters.order_by("width", "format")
    assert [(one.width, one.height, one.format, one.uploaded) for one in posters] == [
        (320, 180, "jpeg", False),
        (320, 180, "webp", False),
        (640, 360, "jpeg", False),
        (640, 360, "webp", False),
    ]
    assert files() == [".jpeg", ".jpeg", ".m4a", ".mp4", ".mp4", ".webp", ".webp"]
    for copy in row.renditions.all():
        assert (copy.bytes, copy.seconds) == (copy.file.size, 2)
        assert copy.token not in copy.file.name
        assert "IMG" not in copy.file.name


@pytest.mark.parametrize(
    ("identity", "made", "posters"),
    [
        (Testimony.Identity.TEXT, [], 0),
        (Testimony.Identity.ACTOR, ["sound"], 0),
        (Testimony.Identity.VOICE, ["sound"], 0),
        (Testimony.Identity.HIDDEN, ["240p", "sound"], 2),
    ],
)
def test_only_what_the_person_allows_is_made(clips, identity, made, posters):
    row = work(recording(clips.video("mid.mp4", size="320x240"), identity))
    assert (row.state, copies(row), row.testimony.posters.count()) == ("ready", made, posters)


def test_a_later_permission_makes_more_and_a_withdrawn_one_leaves_less(clips, django_capture_on_commit_callbacks):
    row = work(recording(clips.video("mid.mp4", size="320x240"), Testimony.Identity.VOICE))
    story = row.testimony
    story.identity = VISIBLE
    story.save()
    tasks.keep_in_step(story)
    assert now(row).state == State.WAITING
    assert copies(work(row)) == ["240p", "sound"]
    story.identity = Testimony.Identity.VOICE
    story.save()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.keep_in_step(story)
    assert (copies(row), story.posters.count(), files()) == (["sound"], 0, [".m4a"])
    story.identity = VISIBLE
    tasks.keep_in_step(story)
    assert now(row).state == State.WAITING


def test_keeping_in_step_without_a_recording_or_a_change(clips):
    tasks.keep_in_step(rows.story())
    row = work(recording(clips.sound()))
    tasks.keep_in_step(row.testimony)
    assert (now(row).state, copies(row)) == ("ready", ["sound"])


def test_the_job_appears_with_the_row_or_not_at_all(clips):
    row = recording(clips.sound())
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tasks.enqueue(row)
        raise ZeroDivisionError
    assert DBTaskResult.objects.count() == 0
    tasks.enqueue(row)
    assert DBTaskResult.objects.get().args_kwargs == {"args": [row.pk], "kwargs": {}}


def test_somebody_looks_again_while_work_goes_on(clips):
    row = recording(clips.sound())
    assert tasks.claim(row.pk).state == State.WORKING
    again = DBTaskResult.objects.get()
    assert timedelta(seconds=tasks.STALE) < again.run_after - timezone.now() < timedelta(seconds=tasks.STALE + 10)


def test_a_claim_outlives_the_longest_silence_of_a_living_worker():
    assert tasks.STALE > ffmpeg.STALL + transcode.PROBE_TIME + tasks.BEAT


def test_a_claim_is_had_once(clips):
    row = recording(clips.sound())
    assert tasks.claim(row.pk) is not None
    assert tasks.claim(row.pk) is None
    assert now(row).attempts == 1


def test_one_at_a_time(clips):
    first, second = recording(clips.sound()), recording(clips.sound())
    assert tasks.claim(first.pk) is not None
    assert tasks.claim(second.pk) is None
    assert now(second).state == State.WAITING
    assert DBTaskResult.objects.filter(args_kwargs__args=[second.pk]).count() == 1  # it is looked at again
    with pytest.raises(IntegrityError), transaction.atomic():
        Recording.objects.filter(pk=second.pk).update(state=State.WORKING)


def test_a_stale_claim_is_taken_up_again(clips):
    row = recording(clips.sound())
    tasks.claim(row.pk)
    Recording.objects.update(claimed_at=timezone.now() - timedelta(seconds=tasks.STALE + 1))
    row = work(row)
    assert (row.state, row.attempts, copies(row)) == ("ready", 2, ["sound"])


def test_a_fresh_claim_is_not(clips):
    row = recording(clips.sound())
    tasks.claim(row.pk)
    assert work(row).state == State.WORKING


def test_three_interruptions_are_enough(clips):
    row = recording(clips.sound())
    for _ in range(3):
        assert tasks.claim(row.pk)
        Recording.objects.update(claimed_at=timezone.now() - timedelta(seconds=tasks.STALE + 1))
    assert tasks.claim(row.pk) is None
    row = now(row)
    with translation.override("en"):
        assert (row.state, row.explanation) == (
            "failed",
            "The work was interrupted 3 times. The upload is kept: press “Try again”.",
        )
    tasks.try_again(row)
    assert (work(row).state, now(row).fault) == ("ready", "")


def test_what_was_made_is_not_made_again(clips):
    row = work(recording(clips.video()))
    before = {copy.kind: copy.pk for copy in row.renditions.all()}
    row.renditions.get(kind="240p").delete()
    tasks.try_again(row)
    work(row)
    after = {copy.kind: copy.pk for copy in row.renditions.all()}
    assert (set(after), after["sound"]) == (set(before), before["sound"])


def test_a_broken_file_fails_in_words(tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"\0\0\0\x14ftypisom\0\0\2\0isom" + bytes(500))
    row = work(recording(tmp_path / "a.mp4"))
    assert (row.state, row.claim, copies(row), files()) == ("failed", "", [], [])
    assert row.error != ""
    with translation.override("en"):
        assert row.explanation.startswith(("ffmpeg cannot read", "The file is cut short"))


def test_too_long_fails_with_its_numbers(clips, settings):
    settings.MEDIA_MAX_SECONDS = 1
    row = work(recording(clips.sound()))
    with translation.override("en"):
        assert row.explanation == "The recording lasts 0 minutes; at most 0 are taken. Cut it and upload it again."


def test_a_lost_original_fails_in_words(clips):
    row = recording(clips.sound())
    Path(row.original.path).unlink()
    assert (work(row).state, now(row).fault) == ("failed", tasks.LOST)


def test_without_ffmpeg_the_upload_waits(clips, settings):
    row = recording(clips.sound())
    settings.FFMPEG = "/nowhere/ffmpeg"
    row = work(row)
    assert (row.state, row.attempts, row.fault) == ("waiting", 0, ffmpeg.MISSING)
    settings.FFMPEG = ""
    tasks.try_again(row)
    assert work(row).state == State.READY


def test_a_full_disk_fails_in_words_and_keeps_the_upload(clips):
    row = recording(clips.video("wide.mp4", size="640x360"))
    with full_disk(10_000):
        work(row)
    row = now(row)
    assert (row.state, files()) == ("failed", [])
    assert row.fault in (tasks.FULL, "ffmpeg was ended by the system: too little memory or time.")
    assert Path(row.original.path).exists()
    tasks.try_again(row)
    assert work(row).state == State.READY


def withdrawn_at(row: Recording, moment: str):
    """`Work` on `row` during which the story is withdrawn when the step `moment` begins."""

    class Interrupted(tasks.Work):
        def _update(self, **values):
            if values.get("step") == moment:
                media_files.delete_media(self.testimony)
            super()._update(**values)

    return Interrupted(tasks.claim(row.pk))


@pytest.mark.parametrize("moment", ["sound", "240p", "still"])
def test_a_withdrawal_in_the_middle_leaves_nothing(clips, moment, django_capture_on_commit_callbacks):
    row = recording(clips.video("mid.mp4", size="320x240"))
    with django_capture_on_commit_callbacks(execute=True):
        withdrawn_at(row, moment).run()
    assert (Recording.objects.count(), Rendition.objects.filter(recording=row.pk).count()) == (0, 0)
    assert [path for path in media_files.root().rglob("*") if path.is_file()] == []


def test_a_permission_taken_back_in_the_middle_is_obeyed(clips):
    row = recording(clips.video("mid.mp4", size="320x240"))

    class Interrupted(tasks.Work):
        def _update(self, **values):
            if values.get("step") == "240p":
                Testimony.objects.filter(pk=self.testimony.pk).update(identity=Testimony.Identity.VOICE)
            super()._update(**values)

    Interrupted(tasks.claim(row.pk)).run()
    assert (now(row).state, copies(row)) == ("waiting", ["sound"])
    assert (work(row).state, copies(row), row.testimony.posters.count()) == ("ready", ["sound"], 0)


def test_a_stop_of_the_worker_gives_the_work_back(clips):
    row = recording(clips.video())

    class Stopped(tasks.Work):
        def _update(self, **values):
            super()._update(**values)
            if values.get("step") == "240p":
                raise SystemExit(1)

    with pytest.raises(SystemExit):
        Stopped(tasks.claim(row.pk)).run()
    assert (now(row).state, now(row).attempts, copies(row)) == ("waiting", 0, ["sound"])
    assert files() == [".m4a"]
    assert work(row).state == State.READY


def test_an_unforeseen_error_is_tried_three_times_and_then_said(clips):
    """A folder where the original should be: neither gone nor readable."""
    row = recording(clips.sound())
    path = Path(row.original.path)
    path.unlink()
    path.mkdir()
    seen = []
    for _ in range(3):
        with pytest.raises(IsADirectoryError):
            tasks.process_recording.call(row.pk)
        seen.append((now(row).state, now(row).attempts))
    with translation.override("en"):
        assert now(row).explanation == (
            "Something unforeseen went wrong on the server 3 times. The upload is kept. Tell whoever runs the server; "
            "then press “Try again”."
        )
    assert seen == [("waiting", 1), ("waiting", 2), ("failed", 3)]
    assert now(row).error == "IsADirectoryError: Is a directory"
    later = DBTaskResult.objects.filter(run_after__lt=timezone.now() + timedelta(seconds=60))
    assert later.count() == 2  # one for each attempt that may follow, beside the look at a stale claim


def changed_after(row: Recording, kind: str, *levels: int):
    """`Work` on `row` during which the level is changed, as the desk does it, when the copy `kind` is stored."""

    class Interrupted(tasks.Work):
        def _make(self, name, *arguments):
            super()._make(name, *arguments)
            for level in levels if name == kind else ():
                story = Testimony.objects.get(pk=self.testimony.pk)
                story.identity = level
                story.save()
                tasks.keep_in_step(story)

    return Interrupted(tasks.claim(row.pk))


def test_a_permission_given_at_the_end_of_the_work_is_obeyed(clips):
    row = recording(clips.video("mid.mp4", size="320x240"), Testimony.Identity.VOICE)
    changed_after(row, "sound", VISIBLE).run()
    assert now(row).state == State.WAITING
    assert (work(row).state, copies(row), now(row).made_for) == ("ready", ["240p", "sound"], 2)


def test_a_permission_taken_back_and_given_again_meanwhile_leaves_nothing_missing(clips):
    row = recording(clips.video("mid.mp4", size="320x240"))
    changed_after(row, "240p", Testimony.Identity.VOICE, VISIBLE).run()
    assert (now(row).state, copies(row)) == ("waiting", ["sound"])
    assert (work(row).state, copies(row), now(row).made_for) == ("ready", ["240p", "sound"], 2)


def test_a_picture_that_ends_before_the_sound_does(clips):
    row = work(recording(clips.brief_picture()))
    assert (row.state, row.fault, copies(row), row.testimony.posters.count()) == ("ready", "", ["240p", "sound"], 2)


def test_nothing_to_do(clips):
    tasks.process_recording.call(0)
    row = work(recording(clips.sound()))
    count = DBTaskResult.objects.count()
    assert work(row).attempts == 1
    assert DBTaskResult.objects.count() == count


def test_a_starting_worker_takes_up_what_was_left(clips):
    rows_ = [recording(clips.sound()) for _ in range(3)]
    tasks.claim(rows_[0].pk)
    Recording.objects.filter(pk=rows_[2].pk).update(state=State.FAILED)
    DBTaskResult.objects.all().delete()
    assert tasks.take_up() == 2
    assert DBTaskResult.objects.ready().count() == 1
