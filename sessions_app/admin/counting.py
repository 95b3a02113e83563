"""The headcount of one session, typed from the paper in less than a minute: numbers only, never a name."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from core import addresses
from sessions_app import headcounts
from sessions_app.admin.pages import attach, demand, note, page, posted, reached_session, week_address
from sessions_app.headcounts import Typed
from sessions_app.models import Headcount, HeadcountByCountry, Session

COUNTS = (("women", _("Women")), ("men", _("Men")), ("minors", _("Minors")))
TALLY = (("good", _("Satisfied")), ("medium", _("Neither")), ("bad", _("Not satisfied")))
MOST = 9999


class CountField(forms.IntegerField):
    """A number of people; an empty box is none."""

    def __init__(self, label):
        widget = forms.NumberInput(attrs={"inputmode": "numeric", "dir": "ltr"})
        super().__init__(label=label, required=False, min_value=0, max_value=MOST, widget=widget)

    def clean(self, value) -> int:
        return super().clean(value) or 0


class HeadcountForm(forms.Form):
    """Three groups of boxes, in the order of the paper: who came, from where, how satisfied."""

    def __init__(self, session: Session, data=None):
        self.session = session
        self.headcount = Headcount.objects.filter(session=session).prefetch_related("by_country").first()
        super().__init__(data, initial=self._stored())
        self.countries = self._countries()
        origins = [(f"country_{country.pk}", str(country)) for country in self.countries]
        for name, label in (*COUNTS, *origins, ("elsewhere", _("Another country")), *TALLY):
            self.fields[name] = CountField(label)
        self.fields["women"].widget.attrs["autofocus"] = True
        self.fields["above_capacity"] = forms.BooleanField(label=_("I counted again, and it is true"), required=False)

    @property
    def who(self):
        return [self[name] for name, _label in COUNTS]

    @property
    def origins(self):
        return [self[f"country_{country.pk}"] for country in self.countries] + [self["elsewhere"]]

    @property
    def satisfaction(self):
        return [self[name] for name, _label in TALLY]

    @property
    def asks_again(self) -> bool:
        """True once more people were typed than the room holds."""
        return "above_capacity" in self.errors or bool(self.data.get("above_capacity"))

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        people = tuple(count for _country, count in self._by_country(cleaned))
        typed = Typed(*(cleaned[name] for name, _label in (*COUNTS, *TALLY)), people)
        for fault in headcounts.faults(self.session, typed, above_capacity=cleaned["above_capacity"]):
            self.add_error(fault.field or None, fault.message)
        return cleaned

    @transaction.atomic
    def save(self, user) -> Headcount:
        """Raises ValidationError when somebody has called the session off since the form was checked."""
        if fault := headcounts.too_early(Session.objects.select_for_update().get(pk=self.session.pk)):
            raise ValidationError(fault.message)
        values = {name: self.cleaned_data[name] for name, _label in (*COUNTS, *TALLY)}
        headcount, _created = Headcount.objects.update_or_create(
            session=self.session, defaults={**values, "filled_by": user}
        )
        headcount.by_country.all().delete()
        HeadcountByCountry.objects.bulk_create(
            HeadcountByCountry(headcount=headcount, country=country, people=people)
            for country, people in self._by_country(self.cleaned_data)
            if people
        )
        return headcount

    def _by_country(self, cleaned: dict) -> list:
        counted = [(country, cleaned[f"country_{country.pk}"]) for country in self.countries]
        return [*counted, (None, cleaned["elsewhere"])]

    def _countries(self) -> list:
        """The published ones, and those that this headcount has already."""
        model = HeadcountByCountry.country.field.related_model
        known = {row.country_id for row in self.headcount.by_country.all()} if self.headcount else set()
        published = {country.pk: country for country in model.objects.published()}
        return [*published.values(), *model.objects.filter(pk__in=known - {None} - set(published))]

    def _stored(self) -> dict:
        if self.headcount is None:
            return {}
        rows = self.headcount.by_country.all()
        origins = {f"country_{row.country_id}" if row.country_id else "elsewhere": row.people for row in rows}
        return origins | {name: getattr(self.headcount, name) for name, _label in (*COUNTS, *TALLY)}


def _saved(form: HeadcountForm, user) -> Headcount | None:
    try:
        return form.save(user)
    except ValidationError as error:
        attach(form, error)
        return None


def headcount(request: HttpRequest, pk: int) -> HttpResponse:
    demand(request, "view_session", "add_headcount", "change_headcount")
    session = reached_session(request, pk)
    form = HeadcountForm(session, posted(request))
    if form.is_valid() and (saved := _saved(form, request.user)):
        note(request, saved, str(_("Counted.")))
        messages.success(request, _("Counted: %(total)d people.") % {"total": saved.total})
        return redirect(addresses.way_back(request) or week_address(session))
    fault = headcounts.too_early(session)
    return page(
        request, "headcount.html", _("Headcount"), form=form, session=session, fault=fault, back=week_address(session)
    )
