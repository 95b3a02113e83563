"""The consent ledger. Never public: no page, feed, export or log shows any of it."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.spoken import Spoken
from testimonies.models.stories import Testimony
from testimonies.querysets import ConsentQuerySet


def in_24_months(given_on: date) -> date:
    """The day a consent ends unless the form says otherwise: 24 months after it was given."""
    try:
        return given_on.replace(year=given_on.year + 2)
    except ValueError:  # 29 February
        return given_on.replace(year=given_on.year + 2, day=28)


# What the reviewer relies on beside the story itself.
_CERTIFIED = ("testimony", "basis", "published_url", "given_on", "expires_on", "web", "minor", "guardian_agreed")


class Consent(models.Model):
    """What one person allowed, by the reference of a form that is kept elsewhere. There is no name here.

    After a withdrawal only the reference and the dates remain.
    """

    class Basis(models.TextChoices):
        FORM = "form", _("signed form")
        PUBLISHED = "published", _("already published by the person’s own choice")

    testimony = models.ForeignKey(
        Testimony,
        verbose_name=_("testimony"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="consents",
    )
    reference = models.CharField(
        _("reference number"), max_length=40, unique=True, help_text=_("As on the paper form. Never a name.")
    )
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, default=Basis.FORM)
    published_url = models.URLField(_("where it was published"), max_length=500, blank=True)
    given_on = models.DateField(_("given on"))
    explained_in = models.CharField(_("explained in"), max_length=3, choices=Spoken, blank=True)
    web = models.BooleanField(_("for the web"), default=False)
    print = models.BooleanField(_("for print"), default=False)
    sessions = models.BooleanField(_("for sessions"), default=False)
    social_media = models.BooleanField(_("for social media"), default=False)
    excluded_countries = models.ManyToManyField(
        "countries.Country",
        verbose_name=_("excluded countries"),
        blank=True,
        related_name="+",
        help_text=_(
            "The story stands neither on the pages of these countries nor in the list of their stories. Anybody, in "
            "any country, still finds it in the list of all stories and at its own address: a website cannot hide a "
            "page from a country. Somebody who must not be recognised there should not be published on the web."
        ),
    )
    minor = models.BooleanField(_("a minor"), default=False)
    guardian_agreed = models.BooleanField(_("the guardian agreed"), default=False)
    expires_on = models.DateField(_("expires on"), blank=True, help_text=_("Empty: 24 months after it was given."))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("safety reviewed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    reviewed_on = models.DateField(_("safety reviewed on"), null=True, blank=True, editable=False)
    # Both are empty again as soon as what was reviewed changes: see `save` and Testimony.save.
    # True for what the starter content records: nobody at this installation has read the story yet (docs/adr/0011).
    provisional = models.BooleanField(_("review to be made again"), default=False, editable=False)

    objects = ConsentQuerySet.as_manager()
    country_path = "testimony__country"

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["expires_on", "pk"]
        permissions = [
            ("review_consent", "Can review the safety of a story"),
            ("withdraw_consent", "Can withdraw a consent and delete its story"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("given_on")),
                name="consent_expires_after_it_is_given",
                violation_error_message=_("It expires before it is given."),
            ),
            models.CheckConstraint(
                condition=Q(minor=False) | Q(guardian_agreed=True),
                name="consent_of_a_minor_has_a_guardian",
                violation_error_message=_("For a minor, the guardian must have agreed."),
            ),
            models.CheckConstraint(
                condition=~Q(basis="published") | ~Q(published_url="") | Q(withdrawn_on__isnull=False),
                name="consent_published_has_its_link",
                violation_error_message=_("Give the link to where the person published it."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on=None, reviewed_by=None)
                | Q(reviewed_on__isnull=False, reviewed_by__isnull=False)
                | Q(withdrawn_on__isnull=False, reviewed_by=None),
                name="consent_review_has_day_and_person",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args, **kwargs) -> None:
        """A change of what the person allowed, or of the story it is about, takes the safety review back."""
        if self.expires_on is None and self.given_on:
            self.expires_on = in_24_months(self.given_on)
        if not self._state.adding and not self.withdrawn_on and self._differs_from_stored():
            self.void_review()
        super().save(*args, **kwargs)

    def void_review(self) -> None:
        """Forget the review; the caller saves."""
        self.reviewed_by, self.reviewed_on, self.provisional = None, None, False

    def _differs_from_stored(self) -> bool:
        fields = [self._meta.get_field(name) for name in _CERTIFIED]
        stored = Consent.objects.filter(pk=self.pk).values_list(*(field.attname for field in fields)).first()
        values = tuple(field.to_python(getattr(self, field.attname)) for field in fields)
        return stored is not None and stored != values

    def clean(self) -> None:
        if self.expires_on is None and self.given_on:
            self.expires_on = in_24_months(self.given_on)
        # Said here too: a form leaves out constraints on columns that it does not show (withdrawn_on).
        if self.basis == self.Basis.PUBLISHED and not self.published_url:
            raise ValidationError({"published_url": _("Give the link to where the person published it.")})
        if self.reviewed_by_id and self.testimony and self.reviewed_by_id == self.testimony.author_id:
            raise ValidationError(_("The safety review must be made by somebody other than the author."))
