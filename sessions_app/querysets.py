"""Many sessions, in words."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Case, Count, F, Q, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

OFF = ("moved", "cancelled")  # the statuses of what does not take place as written
TOOK_PLACE = ("confirmed", "full")  # of what did, once it is over


class SessionQuerySet(models.QuerySet):
    def public(self) -> "SessionQuerySet":
        """Everything but drafts; moved and cancelled ones stay visible, struck through."""
        return self.exclude(status="draft")

    def standing(self) -> "SessionQuerySet":
        """Those that occupy a room and a facilitator: neither moved nor cancelled."""
        return self.exclude(status__in=OFF)

    def in_week(self, monday: date) -> "SessionQuerySet":
        """From `monday` to the Sunday after it."""
        return self.filter(day__range=(monday, monday + timedelta(days=6)))

    def between(self, first: date, last: date) -> "SessionQuerySet":
        """On `first`, on `last`, or between."""
        return self.filter(day__range=(first, last))

    def with_all(self) -> "SessionQuerySet":
        """With everything a page or a print says about a session, in three queries however many rows."""
        return self.select_related("module", "point", "room", "country", "cycle", "moved_to").prefetch_related(
            "facilitators"
        )

    def on_site(self) -> "SessionQuerySet":
        """What the public may see: no draft, only at published points; in one query with all that a page prints."""
        points = self.model._meta.get_field("point").related_model.objects.published()
        return (
            self.public()
            .filter(point__in=points)
            .select_related("module", "point", "room", "country", "cycle", "moved_to__point")
        )

    def upcoming(self) -> "SessionQuerySet":
        """Not over yet, by the clock of Morocco."""
        now = timezone.localtime()
        later_today = Q(day=now.date(), ends__gt=now.time())
        return self.filter(Q(day__gt=now.date()) | later_today, day__gte=now.date())  # the last part is for the index

    def held(self) -> "SessionQuerySet":
        """Those that took place and are over, by the clock of Morocco."""
        now = timezone.localtime()
        earlier_today = Q(day=now.date(), ends__lte=now.time())
        return self.filter(Q(day__lt=now.date()) | earlier_today, status__in=TOOK_PLACE)

    def first_at_each_point(self, standing: int, off: int) -> "SessionQuerySet":
        """At each point the first `standing` that take place, and the first `off` that were called off.

        Those that somebody can still join come before those that are full or have begun. `at_point` on each row says
        how many take place at its point in all.
        """
        is_off = Q(status__in=OFF)
        kind = Case(When(is_off, then=1), default=0)
        now = timezone.localtime()
        begun = Q(day=now.date(), starts__lte=now.time())
        closed = Case(When(begun | Q(status="full"), then=1), default=0)
        return self.annotate(
            rank=Window(RowNumber(), partition_by=[F("point_id"), kind], order_by=[closed, "day", "starts", "pk"]),
            at_point=Window(Count(Case(When(~is_off, then=1))), partition_by=F("point_id")),
        ).filter(is_off & Q(rank__lte=off) | ~is_off & Q(rank__lte=standing))
