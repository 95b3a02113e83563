"""Which stories the public may read."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from core.models import ContentQuerySet


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

    def awaiting_review(self) -> "ConsentQuerySet":
        """Of a story, not withdrawn, and not yet reviewed by somebody of this installation."""
        unread = Q(reviewed_on=None) | Q(provisional=True)
        return self.filter(unread, withdrawn_on=None, testimony__isnull=False)

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
        return super().published().filter(Q(explainer=True) | Exists(consents))

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
