"""What is on the wall has a version: a release freezes what a week said."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.models.places import OrientationPoint


class Release(models.Model):
    """The timetable of one point and week as it was released: number 1, 2, … for that week."""

    point = models.ForeignKey(
        OrientationPoint, verbose_name=_("orientation point"), on_delete=models.CASCADE, related_name="releases"
    )
    monday = models.DateField(_("week of"), help_text=_("Its Monday."))
    number = models.PositiveSmallIntegerField(_("number"))
    released_at = models.DateTimeField(_("released at"), auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("released by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    comment = models.CharField(_("why"), max_length=200, blank=True)
    content = models.JSONField(_("what it said"), editable=False)
    frame = models.JSONField(_("what stood around it"), default=dict, editable=False)  # timetable.Frame; {}: an old one
    example = models.BooleanField(_("example"), default=False, editable=False)  # invented; `remove_examples`

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-monday", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["point", "monday", "number"], name="release_number_unique_in_week"),
        ]

    def __str__(self) -> str:
        return f"{self.point} · {self.monday:%G-W%V} · {self.number}"
