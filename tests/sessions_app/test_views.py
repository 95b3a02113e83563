"""Where orientation is given and what one learns there."""

import pytest

from core.models import State
from sessions_app.models import OrientationPoint
from tests import rows
from tests.foras.document import Document, texts_of

pytestmark = pytest.mark.django_db


def opened(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return Document(answer.content.decode())


def test_a_point_says_where_it_is_and_how_to_reach_it(client, empty, source):
    texts = {"city_en": "Oujda", "name_en": "The point", "address_en": "Street 1", "directions_en": "By the mosque."}
    rows.point(slug="oujda", phone="0536 12", email="a@b.ma", note_en="Ask first.", **texts).sources.add(source)
    (card,) = opened(client, "/en/sessions/").all("article")
    assert card.get("id") == "oujda"
    assert " ".join(texts_of(card)) == (
        "Oujda The point Street 1 By the mosque. Ask first. Call 0536 12 a@b.ma "
        "Sources read on 23 November 2026 Sources Oujda Annuaire · ONFP"
    )
    assert [link.get("href") for link in card.iter("a")][:3] == [
        "/en/sessions/oujda/",
        "tel:053612",
        "mailto:a@b.ma",
    ]


def test_a_module_says_what_one_learns(client, empty):
    rows.module(slug="cv", title_en="Your CV", kind="awareness", what_you_learn_en="To write.\nTo send.")
    (modules,) = [e for e in opened(client, "/en/sessions/").all("ul") if e.get("class") == "modules"]
    assert [(item.get("id"), texts_of(item)) for item in modules] == [
        ("cv", ["Your CV", "Awareness", "To write.", "To send."])
    ]


def test_drafts_are_not_shown(client, empty):
    rows.point(state=State.DRAFT), rows.module(state=State.DRAFT)
    document = opened(client, "/en/sessions/")
    assert (document.all("article"), document.all("h3")) == ([], [])


def test_without_points_and_modules_no_part_of_the_page_stands_empty(client, empty):
    sections = opened(client, "/en/sessions/").all("section")
    notes = {s.get("aria-labelledby"): len([p for p in s.iter("p") if p.get("class") == "note"]) for s in sections}
    assert notes == {"next": 1}


def test_a_point_without_translation_is_shown_in_french(client, empty):
    rows.point(city_ar="وجدة", name_fr="Point d’Oujda")
    main = opened(client, "/ar/sessions/").one("main")
    assert [texts_of(e) for e in main.iter() if e.get("lang") == "fr"] == [["Point d’Oujda"]]
    assert len([e for e in main.iter("p") if e.get("class") == "note fallback"]) == 1


def test_nothing_is_invented_where_no_address_is_sourced():
    points = OrientationPoint.objects.filter(slug__in=["casablanca", "oujda"])
    assert [(point.address_fr or "", point.phone, bool(point.note_fr)) for point in points] == [("", "", True)] * 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_three_rows_as_for_one(client, empty, django_assert_num_queries, count):
    for _ in range(count):
        rows.point().sources.add(rows.source()), rows.module().sources.add(rows.source())
    with django_assert_num_queries(5):  # points, modules, the sources of each, sessions
        client.get("/fr/sessions/")
