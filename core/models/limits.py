"""What a person of the staff may change, beside what their group allows. `core.limits` decides with it."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import languages


class Limits(models.Model):
    """The languages and countries of one person. What an empty list means depends on their group: see docs/roles.md."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="limits"
    )
    languages = models.CharField(
        _("languages"),
        max_length=20,
        blank=True,
        default="",
        help_text=_("Of which this person may change the texts. A translator of whom none is named changes nothing."),
    )  # codes, one space between them
    all_countries = models.BooleanField(
        _("all countries"), default=False, help_text=_("And what is shared by all countries.")
    )
    countries = models.ManyToManyField(
        "countries.Country",
        verbose_name=_("countries"),
        blank=True,
        related_name="+",
        help_text=_("Whose texts this person may change. An editor of whom none is named changes nothing."),
    )

    class Meta:
        verbose_name = _("limits of a person")
        verbose_name_plural = _("limits of a person")
        permissions = [
            ("change_whole_texts", "Can change texts in every language, with their facts"),
            ("change_all_countries", "Can change the texts of all countries"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @cached_property
    def country_keys(self) -> frozenset[int]:
        """The named countries, asked for once a request."""
        return frozenset(self.countries.values_list("pk", flat=True))

    @property
    def language_codes(self) -> frozenset[str]:
        return frozenset(self.languages.split()) & frozenset(languages.CODES)
