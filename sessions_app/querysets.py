"""Many sessions, in words."""

from datetime import date, timedelta

from django.db import models


class SessionQuerySet(models.QuerySet):
    def public(self) -> "SessionQuerySet":
        """Everything but drafts; moved and cancelled ones stay visible, struck through."""
        return self.exclude(status="draft")

    def standing(self) -> "SessionQuerySet":
        """Those that occupy a room and a facilitator: neither moved nor cancelled."""
        return self.exclude(status__in=["moved", "cancelled"])

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
