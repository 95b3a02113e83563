"""The limits at the desk: lists, forms, hand-made posts, completions, deletions, inlines."""

import pytest
from django.contrib.messages import get_messages

from core.models import AuditEntry
from countries.models import Contact, Section
from testimonies.models import Testimony
from tests import rows
from tests.desk.people import browser, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
SECTIONS = "/en/admin/countries/section/"


@pytest.fixture
def mali():
    return rows.country(slug="mali-a", name_fr="Mali A")


@pytest.fixture
def guinea():
    return rows.country(slug="guinee-a", name_fr="Guinée A")


@pytest.fixture
def of_mali(mali):
    return browser(member("Editor", countries=[mali]))


@pytest.fixture
def arabic():
    return browser(member("Translator", languages="ar"))


def form_of(section, **values) -> dict:
    country = section.country_id or ""
    return {
        "country": country, "topic": section.topic_id, "state": "draft", "title_fr": section.title_fr,
        "body_fr": section.body_fr, "_save": "1",
    } | values  # fmt: skip


def shown(answer) -> list:
    return list(answer.context["cl"].result_list)


def test_a_list_shows_ones_own_country_only(of_mali, mali, guinea):
    ours = rows.section(country=mali)
    rows.section(country=guinea), rows.section()
    assert shown(of_mali.get(SECTIONS)) == [ours]


@pytest.mark.parametrize("what", ["change", "delete", "history"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_guineas_section_does_not_exist_for_an_editor_of_mali(of_mali, guinea, what, method):
    theirs = rows.section(country=guinea)
    answer = getattr(of_mali, method)(f"{SECTIONS}{theirs.pk}/{what}/", form_of(theirs, title_fr="Volé"))
    assert answer.status_code == 404
    theirs.refresh_from_db()
    assert theirs.title_fr == "Se loger"


def test_nor_does_a_section_that_all_countries_share(of_mali):
    shared = rows.section()
    assert of_mali.post(f"{SECTIONS}{shared.pk}/change/", form_of(shared, title_fr="Volé")).status_code == 404
    assert of_mali.get(f"{SECTIONS}999999/change/").status_code == 404


def test_an_editor_changes_ones_own(of_mali, mali):
    ours = rows.section(country=mali, state="draft")
    answer = of_mali.post(f"{SECTIONS}{ours.pk}/change/", form_of(ours, title_fr="Trouver un toit"))
    ours.refresh_from_db()
    assert (answer.status_code, ours.title_fr) == (302, "Trouver un toit")


def test_an_object_does_not_walk_to_another_country(of_mali, mali, guinea):
    ours = rows.section(country=mali, state="draft")
    for country in (guinea.pk, ""):
        answer = of_mali.post(f"{SECTIONS}{ours.pk}/change/", form_of(ours, country=country, title_fr="Ailleurs"))
        assert (answer.status_code, list(answer.context["adminform"].form.errors)) == (200, ["country"])
    ours.refresh_from_db()
    assert (ours.country, ours.title_fr) == (mali, "Se loger")


def test_nothing_is_added_to_another_country_or_to_all(of_mali, mali, guinea):
    topic = rows.topic()
    for country, wanted in ((guinea.pk, 200), ("", 200), (mali.pk, 302)):
        values = {"country": country, "topic": topic.pk, "state": "draft", "title_fr": "Neuf", "body_fr": "<p>T</p>"}
        assert of_mali.post(f"{SECTIONS}add/", values).status_code == wanted
    assert [row.country for row in Section.objects.all()] == [mali]


def test_shared_pages_are_read_and_not_changed(of_mali):
    page = rows.page()
    address = f"/en/admin/portal/page/{page.pk}/change/"
    assert of_mali.get(address).status_code == 200
    assert of_mali.post(address, {"slug": page.slug, "title_fr": "Volé", "state": "draft"}).status_code == 403
    assert of_mali.post("/en/admin/portal/page/add/", {}).status_code == 403


def test_positions_in_a_list_of_what_all_share_are_not_typed(of_mali, arabic, mali):
    page = rows.page(position=3)
    typed = {
        "form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": page.pk, "form-0-position": 9, "_save": "1",
    }  # fmt: skip
    assert [browser.post("/en/admin/portal/page/", typed).status_code for browser in (of_mali, arabic)] == [200, 200]
    page.refresh_from_db()
    assert page.position == 3


def test_the_list_of_a_translator_has_no_boxes(arabic, desk):
    rows.page()
    assert b'name="form-0-position"' not in arabic.get("/en/admin/portal/page/").content
    assert b'name="form-0-position"' in desk.get("/en/admin/portal/page/").content


def test_a_translator_changes_the_columns_of_her_language_and_no_other(arabic, mali):
    section = rows.section(country=mali, title_en="Housing")
    posted = form_of(
        section, country="", title_fr="Volé", title_en="Stolen", title_ar="السكن", body_ar="<p>نص</p>", state="draft"
    )
    answer = arabic.post(f"{SECTIONS}{section.pk}/change/", posted)
    section.refresh_from_db()
    assert answer.status_code == 302
    assert (section.title_fr, section.title_en, section.title_ar, section.body_ar) == (
        "Se loger", "Housing", "السكن", "<p>نص</p>",
    )  # fmt: skip
    assert (section.state, section.country) == ("published", mali)


def test_a_translator_sees_the_rest_to_read(arabic):
    section = rows.section()
    form = arabic.get(f"{SECTIONS}{section.pk}/change/").context["adminform"].form
    assert set(form.fields) == {"title_ar", "in_brief_ar", "body_ar", "in_progress_ar"}


def test_a_translator_adds_and_deletes_nothing(arabic):
    section = rows.section()
    assert arabic.post(f"{SECTIONS}add/", {}).status_code == 403
    assert arabic.post(f"{SECTIONS}{section.pk}/delete/", {"post": "yes"}).status_code == 403
    arabic.post(SECTIONS, {"action": "delete_selected", "_selected_action": section.pk, "post": "yes"})
    assert Section.objects.count() == 1


def test_a_translator_of_whom_no_language_is_named_is_told(client):
    section, user = rows.section(), member("Translator")
    client.force_login(user)
    answer = client.get(SECTIONS)
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "No language is named for you yet: you can read, but change nothing. Ask an administrator."
    ]
    assert client.post(f"{SECTIONS}{section.pk}/change/", form_of(section, title_ar="س")).status_code == 403


def test_a_bulk_deletion_takes_ones_own_only(mali, guinea):
    publisher = browser(member("Publisher", countries=[mali]))
    ours, theirs = rows.contact(country=mali), rows.contact(country=guinea)
    posted = {"action": "delete_selected", "_selected_action": [ours.pk, theirs.pk], "post": "yes"}
    publisher.post("/en/admin/countries/contact/", posted)
    assert list(Contact.objects.all()) == [theirs]
    assert [(entry.action, entry.row) for entry in AuditEntry.objects.all()] == [("delete", str(ours.pk))]


def test_completion_finds_only_stories_one_reaches(mali, guinea):
    publisher = browser(member("Publisher", countries=[mali]))
    ours = rows.story(country=mali, title_fr="Récit du poulailler")
    theirs = rows.story(country=guinea, title_fr="Récit du poulailler")
    query = {"term": "poulailler", "app_label": "testimonies", "model_name": "consent", "field_name": "testimony"}
    assert [row["id"] for row in publisher.get("/en/admin/autocomplete/", query).json()["results"]] == [str(ours.pk)]
    answer = publisher.post(
        "/en/admin/testimonies/consent/add/",
        {"reference": "C-X", "testimony": theirs.pk, "basis": "form", "given_on": "2026-11-01"},
    )
    assert list(answer.context["adminform"].form.errors) == ["testimony"]


@pytest.mark.parametrize("what", ["change", "review", "withdraw"])
def test_another_countrys_consent_does_not_exist(mali, guinea, what):
    publisher, consent = browser(member("Publisher", countries=[mali])), rows.consent(rows.story(country=guinea))
    assert publisher.post(f"/en/admin/testimonies/consent/{consent.pk}/{what}/").status_code == 404
    assert Testimony.objects.count() == 1


def test_a_source_is_mended_by_who_changes_all_that_rests_on_it(of_mali, mali, guinea):
    ours, theirs = rows.source(), rows.source()
    rows.section(country=mali, state="draft").sources.add(ours, theirs)
    rows.section(country=guinea).sources.add(theirs)
    values = {"title": "Mieux", "accessed_on": "2026-11-20"}
    answers = [of_mali.post(f"/en/admin/core/source/{row.pk}/change/", values).status_code for row in (ours, theirs)]
    assert answers == [302, 403]
    assert of_mali.post("/en/admin/core/source/add/", values | {"url": "https://example.org/n"}).status_code == 302


def test_an_older_version_gives_back_only_the_columns_that_are_open(empty, client):
    section = rows.section(title_fr="Avant", title_ar="قبل", state="draft", verified_on=None, body_fr="")
    section.title_fr, section.title_ar = "Après", "بعد"
    section.save()
    oldest = section.history.last()
    client.force_login(member("Translator", languages="ar"))
    address = f"/fr/admin/countries/section/{section.pk}/history/{oldest.history_id}/"
    assert client.post(address).status_code == 302
    section.refresh_from_db()
    assert (section.title_fr, section.title_ar) == ("Après", "قبل")
