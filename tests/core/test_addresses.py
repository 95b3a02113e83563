"""Where a form is, and where one goes once it is saved."""

import pytest
from django.test import RequestFactory

from core import addresses
from portal.models import Page


def came_back(query) -> str:
    return addresses.way_back(RequestFactory().get("/fr/admin/portal/page/1/change/", query))


def test_a_form_and_a_list():
    assert addresses.of_form("portal.Page", 12) == "/fr/admin/portal/page/12/change/"
    assert addresses.of_form("portal.page", 12, "/fr/desk/?a=1") == (
        "/fr/admin/portal/page/12/change/?next=%2Ffr%2Fdesk%2F%3Fa%3D1"
    )
    assert addresses.of_list(Page) == "/fr/admin/portal/page/"
    assert addresses.of_list(Page, state="draft") == "/fr/admin/portal/page/?state=draft"


@pytest.mark.parametrize("back", ["/fr/desk/", "/fr/desk/#due", "/fr/desk/matrix/?state=open&language=ar&p=2"])
def test_the_way_back_leads_to_the_desk(back):
    assert came_back({"next": back}) == back


@pytest.mark.parametrize(
    "asked",
    [
        "", "https://example.org/fr/desk/", "//example.org/fr/desk/", "/\\example.org/fr/desk/", "javascript:alert(1)",
        "/fr/admin/logout/", "/fr/desk/../admin/logout/", "/fr/desk/trash/", "fr/desk/", "\x00/fr/desk/", "http:///fr/desk/",
        "/en/desk/",
    ],
)  # fmt: skip
def test_any_other_address_is_none(asked):
    assert came_back({"next": asked}) == ""
    assert came_back({}) == ""
