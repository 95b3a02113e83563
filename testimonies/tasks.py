"""From an upload to its ladder of copies, in the background: claimed, done step by step, resumed after a crash.

A job is a row of the queue (django-tasks) that says which recording; the recording itself says how far it is. Before
work begins, a second job is queued for when the claim would be stale: whatever happens to this worker, somebody looks
again. Copies that are stored already are not made twice.
"""

import logging
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django_tasks import task
from PIL import Image

from core.media import FULL_DISK, HEAD, kind_of, new_token
from testimonies import ffmpeg, ladder, media_files, posters, transcode
from testimonies.ffmpeg import FfmpegError
from testimonies.models import Recording, Rendition, Testimony

# Seconds without a sign of work, after which a claim is anybody's. ffmpeg may be silent for STALL, and the check of
# what it made says nothing for PROBE_TIME: a worker that is alive must not lose its claim meanwhile.
STALE = 300
RETRY = 30  # seconds until the next attempt after an unforeseen error
MOST_ATTEMPTS = 3
BEAT = 2  # seconds between two signs of work

INTERRUPTED = _("The work was interrupted %(times)d times. The upload is kept: press “Try again”.")
FULL = _("There is no space left on the server. The upload is kept; try again when there is space.")
UNFORESEEN = _(
    "Something unforeseen went wrong on the server %(times)d times. The upload is kept. Tell whoever runs the server; "
    "then press “Try again”."
)
LOST = _("The original is not on the server any more. Upload it again.")

log = logging.getLogger("testimonies.tasks")
State = Recording.State


class GoneError(Exception):
    """The recording was withdrawn or replaced while we worked on it."""


class ChangedError(Exception):
    """What may be met of the person was changed while we worked: begin again under the new rule."""


def enqueue(recording: Recording, in_seconds: float = 0) -> None:
    """Queue the work on `recording`. The queue is a table: nobody sees the job before this transaction commits, and
    nothing is lost between a commit and the queue."""
    when = timezone.now() + timedelta(seconds=in_seconds) if in_seconds else None
    process_recording.using(run_after=when).enqueue(recording.pk)


@task()
def process_recording(pk: int) -> None:
    """Make what is missing of recording `pk`, unless somebody else does or nothing is left to do."""
    if ffmpeg.find() is None:
        Recording.objects.filter(pk=pk, state=State.WAITING).update(fault=ffmpeg.MISSING, fault_values={})
    elif recording := claim(pk):
        Work(recording).run()


def claim(pk: int) -> Recording | None:
    """Take recording `pk`, by one conditional UPDATE; None when it is not waiting, or another one is at work."""
    _give_up_stale_claims()
    token = new_token()
    try:
        with transaction.atomic():
            taken = Recording.objects.filter(pk=pk, state=State.WAITING).update(
                state=State.WORKING, claim=token, claimed_at=timezone.now(), attempts=F("attempts") + 1,
                step="", percent=0, fault="", fault_values={}, error="",
            )  # fmt: skip
    except IntegrityError:  # the database lets one recording be at work
        taken = 0
    recording = Recording.objects.select_related("testimony").filter(pk=pk).first()
    if recording and recording.state in (State.WAITING, State.WORKING):
        enqueue(recording, STALE + 5)
    return recording if taken and recording else None


def try_again(recording: Recording) -> None:
    """Start afresh after a failure; copies that were made stay."""
    with transaction.atomic():
        Recording.objects.filter(pk=recording.pk).exclude(state=State.WORKING).update(
            state=State.WAITING, claim="", attempts=0, fault="", fault_values={}, error=""
        )
        enqueue(recording)


def keep_in_step(testimony: Testimony) -> None:
    """After the identity level changed: copies it no longer allows go, those it newly allows are made."""
    recording = Recording.objects.filter(testimony=testimony).first()
    if recording is None:
        return
    with transaction.atomic():
        media_files.delete_rows(ladder.forbidden_copies(testimony))
        if not testimony.may_be_seen:
            media_files.delete_rows(testimony.posters.filter(uploaded=False))
        grown = testimony.reach > recording.made_for
        Recording.objects.filter(pk=recording.pk, made_for__gt=testimony.reach).update(made_for=testimony.reach)
        if grown and recording.state == State.READY:
            try_again(recording)


def take_up() -> int:
    """Queue every recording that waits or was left at work; how many. For the start of a worker."""
    left = Recording.objects.filter(state__in=[State.WAITING, State.WORKING])
    for recording in left:
        enqueue(recording, STALE + 5 if recording.state == State.WORKING else 0)
    return len(left)


def _give_up_stale_claims() -> None:
    old = timezone.now() - timedelta(seconds=STALE)
    stale = Recording.objects.filter(state=State.WORKING, claimed_at__lt=old)
    stale.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED, claim="", fault=INTERRUPTED, fault_values={"times": MOST_ATTEMPTS}
    )
    stale.update(state=State.WAITING, claim="")


class Work:
    """One attempt at one recording."""

    def __init__(self, recording: Recording):
        self.recording = recording
        self.testimony = recording.testimony
        self.mine = Recording.objects.filter(pk=recording.pk, claim=recording.claim)
        self.folder = media_files.work_folder() / recording.claim
        self.beaten = 0.0

    def run(self) -> None:
        """Make the copies and say how it ended. A stop of the worker gives the recording back to the queue."""
        try:
            self._prepare()
            self._make_all()
        except GoneError:
            log.info("recording %s: withdrawn or replaced, nothing kept", self.recording.pk)
        except ChangedError:
            self._give_back()
        except FfmpegError as error:
            self._fail(error.fault, error.values, error.words)
        except (SystemExit, KeyboardInterrupt):
            self._give_back()
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno in FULL_DISK:
                self._fail(FULL, {})
            else:
                self._fail_or_wait(error)
                raise
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _prepare(self) -> None:
        """A folder of our own; whatever lies beside it was left by a worker that died."""
        shutil.rmtree(media_files.work_folder(), ignore_errors=True)
        self.folder.mkdir(parents=True)

    def _make_all(self) -> None:
        original = Path(self.recording.original.path)
        try:
            with original.open("rb") as stream:
                kind = kind_of(stream.read(HEAD))
        except FileNotFoundError as error:
            raise FfmpegError(LOST, str(error.strerror)) from None
        found = transcode.probe(original, kind.name if kind else "", self.folder)
        self._update(
            seconds=round(found.seconds), kind=Recording.Kind.VIDEO if found.has_picture else Recording.Kind.SOUND
        )
        done = set(self.recording.renditions.values_list("kind", flat=True))
        for name in self._wanted(found):
            if name not in done:
                self._make(name, original, kind.name, found)
        if found.has_picture and self.testimony.may_be_seen and not self.testimony.posters.exists():
            self._make_poster(original, kind.name, found)
        with self._still_ours():
            self._check_complete(found)
            self._update(state=State.READY, claim="", step="", percent=0, made_for=self.testimony.reach)
        log.info("recording %s: ready", self.recording.pk)

    def _check_complete(self, found: transcode.Probe) -> None:
        """Raises ChangedError when a copy is gone: what may be met was narrowed and widened again meanwhile."""
        if set(self._wanted(found)) - set(self.recording.renditions.values_list("kind", flat=True)):
            raise ChangedError

    def _wanted(self, found: transcode.Probe) -> list[str]:
        return transcode.wanted(found, self.testimony.may_be_seen) if self.testimony.may_be_heard else []

    def _make(self, name: str, original: Path, kind: str, found: transcode.Probe) -> None:
        self._update(step=name, percent=0)
        out = self.folder / f"{name}.{'m4a' if name == 'sound' else 'mp4'}"
        began = time.monotonic()
        seconds = transcode.make(name, original, kind, found, out, lambda done: self._beat(done, found.seconds))
        row = Rendition(recording=self.recording, kind=name, bytes=out.stat().st_size, seconds=max(1, round(seconds)))
        with out.open("rb") as stream, self._still_ours():
            _store(row, File(stream, name=out.name))
        log.info("recording %s: %s, %s bytes in %.0f s", self.recording.pk, name, row.bytes, time.monotonic() - began)

    def _make_poster(self, original: Path, kind: str, found: transcode.Probe) -> None:
        self._update(step="still", percent=0)
        out = self.folder / "still.png"
        if not transcode.frame(original, kind, found, out):
            return  # a picture that cannot be drawn: the video is worth having without a poster
        with Image.open(out) as picture, self._still_ours():
            posters.store(self.testimony, picture.convert("RGB"), uploaded=False)

    def _beat(self, done: float, of: float) -> None:
        """A sign of work every few seconds. Raises GoneError, which ends ffmpeg."""
        if time.monotonic() - self.beaten > BEAT:
            self._update(percent=min(99, round(100 * done / of)) if of else 0)

    def _update(self, **values) -> None:
        self.beaten = time.monotonic()
        if not self.mine.update(claimed_at=timezone.now(), **values):
            raise GoneError

    @contextmanager
    def _still_ours(self) -> Iterator[None]:
        """A transaction that holds the story while a copy is stored: a withdrawal waits, or has been and we stop."""
        with transaction.atomic():
            story = Testimony.objects.select_for_update().filter(recording=self.recording.pk).first()
            if story is None or not self.mine.exists():
                raise GoneError
            if story.reach != self.testimony.reach:
                raise ChangedError
            yield

    def _fail(self, fault: str, values: dict, words: str = "") -> None:
        log.warning("recording %s: %s", self.recording.pk, fault % values if values else fault)
        self.mine.update(state=State.FAILED, claim="", step="", fault=fault, fault_values=values, error=words)

    def _fail_or_wait(self, error: Exception) -> None:
        """What nobody foresaw may pass; three times the same is said. Without paths: only what kind of error it was."""
        words = f"{type(error).__name__}: {getattr(error, 'strerror', None) or ''}".removesuffix(": ")
        if self.recording.attempts >= MOST_ATTEMPTS:
            self._fail(UNFORESEEN, {"times": self.recording.attempts}, words)
            return
        with transaction.atomic():
            if self.mine.update(state=State.WAITING, claim="", step=""):
                enqueue(self.recording, RETRY)

    def _give_back(self) -> None:
        with transaction.atomic():
            if self.mine.update(state=State.WAITING, claim="", step="", attempts=F("attempts") - 1):
                enqueue(self.recording)


def _store(row: Rendition, file: File) -> None:
    """Save file and row, or neither."""
    try:
        row.file.save(file.name, file)
    except BaseException:
        if row.file and row.file._committed:
            row.file.storage.delete(row.file.name)
        raise
