"""Orientation before departure: where it is given, and what one can learn there."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.icons import validate_icon
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
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Content.Meta):
        verbose_name = _("orientation point")
        verbose_name_plural = _("orientation points")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('sessions')}#{self.slug}"


class Module(Content):
    """What one can learn in a session."""

    class Kind(models.TextChoices):
        AWARENESS = "awareness", _("Awareness")
        PROFESSIONAL_ORIENTATION = "professional_orientation", _("Professional orientation")
        VOCATIONAL_INITIATION = "vocational_initiation", _("Vocational initiation")
        INDIVIDUAL = "individual", _("Individual interview")

    slug = models.SlugField(_("slug"), unique=True, help_text=_("Part of the web address, the same in all languages."))
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    icon = models.CharField(_("icon"), max_length=40, validators=[validate_icon])
    title = models.CharField(_("title"), max_length=150)
    what_you_learn = models.TextField(_("what you will learn"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Content.Meta):
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('sessions')}#{self.slug}"
