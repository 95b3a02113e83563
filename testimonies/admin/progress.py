"""How far the work on a recording is, in words."""

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.amounts import length_of_time, size
from testimonies import ffmpeg
from testimonies.models import Recording

STEPS = {"sound": _("listen"), "240p": _("watch, small"), "480p": _("watch, larger"), "still": _("poster")}


def progress_words(recording: Recording) -> str:
    """ "working: watch, small, 45 %"."""
    words = str(recording.get_state_display())
    if recording.state == Recording.State.WORKING and recording.step:
        words = f"{words}: {STEPS.get(recording.step, recording.step)}, {recording.percent} %"
    return words


def measure_words(recording: Recording) -> str:
    """ "2 min · 84.0 MB"."""
    parts = [length_of_time(recording.seconds)] if recording.seconds else []
    return " · ".join([*parts, size(recording.bytes)])


def trouble_words(recording: Recording):
    """What went wrong in words, then what ffmpeg said; a dash when nothing did."""
    explanation = recording.explanation
    if not explanation and recording.pk and recording.state != Recording.State.READY and ffmpeg.find() is None:
        explanation = gettext(ffmpeg.MISSING)
    if not explanation:
        return "—"
    said = format_html('<pre dir="ltr" class="said">{}</pre>', recording.error) if recording.error else ""
    return format_html("<strong>{}</strong>{}", explanation, said)
