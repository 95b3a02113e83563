"""The filter of the stories: a plain GET form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from testimonies.models import Testimony
from testimonies.querysets import TestimonyQuerySet


class TestimonyFilter(forms.Form):
    """Reads `?country=<slug>&sector=<slug>&tone=<tone>`. An unknown value finds nothing; it is never an error page."""

    country = forms.CharField(label=_("Country"), required=False, max_length=50)
    sector = forms.CharField(label=_("Sector"), required=False, max_length=50)
    tone = forms.CharField(label=_("How it went"), required=False, max_length=10)

    def __init__(self, data):
        super().__init__(data)
        self.countries = _related("country").published()
        self.sectors = _related("sector").filter(testimonies__in=Testimony.objects.published()).distinct()
        self.tones = Testimony.Tone.choices

    def matching(self, stories: TestimonyQuerySet) -> TestimonyQuerySet:
        if not self.is_valid():
            return stories.none()
        if slug := self.cleaned_data["country"]:
            country = _related("country").filter(slug=slug).first()
            stories = stories.shown_in(country) if country else stories.none()
        if slug := self.cleaned_data["sector"]:
            stories = stories.filter(sector__slug=slug)
        if tone := self.cleaned_data["tone"]:
            stories = stories.filter(tone=tone)
        return stories

    @property
    def is_active(self) -> bool:
        """True when something narrows the list, be it something we do not understand."""
        return not self.is_valid() or any(self.cleaned_data.values())


def _related(field: str):
    """The default manager behind a foreign key: the domains do not import one another."""
    return Testimony._meta.get_field(field).related_model.objects
