"""Days without sessions, and the days of Ramadan."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import TranslatedModel
from sessions_app.models.places import OrientationPoint


class Closure(TranslatedModel):
    """Days on which one point, or all, are closed. Lunar holidays are uncertain until they are announced."""

    key = models.SlugField(max_length=60, unique=True, null=True, editable=False)  # of a loaded holiday: ma-2026-05-01
    name = models.CharField(_("name"), max_length=120)
    point = models.ForeignKey(
        OrientationPoint,
        verbose_name=_("orientation point"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="closures",
        help_text=_("Empty: all points."),
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    certain = models.BooleanField(
        _("certain"),
        default=True,
        help_text=_("Untick while the date still has to be announced: sessions are warned, not refused."),
    )
    country_path = None  # limited by point: sessions_app.reach

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="closure_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.first_day})"


class Ramadan(models.Model):
    """The days of one Ramadan: other opening hours hold. Estimated until somebody confirms them."""

    first_day = models.DateField(_("first day"), unique=True)
    last_day = models.DateField(_("last day"))
    confirmed = models.BooleanField(
        _("confirmed"), default=False, help_text=_("Tick when the dates have been announced.")
    )

    class Meta:
        verbose_name = _("Ramadan")
        verbose_name_plural = _("Ramadans")
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="ramadan_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"
