"""Addresses of the admin's forms, and the way back from one to the page of the desk that led there."""

from urllib.parse import urlencode, urlsplit

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

NEXT = "next"  # in the query of a form's address: where to go once it is saved
DESK = ("desk", "desk_matrix")  # the pages that lead to forms; core knows them by name only


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


def _with(address: str, **query: str) -> str:
    return f"{address}?{urlencode(query)}" if query else address
