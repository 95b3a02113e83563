"""What can be heard and seen of a story: the upload, what is made from it, posters, subtitles."""

from pathlib import PurePath

from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.media import new_token
from testimonies.models.stories import Testimony


def private():
    """Where media lie: no file in it has an address of its own."""
    return storages["private"]


def original_name(recording: "Recording", name: str) -> str:
    """A random name: nothing of the camera's or the person's file name is kept."""
    return f"testimonies/originals/{new_token()}"


def public_name(row: "Rendition | Poster", name: str) -> str:
    """A random name again, other than the token: knowing the address of a copy says nothing about the disk."""
    return f"testimonies/copies/{new_token()}{PurePath(name).suffix}"


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
        storage=private,
        max_length=120,
        help_text=_(
            "MP4, MOV, WebM, MKV, MP3, M4A, OGG or WAV. The original is kept private; smaller copies are made from it."
        ),
    )
    bytes = models.PositiveBigIntegerField(_("bytes"), default=0, editable=False)
    seconds = models.PositiveIntegerField(_("seconds"), default=0, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING, editable=False)
    step = models.CharField(_("step"), max_length=5, blank=True, editable=False)  # a Rendition.Kind, or "still"
    percent = models.PositiveSmallIntegerField(_("percent of the step"), default=0, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    claimed_at = models.DateTimeField(_("last sign of work"), null=True, editable=False)
    claim = models.CharField(max_length=32, blank=True, editable=False)  # whose work it is: random for each attempt
    # The sentence is stored by its message id and translated for whoever reads it; ffmpeg's own words are not.
    fault = models.CharField(_("what went wrong"), max_length=300, blank=True, editable=False)
    fault_values = models.JSONField(default=dict, blank=True, editable=False)
    error = models.TextField(_("ffmpeg’s last words"), blank=True, editable=False)
    made_for = models.PositiveSmallIntegerField(default=0, editable=False)  # a Testimony.Reach
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    country_path, audit_label = "testimony__country", ""

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="working"), name="one_recording_at_work"),
        ]

    def __str__(self) -> str:
        return f"{self.testimony} ({self.get_kind_display()})"

    @property
    def explanation(self) -> str:
        """What went wrong, in the reader's language; "" when nothing did."""
        return gettext(self.fault) % self.fault_values if self.fault else ""


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
    file = models.FileField(upload_to=public_name, storage=private, max_length=120)
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
    file = models.FileField(upload_to=public_name, storage=private, max_length=120)

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
