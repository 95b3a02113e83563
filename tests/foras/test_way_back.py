"""Whoever opened a form from the desk is back on the same page of the desk once it is saved."""

from urllib.parse import urlencode

import pytest

from sessions_app.models import Headcount
from sessions_app.weeks import Week
from tests import rows
from tests.core.test_admin import tree_of
from tests.core.test_editing_rows import sent

pytestmark = pytest.mark.django_db
MATRIX = "/en/desk/matrix/?language=ar&state=open&mine=on&p=2"


def save(desk, address: str, **typed):
    """The form of `address` as it comes, with what is typed, sent to where the form says."""
    page = desk.get(address)
    form = next(form for form in tree_of(page).iter("form") if (form.get("id") or "").endswith("_form"))
    assert form.get("action", "") in ("", "?" + address.partition("?")[2])  # a browser sends it to where it is
    return desk.post(address, sent(page) | typed)


def of(row, back: str) -> str:
    return f"/en/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/?{urlencode({'next': back})}"


def test_a_translation_saved_leads_back_to_the_matrix_as_it_was_filtered(desk, empty):
    page = rows.page(title_fr="Droits")
    answer = save(desk, of(page, MATRIX), title_ar="حقوق")
    page.refresh_from_db()
    assert (answer.status_code, answer["Location"], page.title_ar) == (302, MATRIX, "حقوق")


def test_a_form_that_is_refused_still_knows_the_way(desk, empty):
    page = rows.page(title_fr="Droits")
    assert save(desk, of(page, MATRIX), title_fr="").status_code == 200
    assert save(desk, of(page, MATRIX), title_fr="Vos droits")["Location"] == MATRIX


@pytest.mark.parametrize("back", ["https://example.org/en/desk/matrix/", "//example.org/en/desk/", "/en/admin/logout/"])
def test_another_address_leads_to_the_list_as_ever(desk, empty, back):
    page = rows.page(title_fr="Droits")
    assert save(desk, of(page, back), title_ar="حقوق")["Location"] == "/en/admin/portal/page/"


def test_a_session_leads_back_too_and_else_to_its_week(desk, empty):
    coming = Week.current().next
    session = rows.session(day=coming.monday, status="draft")
    week = f"/en/admin/sessions_app/session/week/{session.point.slug}/{coming}/"
    assert [save(desk, of(session, back))["Location"] for back in (MATRIX, "")] == [MATRIX, week]


def test_a_headcount_leads_back_to_the_list_and_else_to_its_week(desk, empty):
    session = rows.session(day="2026-11-16")
    address = f"/en/admin/sessions_app/session/{session.pk}/headcount/"
    answers = [desk.post(f"{address}{query}", {"women": 3}) for query in ("?next=/en/desk/%23uncounted", "")]
    assert answers[0]["Location"] == "/en/desk/#uncounted"
    assert answers[1]["Location"].startswith("/en/admin/sessions_app/session/week/")
    assert Headcount.objects.get().women == 3
