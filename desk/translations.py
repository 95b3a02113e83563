"""The page of the matrix: what was asked for, grouped and in pages."""

from itertools import groupby
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core import addresses, languages
from core.models import TranslationState
from countries.models import Country
from desk import matrix
from desk.access import desk_view, existing, page
from sessions_app.models import OrientationPoint

ROWS_ON_A_PAGE = 100


class ChoiceForm(forms.Form):
    """What to show. A value that does not exist shows everything, as an address typed by hand deserves."""

    app = forms.ChoiceField(label=_("part"), required=False)
    country = forms.ModelChoiceField(
        Country.objects.none(), label=_("country"), required=False, empty_label=pgettext_lazy("countries", "all")
    )
    point = forms.ModelChoiceField(
        OrientationPoint.objects.none(),
        label=_("orientation point"),
        required=False,
        empty_label=pgettext_lazy("points", "all"),
    )
    language = forms.ChoiceField(label=_("language"), required=False)
    state = forms.ChoiceField(label=_("state"), required=False)
    mine = forms.BooleanField(label=_("only what I may translate"), required=False)

    def __init__(self, *args, reader: matrix.Reader, **kwargs):
        super().__init__(*args, **kwargs)
        everything = ("", pgettext_lazy("choices", "all"))
        self.fields["app"].choices = [everything, *_apps(reader.models).items()]
        self.fields["language"].choices = [everything, *((code, languages.NAMES[code]) for code in languages.OTHERS)]
        self.fields["state"].choices = [everything, ("open", _("to be done")), *TranslationState.choices]
        self.fields["country"].queryset = existing(Country.objects.all(), reader.user)
        self.fields["point"].queryset = existing(OrientationPoint.objects.all(), reader.user)

    @property
    def choice(self) -> matrix.Choice:
        self.full_clean()
        asked = {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
        asked.pop("mine", None)
        return matrix.Choice(**{name: getattr(value, "pk", value) for name, value in asked.items()})


class Places:
    """Names and order of the countries and points, read once."""

    def __init__(self):
        self.countries = {country.pk: country for country in Country.objects.all()}
        self.points = {point.pk: point for point in OrientationPoint.objects.all()}
        self._order = {row: number for number, row in enumerate([*self.countries.values(), *self.points.values()])}

    def of(self, row: matrix.Row) -> Country | OrientationPoint | None:
        """Where the row belongs; None for what is everywhere, and for a place itself."""
        if row.model in (Country, OrientationPoint):
            return None
        return self.points.get(row.point) or self.countries.get(row.country)

    def heading(self, row: matrix.Row) -> str:
        """Its model and its place: "Sections · Senegal"."""
        place = self.of(row)
        kind = capfirst(row.model._meta.verbose_name_plural)
        return f"{kind} · {place}" if place else kind

    def order(self, row: matrix.Row) -> tuple:
        """As the portal is laid out: app, model, place, then what the row is called."""
        app = matrix.APPS.index(row.model._meta.app_label)
        return app, row.model.__name__, self._order.get(self.of(row), -1), row.title.lower()


@desk_view()
def translations(request: HttpRequest) -> HttpResponse:
    form = ChoiceForm(request.GET, reader=matrix.Reader(request.user))
    choice = form.choice
    reader = matrix.Reader(request.user, mine=form.cleaned_data.get("mine", False))
    places = Places()
    covered = _covered(reader, choice, places)
    found = [row for row in covered if choice.wants(row, reader.languages)]
    pages = Paginator(found, ROWS_ON_A_PAGE).get_page(request.GET.get("p"))
    matrix.lead_to_fields(pages.object_list, reader, request.get_full_path())
    context = {
        "title": gettext("Translations"),
        "form": form,
        "totals": matrix.totals(covered),
        "count": len(found),
        "pages": pages,
        "query": _query(request),
        "groups": [(name, list(rows)) for name, rows in groupby(pages.object_list, key=places.heading)],
    }
    return page(request, "desk/translations.html", context)


@desk_view()
@require_safe
def next_one(request: HttpRequest) -> HttpResponse:
    """From the form of a row, ?after=<label>:<key>, to the next of the matrix, ?next=<address>, that is to be done.

    After the last row comes the first again; when no other row is left, back to the matrix.
    """
    back = addresses.way_back(request)
    if not addresses.leads_on(request):
        return redirect(addresses.MATRIX)
    reader = matrix.Reader(request.user, mine=True)
    choice = ChoiceForm(QueryDict(urlsplit(back).query), reader=matrix.Reader(request.user)).choice
    for row in _from(_covered(reader, choice, Places()), request.GET.get("after", "")):
        if language := choice.open_language(row, reader):
            matrix.lead_to_fields([row], reader, back)
            return redirect(row.cells[language].address)
    messages.info(request, gettext("No other text of this list is to be done."))
    return redirect(back)


def _covered(reader: matrix.Reader, choice: matrix.Choice, places: Places) -> list[matrix.Row]:
    """Of the part and the place that were chosen, in whatever state, in the order of the page."""
    return sorted((row for row in matrix.rows(reader) if choice.covers(row)), key=places.order)


def _from(rows: list[matrix.Row], after: str) -> list[matrix.Row]:
    """All but the row called `after` ("countries.section:12"), beginning behind it."""
    names = [f"{row.model._meta.label_lower}:{row.key.pk}" for row in rows]
    place = names.index(after) if after in names else len(rows)
    return [*rows[place + 1 :], *rows[:place]]


def _apps(models) -> dict[str, str]:
    return {model._meta.app_label: str(model._meta.app_config.verbose_name) for model in models}


def _query(request: HttpRequest) -> str:
    """What was asked for, for the links to the other pages of the list."""
    asked = request.GET.copy()
    asked.pop("p", None)
    return asked.urlencode()
