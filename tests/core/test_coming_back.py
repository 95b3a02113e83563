"""A form opened from the desk keeps the way back through everything one can do before leaving it."""

from urllib.parse import urlencode

import pytest

from core.models import Source
from tests import rows
from tests.core.test_editing_rows import sent
from tests.desk.people import browser, member
from tests.foras.document import Document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
MATRIX = "/en/desk/matrix/?language=ar&state=open"
MORNING = "/en/desk/#due"
NEXT = f"?{urlencode({'next': MATRIX})}"
BUTTON = "_next_one"


@pytest.fixture
def droits():
    return rows.page(title_fr="Droits")


def form_of(row, query=NEXT) -> str:
    return f"/en/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/{query}"


def links(answer) -> list[str]:
    """Without the same page in the other languages."""
    found = Document(answer.content.decode()).all("a")
    return [link.get("href", "") for link in found if not link.get("hreflang")]


def buttons(answer) -> list[str]:
    boxes = Document(answer.content.decode()).all("input")
    return [box.get("name") for box in boxes if box.get("type") == "submit" and box.get("name")]


def save(desk, address, **typed):
    return desk.post(address, sent(desk.get(address)) | typed)


def test_saving_and_going_on_keeps_it_and_saving_then_leads_back(desk, droits):
    answer = save(desk, form_of(droits), title_ar="حقوق", _continue="1")
    assert (answer.status_code, answer["Location"]) == (302, form_of(droits))
    assert save(desk, answer["Location"], title_ar="الحقوق")["Location"] == MATRIX


def test_a_conflict_keeps_it(desk, droits):
    typed = sent(desk.get(form_of(droits))) | {"title_ar": "حقوق"}
    droits.title_ar = "الحقوق"
    droits.save()
    refused = desk.post(form_of(droits), typed)
    assert (refused.status_code, refused.context["way_back"]) == (200, MATRIX)
    again = sent(refused) | {"save_all_the_same": refused.context["editing"].seen_token}
    assert desk.post(form_of(droits), again)["Location"] == MATRIX


def test_the_history_and_an_older_version_brought_back_keep_it(desk, droits):
    save(desk, form_of(droits), title_fr="Vos droits")
    (history,) = (link for link in links(desk.get(form_of(droits))) if "/history/" in link)
    assert history == f"/en/admin/portal/page/{droits.pk}/history/{NEXT}"
    (restore,) = (link for link in links(desk.get(history)) if "/history/" in link and link != history)
    number = droits.history.last().history_id
    assert restore == f"/en/admin/portal/page/{droits.pk}/history/{number}/{NEXT}"
    assert {history, form_of(droits)} <= set(links(desk.get(restore)))
    assert desk.post(restore)["Location"] == history
    droits.refresh_from_db()
    assert droits.title_fr == "Droits"


def test_deleting_leads_back(desk, droits):
    (delete,) = (link for link in set(links(desk.get(form_of(droits)))) if "/delete/" in link)
    assert desk.post(delete, {"post": "yes"})["Location"] == MATRIX


def test_deleting_in_a_window_of_its_own_closes_the_window(desk, droits):
    answer = desk.post(f"/en/admin/portal/page/{droits.pk}/delete/{NEXT}", {"post": "yes", "_popup": "1"})
    assert (answer.status_code, answer.template_name[-1]) == (200, "admin/popup_response.html")


def test_who_may_only_read_closes_the_form_and_is_back(droits):
    reader = browser(member("Translator"))  # of no language yet
    answer = reader.get(form_of(droits))
    assert (buttons(answer), links(answer).count(MATRIX)) == ([], 2)


def test_a_form_that_nothing_led_to_is_as_ever(desk, droits):
    assert save(desk, form_of(droits, ""), title_ar="ا", _continue="1")["Location"] == form_of(droits, "")
    assert save(desk, form_of(droits, ""), title_ar="ب")["Location"] == "/en/admin/portal/page/"
    assert "next=" not in "".join(links(desk.get(form_of(droits, ""))))


def test_a_source_leads_back_too(desk):
    source = Source.objects.create(title="A", publisher="B", url="https://example.org/a", accessed_on="2026-11-23")
    address = form_of(source, f"?{urlencode({'next': MORNING})}")
    assert save(desk, address, title="C")["Location"] == MORNING


def test_the_next_one_is_offered_where_the_matrix_led_here_and_nowhere_else(desk, droits):
    morning = f"?{urlencode({'next': MORNING})}"
    offered = {query: buttons(desk.get(form_of(droits, query))).count(BUTTON) for query in (NEXT, morning, "")}
    assert offered == {NEXT: 2, morning: 0, "": 0}  # above and below the form
    assert "_addanother" not in buttons(desk.get(form_of(droits)))
    assert BUTTON not in buttons(desk.get(f"/en/admin/portal/page/add/{NEXT}"))


def test_the_next_one_asked_for_by_hand_elsewhere_is_a_plain_save(desk, droits):
    morning = f"?{urlencode({'next': MORNING})}"
    assert save(desk, form_of(droits, morning), **{BUTTON: "1"})["Location"] == MORNING
    assert save(desk, form_of(droits, ""), **{BUTTON: "1"})["Location"] == "/en/admin/portal/page/"


def test_the_next_one_saves_and_names_the_row_it_leaves(desk, droits):
    answer = save(desk, form_of(droits), title_ar="حقوق", **{BUTTON: "1"})
    droits.refresh_from_db()
    where = urlencode({"next": MATRIX, "after": f"portal.page:{droits.pk}"})
    assert (droits.title_ar, answer["Location"]) == ("حقوق", f"/en/desk/matrix/next/?{where}")


def test_a_refused_form_stays_with_its_buttons(desk, droits):
    refused = save(desk, form_of(droits), title_fr="", **{BUTTON: "1"})
    assert (refused.status_code, buttons(refused).count(BUTTON)) == (200, 2)
