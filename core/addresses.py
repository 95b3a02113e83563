"""Addresses of the admin's forms, and the way back from one to the page of the desk that led there."""

from urllib.parse import urlencode, urlsplit

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

NEXT = "next"  # in the query of a form's address: where to go once it is saved
MATRIX = "desk_matrix"
DESK = ("desk", MATRIX)  # the pages that lead to forms; core knows them by name only
NEXT_ONE = "_next_one"  # the button that saves and opens the next form of the matrix


def of_list(model: type[Model], **filters: str) -> str:
    """The admin's list of `model` with these filters."""
    return _with(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), **filters)


def of_form(label: str, pk: int, back: str = "") -> str:
    """The admin's form of a row; `label` as in "countries.section", `back`: where to go once it is saved."""
    return coming_back(reverse(f"admin:{label.lower().replace('.', '_')}_change", args=[pk]), back)


def coming_back(address: str, back: str) -> str:
    """`address`, from which one comes back to `back`."""
    return _with(address, **{NEXT: back}) if back else address


def way_back(request: HttpRequest) -> str:
    """The page of the desk that led to the form of `request`; "" for none, and for any address that is no such page."""
    asked = request.GET.get(NEXT, "")
    if not url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return ""
    return asked if urlsplit(asked).path in map(reverse, DESK) else ""


def leads_on(request: HttpRequest) -> bool:
    """True when the form of `request` is one of many: it was opened from the matrix."""
    return urlsplit(way_back(request)).path == reverse(MATRIX)


def once_saved(request: HttpRequest, row: Model) -> str:
    """Where the form of `row` leads when it is saved: back, or to the next one of the matrix; "" for its list."""
    back = way_back(request)
    if NEXT_ONE in request.POST and leads_on(request):
        return _with(reverse("desk_matrix_next"), **{NEXT: back, "after": f"{row._meta.label_lower}:{row.pk}"})
    return back


def _with(address: str, **query: str) -> str:
    return f"{address}?{urlencode(query)}" if query else address
