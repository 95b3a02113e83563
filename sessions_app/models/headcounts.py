"""After a session: how many came, never who."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.models.programme import Session


class Headcount(models.Model):
    """Typed from the paper: women, men, minors, and how satisfied they said they were."""

    session = models.OneToOneField(
        Session, verbose_name=_("session"), on_delete=models.CASCADE, related_name="headcount"
    )
    women = models.PositiveSmallIntegerField(_("women"), default=0)
    men = models.PositiveSmallIntegerField(_("men"), default=0)
    minors = models.PositiveSmallIntegerField(_("minors"), default=0)
    good = models.PositiveSmallIntegerField(_("satisfied"), default=0)
    medium = models.PositiveSmallIntegerField(_("neither"), default=0)
    bad = models.PositiveSmallIntegerField(_("not satisfied"), default=0)
    filled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("filled by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    filled_at = models.DateTimeField(_("filled at"), auto_now=True)

    class Meta:
        verbose_name = _("headcount")
        verbose_name_plural = _("headcounts")
        ordering = ["-session__day"]

    def __str__(self) -> str:
        return f"{self.session}: {self.total}"

    @property
    def total(self) -> int:
        """Everybody who came."""
        return self.women + self.men + self.minors


class HeadcountByCountry(models.Model):
    """How many of them come from one country of origin; without a country: from elsewhere."""

    headcount = models.ForeignKey(
        Headcount, verbose_name=_("headcount"), on_delete=models.CASCADE, related_name="by_country"
    )
    country = models.ForeignKey(
        "countries.Country",
        verbose_name=_("country of origin"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: another country."),
    )
    people = models.PositiveSmallIntegerField(_("people"))

    class Meta:
        verbose_name = _("country of origin")
        verbose_name_plural = _("countries of origin")
        constraints = [
            models.UniqueConstraint(
                fields=["headcount", "country"],
                name="one_count_per_country",
                nulls_distinct=False,
                violation_error_message=_("This country is counted already."),
            ),
            models.UniqueConstraint(  # SQLite takes two NULLs for different whatever the one above says
                fields=["headcount"],
                name="one_count_of_another_country",
                condition=models.Q(country=None),
                violation_error_message=_("This country is counted already."),
            ),
        ]

    def __str__(self) -> str:
        country = self.country or _("another country")
        return f"{country}: {self.people}"
