"""Which stories the public may read."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from core.models import ContentQuerySet


class ConsentQuerySet(QuerySet):
    def active(self) -> "ConsentQuerySet":
        """Given, not withdrawn, not expired, and reviewed for safety by somebody (Moroccan date)."""
        today = timezone.localdate()
        return self.filter(
            given_on__lte=today,
            expires_on__gt=today,
            withdrawn_on=None,
            reviewed_on__isnull=False,
            reviewed_by__isnull=False,
        )


class TestimonyQuerySet(ContentQuerySet):
    def published(self) -> "TestimonyQuerySet":
        """Published, and resting on an active consent for the web that somebody other than the author has reviewed.

        Read at each request: an expired or withdrawn consent takes the story down without any job.
        """
        from testimonies.models import Consent

        consents = Consent.objects.active().filter(
            Q(testimony__author=None) | ~Q(reviewed_by=F("testimony__author")), testimony=OuterRef("pk"), web=True
        )
        return super().published().filter(Exists(consents))
