"""Sources, and the publication and verification that every public text carries."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import dates, preview
from core.models.translations import TranslatedModel


class Source(models.Model):
    """Where a fact comes from. The same page is one source, however many texts rest on it."""

    title = models.CharField(_("title"), max_length=300, help_text=_("The headline, as printed by the publisher."))
    publisher = models.CharField(_("publisher"), max_length=150, blank=True)
    url = models.URLField(
        _("web address"), max_length=500, blank=True, help_text=_("Leave empty for a document that is not on the web.")
    )
    dated = models.CharField(
        _("dated"),
        max_length=10,
        blank=True,
        validators=[dates.validate_partial],
        help_text=_("The date the document itself bears: 2022, 2022-10 or 2022-10-05. Empty when it bears none."),
    )
    accessed_on = models.DateField(_("accessed on"), help_text=_("The day somebody last read it."))
    audit_label = ""  # an article's title often names a person, who may withdraw

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["url"],
                condition=~Q(url=""),
                name="source_url_unique",
                violation_error_message=_("This web address is among the sources already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.publisher})" if self.publisher else self.title

    def texts(self) -> list[models.Model]:
        """Every row that names this source, of whatever model."""
        relations = (field for field in self._meta.related_objects if field.many_to_many)
        return [row for field in relations for row in getattr(self, field.get_accessor_name()).all()]


def validate_not_future(day: date) -> None:
    """Nobody has verified anything tomorrow (Moroccan date)."""
    if day > timezone.localdate():
        raise ValidationError(_("This day has not come yet."))


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "review", _("in review")
    PUBLISHED = "published", _("published")


ENDING = timedelta(days=30)  # so long before its expiry a text is shown to staff as ending


class ContentQuerySet(models.QuerySet):
    def published(self) -> "ContentQuerySet":
        """What the public may read at this moment: published, its day come, not expired.

        While the page of a preview is made, the row it is for as well (core/preview.py).
        """
        now = timezone.now()
        public = Q(
            Q(publish_at=None) | Q(publish_at__lte=now),
            Q(expire_at=None) | Q(expire_at__gt=now),
            state=State.PUBLISHED,
        )
        previewed = preview.let_through(self.model)
        return self.filter(public | Q(pk__in=previewed) if previewed else public)

    def due(self) -> "ContentQuerySet":
        """Past its review date: somebody must look whether it is still true."""
        return self.filter(review_by__lt=timezone.localdate())

    def ending(self) -> "ContentQuerySet":
        """Published, and taken down by its own expiry date: already, or within `ENDING` days."""
        return self.filter(state=State.PUBLISHED, expire_at__lte=timezone.now() + ENDING)

    def sourceless(self) -> "ContentQuerySet":
        """Published without the source that a text of its kind needs."""
        return self.filter(state=State.PUBLISHED, sources=None) if self.model.needs_source else self.none()


class Content(TranslatedModel):
    """A text that the public reads: its state, its window, and when a person last checked that it is true."""

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State,
        default=State.DRAFT,
        help_text=_("Only what is published is on the site."),
    )
    review_note = models.TextField(
        _("note to the reviewer"),
        blank=True,
        help_text=_("What to look at, what is not certain yet. Never on the site; emptied when the text is published."),
    )
    publish_at = models.DateTimeField(
        _("publish at"), null=True, blank=True, help_text=_("Moroccan time. Empty: as soon as the state is published.")
    )
    expire_at = models.DateTimeField(
        _("expire at"), null=True, blank=True, help_text=_("Moroccan time. Empty: stays until somebody takes it down.")
    )
    sources = models.ManyToManyField(
        Source,
        verbose_name=_("sources"),
        blank=True,
        help_text=_("Every fact has a source. Type a few letters of its title; the green plus adds a new one."),
    )
    verified_on = models.DateField(
        _("verified on"),
        null=True,
        blank=True,
        validators=[validate_not_future],
        help_text=_("The day somebody last checked that this is true."),
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("verified by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    review_by = models.DateField(
        _("review by"),
        null=True,
        blank=True,
        help_text=_("After that day, readers are told that the text awaits a check."),
    )

    objects = ContentQuerySet.as_manager()
    is_previewed_by_staff_only = False
    needs_source = True  # False for what states no fact of the world: the site's own promises, plain advice

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(publish_at=None) | Q(expire_at=None) | Q(expire_at__gt=F("publish_at")),
                name="%(app_label)s_%(class)s_expires_after_publication",
                violation_error_message=_("It would expire before it is published."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(verified_on__isnull=False),
                name="%(app_label)s_%(class)s_published_is_verified",
                violation_error_message=_("Before publishing, say on which day this was verified."),
            ),
            models.CheckConstraint(
                condition=Q(verified_on=None) | Q(review_by=None) | Q(review_by__gte=F("verified_on")),
                name="%(app_label)s_%(class)s_review_after_verification",
                violation_error_message=_("The review date lies before the verification."),
            ),
        ]

    def preview_refusal(self, request) -> str:
        """Why whoever asks may not look at it before it is public, given a valid link; "" when they may."""
        return ""

    @property
    def is_due(self) -> bool:
        """True once the review date has passed (Moroccan date)."""
        return self.review_by is not None and self.review_by < timezone.localdate()


def validate_sentences(value: str) -> None:
    """At most five lines: a text "in brief" is read at one glance."""
    if len([line for line in value.splitlines() if line.strip()]) > 5:
        raise ValidationError(_("At most five sentences, one on each line."))


def validate_phones(value: str) -> None:
    """One number on each line: digits, spaces, +, brackets, points and hyphens, at least two digits."""
    for line in value.splitlines():
        if sum(c.isdigit() for c in line) < 2 or not set(line) <= set("0123456789 +().-"):
            raise ValidationError(
                _("“%(line)s” is not a phone number. One number on each line."), params={"line": line}
            )
