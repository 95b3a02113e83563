"""Which stories the public may read."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from core import languages, preview
from core.models import ContentQuerySet, State

ENDING = timedelta(days=60)  # so long before a consent ends staff are told: the person has to be found and asked


class ConsentQuerySet(QuerySet):
    def active(self) -> "ConsentQuerySet":
        """Of a story, given, not withdrawn, not expired, and reviewed for safety by somebody (Moroccan date)."""
        today = timezone.localdate()
        return self.filter(
            given_on__lte=today,
            expires_on__gt=today,
            withdrawn_on=None,
            testimony__isnull=False,
            reviewed_on__isnull=False,
            reviewed_by__isnull=False,
        )

    def in_force(self) -> "ConsentQuerySet":
        """Neither withdrawn nor expired, reviewed or not (Moroccan date)."""
        return self.filter(withdrawn_on=None, expires_on__gt=timezone.localdate())

    def awaiting_review(self) -> "ConsentQuerySet":
        """Of a story, not withdrawn, and not yet reviewed by somebody of this installation."""
        unread = Q(reviewed_on=None) | Q(provisional=True)
        return self.filter(unread, withdrawn_on=None, testimony__isnull=False)

    def ending(self) -> "ConsentQuerySet":
        """Of a story, not withdrawn, expired or ending within `ENDING` days, and no later consent stands in for it."""
        horizon = timezone.localdate() + ENDING
        later = self.model.objects.active().filter(testimony=OuterRef("testimony"), web=True, expires_on__gt=horizon)
        return self.filter(~Exists(later), withdrawn_on=None, testimony__isnull=False, expires_on__lte=horizon)

    def locked(self, pk: int) -> "Consent":  # noqa: F821
        """The consent, with its story locked before it, until the transaction ends. Raises Consent.DoesNotExist.

        Whoever writes takes the story first, then its consents: so nobody waits for the other in a circle.
        """
        from testimonies.models import Testimony

        story = self.filter(pk=pk).values_list("testimony_id", flat=True).first()
        Testimony.objects.select_for_update().filter(pk=story).first()
        return self.select_for_update().get(pk=pk)


class TestimonyQuerySet(ContentQuerySet):
    def published(self) -> "TestimonyQuerySet":
        """Published, and resting on an active consent for the web that somebody other than the author has reviewed.

        What the programme made itself, without any person in it, needs no consent (`explainer`).
        Read at each request: an expired or withdrawn consent takes the story down without any job.
        """
        from testimonies.models import Consent

        consents = Consent.objects.active().filter(
            Q(testimony__author=None) | ~Q(reviewed_by=F("testimony__author")), testimony=OuterRef("pk"), web=True
        )
        previewed = Q(pk__in=preview.let_through(self.model))
        return super().published().filter(Q(explainer=True) | Exists(consents) | previewed)

    def for_translators(self) -> "TestimonyQuerySet":
        """Whose texts may be handed to somebody outside: not once their consents have ended (`preview_refusal`), nor
        what the repository made, which nobody changes at the desk (`TestimonyAdmin.get_readonly_fields`)."""
        from testimonies.models import Consent

        consents = Consent.objects.filter(testimony=OuterRef("pk"))
        return self.filter(~Exists(consents) | Exists(consents.in_force()), explainer=False)

    def without_all_subtitles(self) -> "TestimonyQuerySet":
        """Published stories with a recording that lack subtitles in one of the languages.

        `has_fr`, `has_en` and `has_ar` on each row say which there are.
        """
        of_story = self.model._meta.get_field("subtitles").related_model.objects.filter(testimony=OuterRef("pk"))
        there = {f"has_{code}": Exists(of_story.filter(language=code)) for code in languages.CODES}
        lacks = Q(*((name, False) for name in there), _connector=Q.OR)
        return self.filter(state=State.PUBLISHED, recording__isnull=False).annotate(**there).filter(lacks)

    def shown_in(self, country) -> "TestimonyQuerySet":
        """The published stories of `country`, without those that no page of that country may show."""
        return self.published().filter(country=country).exclude(consents__excluded_countries=country)

    def for_cards(self) -> "TestimonyQuerySet":
        """Stories of people, with all that a card prints: country and sector; without the long texts."""
        long_texts = ("transcript_fr", "transcript_en", "transcript_ar", "transcript")
        return self.filter(explainer=False).select_related("country", "sector").defer(*long_texts)

    def few(self, number: int = 3) -> list["Testimony"]:  # noqa: F821
        """The first few in balance: at least one of the two kinds, as long as both exist."""
        from testimonies.balance import in_balance

        return in_balance(self)[:number]

    def hard(self) -> "TestimonyQuerySet":
        """Stories of people that are not simply a success."""
        return self.filter(explainer=False).exclude(tone="success")
