"""Who works at the points. Never the people who come: those have no record here."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.spoken import SpokenField
from sessions_app.models.places import OrientationPoint


class Facilitator(models.Model):
    """Somebody who gives sessions. The name is printed on sheets for the desk and never shown on the site."""

    name = models.CharField(_("name"), max_length=120)
    languages = SpokenField(_("languages"), blank=True)
    points = models.ManyToManyField(
        OrientationPoint,
        verbose_name=_("orientation points"),
        blank=True,
        related_name="facilitators",
        help_text=_("Where this person works. Empty: everywhere."),
    )
    active = models.BooleanField(_("active"), default=True)
    example = models.BooleanField(_("example"), default=False, editable=False)  # invented; `remove_examples`

    class Meta:
        verbose_name = _("facilitator")
        verbose_name_plural = _("facilitators")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Absence(models.Model):
    """Whole days on which a facilitator gives no session, first and last included."""

    facilitator = models.ForeignKey(
        Facilitator, verbose_name=_("facilitator"), on_delete=models.CASCADE, related_name="absences"
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="absence_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.facilitator}: {self.first_day} – {self.last_day}"


class Coordinator(models.Model):
    """A user tied to one point: sees and changes what belongs to it, and nothing of the others."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="coordinator"
    )
    point = models.ForeignKey(
        OrientationPoint, verbose_name=_("orientation point"), on_delete=models.CASCADE, related_name="coordinators"
    )

    class Meta:
        verbose_name = _("session coordinator")
        verbose_name_plural = _("session coordinators")
        ordering = ["point__position", "user__username"]

    def __str__(self) -> str:
        return f"{self.user} ({self.point})"
