"""A story: what a person who went home lets be told, and how much of them is seen."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import audit, languages, limits, translated
from core.models import Action, Content
from core.models.translations import same
from core.spoken import Spoken
from testimonies.querysets import TestimonyQuerySet

# What a safety review certifies beside the texts, the recording, the picture, the subtitles and the sources.
_FACTS = (
    "slug", "identity", "name_changed", "country", "sector", "module", "year_of_return", "tone", "spoken_language",
    "article_url", "article_title",
)  # fmt: skip


class Testimony(Content):
    """A story in words, with a recording where the person allows it."""

    class Tone(models.TextChoices):
        """A page never shows only successes."""

        SUCCESS = "success", _("It went well")
        MIXED = "mixed", _("Good and hard")
        DIFFICULTY = "difficulty", _("It was hard")

    class Identity(models.IntegerChoices):
        """How much of the person may be met, from least to most; each level allows what stands before it."""

        TEXT = 0, _("text only")
        ACTOR = 1, _("voice of an actor")
        VOICE = 2, _("voice only")
        HIDDEN = 3, _("video, face hidden")
        VISIBLE = 4, _("video, face visible")

    class Reach(models.IntegerChoices):
        """Which copies of a recording the identity level allows."""

        NOTHING = 0
        SOUND = 1
        PICTURE = 2

    slug = models.SlugField(
        _("slug"),
        unique=True,
        help_text=_("Part of the web address. No name of a person, no place finer than a region."),
    )
    # Set by the starter content alone. The desk changes nothing of such a row but whether it is public
    # (TestimonyAdmin.get_readonly_fields), so that it is no way round a person's consent.
    explainer = models.BooleanField(
        _("made by the programme, shows no person"),
        default=False,
        editable=False,
        help_text=_("Needs no personal consent; has no country and no tone."),
    )
    country = models.ForeignKey(
        "countries.Country",
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="testimonies",
    )
    region = models.CharField(
        _("region"), max_length=100, blank=True, help_text=_("A region or large town, never a village.")
    )
    sector = models.ForeignKey(
        "countries.Sector",
        verbose_name=_("sector"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="testimonies",
    )
    year_of_return = models.PositiveSmallIntegerField(
        _("year of return"), null=True, blank=True, help_text=_("The year only, never a date.")
    )
    module = models.ForeignKey(
        "sessions_app.Module",
        verbose_name=_("module followed"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="testimonies",
    )
    tone = models.CharField(_("tone"), max_length=10, choices=Tone, blank=True)
    spoken_language = models.CharField(_("language spoken"), max_length=3, choices=Spoken, blank=True)
    displayed_name = models.CharField(
        _("name shown"), max_length=60, blank=True, help_text=_("A first name, or another name the person has chosen.")
    )
    name_changed = models.BooleanField(
        _("name changed"), default=False, help_text=_("The page says that the name was changed.")
    )
    identity = models.PositiveSmallIntegerField(
        _("what may be met of the person"), choices=Identity, default=Identity.TEXT
    )
    title = models.CharField(_("title"), max_length=150)
    summary = models.TextField(_("summary"), help_text=_("Two or three sentences, without promises."))
    transcript = models.TextField(_("story or transcript"), blank=True, help_text=_("One paragraph on each line."))
    content_note = models.CharField(
        _("content note"),
        max_length=200,
        blank=True,
        help_text=_("Said before a hard story: “This story speaks of …”."),
    )
    article_url = models.URLField(
        _("address of the article"),
        max_length=500,
        blank=True,
        help_text=_("For a story told after an article: readers can open it."),
    )
    article_title = models.CharField(_("title of the article"), max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who wrote the text; somebody else must review its safety."),
    )
    # Whoever changed what a review certifies since the last one; empty after a review. An account that reviewed is
    # protected from deletion, so that no review survives by losing its author.
    writers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("changed since the last review by"), editable=False, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    review_was_voided = False  # True when something done to this instance took a safety review back

    objects = TestimonyQuerySet.as_manager()
    is_previewed_by_staff_only = True
    is_forgotten_when_deleted = True  # what a person takes back is gone in every version
    country_path = "country"

    class Meta(Content.Meta):
        verbose_name = _("testimony")
        verbose_name_plural = _("testimonies")
        ordering = ["position", "pk"]
        constraints = [
            *Content.Meta.constraints,
            models.CheckConstraint(
                condition=Q(explainer=True, country=None, tone="")
                | (Q(explainer=False, country__isnull=False) & ~Q(tone="")),
                name="testimony_of_a_person_has_country_and_tone",
                violation_error_message=_("Give the country and the tone."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    def save(self, *args, force_insert=False, force_update=False, **kwargs) -> None:
        """Takes the safety reviews back when what they certify changes, whichever way it is saved.

        Raises DatabaseError when the row is gone: a late save must not bring a withdrawn story back.
        """
        force_update = force_update or not (self._state.adding or force_insert)
        with transaction.atomic(savepoint=False):
            changed = force_update and self._differs_from_stored(kwargs.get("update_fields"))
            super().save(*args, force_insert=force_insert, force_update=force_update, **kwargs)
            if changed:
                self.void_reviews(self.written_by)

    def void_reviews(self, user=None) -> None:
        """What a safety review certifies has changed: every review goes, and `user`, who did it, may not renew it.

        Where that takes the story off the site, it is a line of the audit log.
        """
        if user is not None:
            self.writers.add(user)
        reviewed = self.consents.filter(withdrawn_on=None, reviewed_on__isnull=False)
        was_public = type(self).objects.published().filter(pk=self.pk).exists()
        if reviewed.update(reviewed_by=None, reviewed_on=None, provisional=False):
            self.review_was_voided = True
            if was_public:
                audit.record(user, Action.TAKE_DOWN, self, what="to be read again")

    def _differs_from_stored(self, update_fields=None) -> bool:
        saved = None if update_fields is None else {*update_fields}
        names = [
            name for name in reviewed_fields() if saved is None or {name, name[:-3]} & saved
        ]  # "title" is all three
        columns = [self._meta.get_field(name).attname for name in names]
        if not columns:
            return False
        stored = type(self)._base_manager.filter(pk=self.pk).values(*columns).first() or {}
        return any(differ(value, getattr(self, column)) for column, value in stored.items())

    def get_absolute_url(self) -> str:
        return reverse("testimony", args=[self.slug])

    def preview_refusal(self, request) -> str:
        """A story is about a person: only who may change it at the desk, and nobody once its consents have ended."""
        if not admin.site.has_permission(request):
            return _("A story is previewed by staff only. Sign in at the desk, then open the link again.")
        if not limits.may_change(request.user, self):
            return _("Only staff who may change this story see it before it is public.")
        if self.consents.exists() and not self.consents.in_force().exists():
            return _("The consent to this story was withdrawn or has expired. Nobody sees it any more.")
        return ""

    @property
    def audit_label(self) -> str:
        """Nothing of the story: a withdrawal must leave none of it behind."""
        return ""

    @property
    def tone_icon(self) -> str:
        """The icon beside the word."""
        return {self.Tone.SUCCESS: "sun", self.Tone.MIXED: "scale"}.get(self.tone, "route")

    @property
    def reach(self) -> Reach:
        """What may be made of a recording and offered."""
        if self.explainer or self.identity >= self.Identity.HIDDEN:
            return self.Reach.PICTURE
        return self.Reach.SOUND if self.identity >= self.Identity.ACTOR else self.Reach.NOTHING

    @property
    def may_be_heard(self) -> bool:
        """True when the person lets a voice be published, their own or an actor's."""
        return self.reach >= self.Reach.SOUND

    @property
    def may_be_seen(self) -> bool:
        """True when the person lets pictures of them be published."""
        return self.reach >= self.Reach.PICTURE


def reviewed_fields() -> list[str]:
    """Names of the fields that a safety review certifies, the texts by language: ["title_fr", …, "slug", …]."""
    texts = [f"{field}_{code}" for field in translated.fields(Testimony) for code in languages.CODES]
    return [*texts, *_FACTS]


def differ(one: Any, other: Any) -> bool:
    """True when two values of a field say different things; texts may differ in white space, as browsers send it."""
    if isinstance(one, str | None) and isinstance(other, str | None):
        return not same(one or "", other or "")
    return one != other
