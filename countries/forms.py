"""The filter of the opportunities: a plain GET form."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from countries.models import Country, Opportunity, Sector


class OpportunityFilter(forms.Form):
    """Reads `?country=<slug>&sector=<slug>`. An unknown value finds nothing and says so; it is never an error page."""

    country = forms.CharField(label=_("Country"), required=False, max_length=50)
    sector = forms.CharField(label=_("Sector"), required=False, max_length=50)

    def __init__(self, data):
        super().__init__(data)
        self.countries = Country.objects.published()
        self.sectors = Sector.objects.filter(opportunities__in=Opportunity.objects.readable()).distinct()

    def matching(self, opportunities: QuerySet) -> QuerySet:
        if not self.is_valid():
            return opportunities.none()
        if slug := self.cleaned_data["country"]:
            opportunities = opportunities.filter(country__slug=slug)
        if slug := self.cleaned_data["sector"]:
            opportunities = opportunities.filter(sector__slug=slug)
        return opportunities

    @property
    def is_active(self) -> bool:
        """True when something narrows the list."""
        return not self.is_valid() or any(self.cleaned_data.values())
