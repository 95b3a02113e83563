"""What can be heard and seen of a story: the upload, what is made from it, posters, subtitles."""

import secrets

from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import Q
from django.utils.functional import LazyObject
from django.utils.translation import gettext_lazy as _

from testimonies.models.stories import Testimony


def new_token() -> str:
    """128 random bits, as 32 hexadecimal digits: an address nobody guesses."""
    return secrets.token_hex(16)


class MediaStorage(LazyObject):
    """MEDIA_ROOT, without addresses: no file in it has a URL of its own."""

    def _setup(self):
        self._wrapped = FileSystemStorage()


def original_name(recording: "Recording", name: str) -> str:
    """A random name: nothing of the camera's or the person's file name is kept."""
    return f"testimonies/originals/{new_token()}"


class Recording(models.Model):
    """One upload and its way to the public: waiting, working, ready or failed. The original is never public."""

    class Kind(models.TextChoices):
        VIDEO = "video", _("video")
        SOUND = "sound", _("sound")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        WORKING = "working", _("working")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    testimony = models.OneToOneField(
        Testimony, verbose_name=_("testimony"), on_delete=models.CASCADE, related_name="recording"
    )
    kind = models.CharField(_("kind"), max_length=5, choices=Kind, editable=False)
    original = models.FileField(
        _("video or sound"),
        upload_to=original_name,
        storage=MediaStorage(),
        max_length=120,
        help_text=_(
            "MP4, MOV, WebM, MKV, MP3, M4A, OGG or WAV. The original is kept private; smaller copies are made from it."
        ),
    )
    bytes = models.PositiveBigIntegerField(_("bytes"), default=0, editable=False)
    seconds = models.PositiveIntegerField(_("seconds"), default=0, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING, editable=False)
    step = models.CharField(_("step"), max_length=40, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    claimed_at = models.DateTimeField(_("work began"), null=True, editable=False)
    error = models.TextField(_("what went wrong"), blank=True, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    def __str__(self) -> str:
        return f"{self.testimony} ({self.get_kind_display()})"


class Rendition(models.Model):
    """A small copy for the public, without any metadata."""

    class Kind(models.TextChoices):
        """In the order of the ladder: cheapest first."""

        SOUND = "sound", _("listen")
        VIDEO_240 = "240p", _("watch, small")
        VIDEO_480 = "480p", _("watch, larger")

    recording = models.ForeignKey(
        Recording, verbose_name=_("recording"), on_delete=models.CASCADE, related_name="renditions"
    )
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    file = models.FileField(storage=MediaStorage(), max_length=120)
    bytes = models.PositiveBigIntegerField(_("bytes"))
    seconds = models.PositiveIntegerField(_("seconds"))

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [models.UniqueConstraint(fields=["recording", "kind"], name="one_rendition_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.recording} {self.kind}"


class Poster(models.Model):
    """A still picture in one size and format, re-encoded by us."""

    testimony = models.ForeignKey(
        Testimony, verbose_name=_("testimony"), on_delete=models.CASCADE, related_name="posters"
    )
    width = models.PositiveSmallIntegerField(_("width"))  # pixels: 320 or 640
    height = models.PositiveSmallIntegerField(_("height"))
    format = models.CharField(_("format"), max_length=4, choices=[("webp", "WebP"), ("jpeg", "JPEG")])
    uploaded = models.BooleanField(_("chosen by staff"), default=False)  # False: a frame of the video
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    file = models.FileField(storage=MediaStorage(), max_length=120)

    class Meta:
        verbose_name = _("poster")
        verbose_name_plural = _("posters")
        constraints = [
            models.UniqueConstraint(fields=["testimony", "width", "format"], name="one_poster_of_a_size"),
            models.CheckConstraint(condition=Q(width__in=[320, 640]), name="poster_width"),
        ]

    def __str__(self) -> str:
        return f"{self.testimony} {self.width} {self.format}"


class Subtitle(models.Model):
    """The words of a recording in one language, as WebVTT."""

    testimony = models.ForeignKey(
        Testimony, verbose_name=_("testimony"), on_delete=models.CASCADE, related_name="subtitles"
    )
    language = models.CharField(
        _("language"), max_length=2, choices=[("fr", "Français"), ("en", "English"), ("ar", "العربية")]
    )
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    webvtt = models.TextField(_("subtitles"), help_text=_("WebVTT. An SRT file is converted when uploaded."))

    class Meta:
        verbose_name = _("subtitles")
        verbose_name_plural = _("subtitles")
        constraints = [
            models.UniqueConstraint(
                fields=["testimony", "language"],
                name="one_subtitle_per_language",
                violation_error_message=_("There are subtitles in this language already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.testimony} [{self.language}]"
