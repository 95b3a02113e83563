"""The filter of the public sessions page: a plain GET form."""

from django import forms
from django.db.models import CharField, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from core.spoken import Spoken
from sessions_app import agenda
from sessions_app.agenda import City
from sessions_app.models import Module, Session
from sessions_app.querysets import SessionQuerySet

SHORT = (2, 1)  # rows of each city at a glance: that take place, that are called off; one screen of a phone
LONG = (40, 10)  # and for a choice


class SessionFilter(forms.Form):
    """Reads `?city=<slug of a point>&module=<slug>&country=<slug>&language=<code>`.

    An unknown value finds nothing and says so; it is never an error page.
    """

    city = forms.CharField(label=_("City"), required=False, max_length=50)
    module = forms.CharField(label=_("Module"), required=False, max_length=50)
    country = forms.CharField(label=_("Country"), required=False, max_length=50)
    language = forms.CharField(label=_("Language"), required=False, max_length=3)

    def __init__(self, data):
        super().__init__(data)
        self.points = list(agenda.points())
        self.modules = list(Module.objects.published())
        self.countries = list(Session._meta.get_field("country").related_model.objects.published())
        self.languages = Spoken.choices

    def cities(self) -> list[City]:
        """What the page shows: every city, or those in which the choice finds something."""
        if not self.is_active:
            return agenda.by_city(self.points, agenda.soon(), *SHORT)
        cities = agenda.by_city(self.points, self.matching(agenda.soon()), *LONG)
        return [city for city in cities if city.sessions]

    def matching(self, sessions: SessionQuerySet) -> SessionQuerySet:
        if not self._is_known():
            return sessions.none()
        chosen = self.cleaned_data
        if slug := chosen["city"]:
            sessions = sessions.filter(point__slug=slug)
        if slug := chosen["module"]:
            sessions = sessions.filter(module__slug=slug)
        if slug := chosen["country"]:
            sessions = sessions.filter(Q(country__slug=slug) | Q(country=None))
        if code := chosen["language"]:
            spaced = Concat(Value(" "), "languages", Value(" "), output_field=CharField())
            sessions = sessions.annotate(spaced=spaced).filter(spaced__contains=f" {code} ")
        return sessions

    def _is_known(self) -> bool:
        """True when every value given is one that the form offers."""
        offered = {
            "city": {point.slug for point in self.points},
            "module": {module.slug for module in self.modules},
            "country": {country.slug for country in self.countries},
            "language": set(Spoken.values),
        }
        return self.is_valid() and all(self.cleaned_data[name] in {"", *values} for name, values in offered.items())

    @property
    def is_active(self) -> bool:
        """True when something narrows the list, were it a value that nobody offers."""
        return not self.is_valid() or any(self.cleaned_data.values())
