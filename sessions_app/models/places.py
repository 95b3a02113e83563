"""Where sessions are held: points, their opening hours, their rooms."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Content, validate_phones


class OrientationPoint(Content):
    """A place in Morocco where people are received and sessions are held."""

    slug = models.SlugField(_("slug"), unique=True, help_text=_("Part of the web address, the same in all languages."))
    city = models.CharField(_("city"), max_length=80)
    name = models.CharField(_("name"), max_length=150)
    address = models.CharField(
        _("address"),
        max_length=250,
        blank=True,
        help_text=_("Only an address that IOM has confirmed: people go there."),
    )
    directions = models.CharField(_("directions in one sentence"), max_length=250, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True, validators=[validate_phones])
    email = models.EmailField(_("e-mail"), blank=True)
    note = models.TextField(_("note"), blank=True)
    map_link = models.URLField(_("link to a map"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    country_path = None  # limited by point: sessions_app.reach

    class Meta(Content.Meta):
        verbose_name = _("orientation point")
        verbose_name_plural = _("orientation points")
        ordering = ["position", "pk"]
        permissions = [("manage_all_points", "Can manage the sessions of all orientation points")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("point", args=[self.slug])


class OpeningHours(models.Model):
    """When a point is open on one weekday; a second set holds in Ramadan. Moroccan wall time."""

    class Weekday(models.IntegerChoices):
        """As `date.weekday()`."""

        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    point = models.ForeignKey(
        OrientationPoint, verbose_name=_("orientation point"), on_delete=models.CASCADE, related_name="opening_hours"
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    ramadan = models.BooleanField(_("in Ramadan"), default=False)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))
    example = models.BooleanField(_("example"), default=False, editable=False)  # invented; `remove_examples`

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["ramadan", "weekday", "opens"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "weekday", "ramadan"],
                name="one_set_of_hours_per_weekday",
                violation_error_message=_("This weekday has its hours already."),
            ),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="closes_after_opening",
                violation_error_message=_("It closes before it opens."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class Room(models.Model):
    """A room of a point, and how many people it holds."""

    point = models.ForeignKey(
        OrientationPoint, verbose_name=_("orientation point"), on_delete=models.CASCADE, related_name="rooms"
    )
    name = models.CharField(_("name"), max_length=80)
    capacity = models.PositiveSmallIntegerField(_("capacity"), validators=[MinValueValidator(1)])
    example = models.BooleanField(_("example"), default=False, editable=False)  # invented; `remove_examples`

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["point__position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "name"],
                name="room_name_unique_in_point",
                violation_error_message=_("This point has a room of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
