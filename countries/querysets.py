"""Many rows, in words."""

from django.db.models import F, Q, QuerySet

from core.models import ContentQuerySet


class SectionQuerySet(ContentQuerySet):
    def readable_in(self, country) -> list:
        """The published texts of `country` in the order of their topics, a shared one where it has none of its own."""
        rows = (
            self.published()
            .filter(Q(country=country) | Q(country=None))
            .select_related("topic")
            .prefetch_related("sources")
            .order_by("topic__position", "topic_id")
        )
        chosen = {}
        for section in rows:
            if section.topic_id not in chosen or section.country_id:
                chosen[section.topic_id] = section
        return list(chosen.values())


class OpportunityQuerySet(ContentQuerySet):
    def readable(self) -> QuerySet:
        """Published, of a published country, with all that a page prints about them."""
        from countries.models import Country

        return (
            self.published()
            .filter(country__in=Country.objects.published())
            .select_related("country", "sector")
            .prefetch_related("sources")
            .order_by("sector__position", "sector_id", "country__position", "position", "pk")
        )


class ContactQuerySet(ContentQuerySet):
    def readable_in(self, country) -> QuerySet:
        """The published contacts of `country`, or those in Morocco for None, with all that a page prints about them."""
        return self._readable().filter(country=country)

    def readable_for(self, country) -> QuerySet:
        """Those of `country` and, after them, those in Morocco: all whom a person going there may turn to."""
        nearest_first = F("country").asc(nulls_last=True)
        return self._readable().filter(Q(country=country) | Q(country=None)).order_by(nearest_first, "position", "pk")

    def _readable(self) -> QuerySet:
        return (
            self.published().select_related("country").prefetch_related("topics", "sources").order_by("position", "pk")
        )
