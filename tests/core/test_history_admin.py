"""The history of a row at the desk, and an older version brought back."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from core import history
from core.models import State
from portal.models import Page
from sessions_app import planning
from sessions_app.models import Session
from testimonies.models import Testimony
from tests import rows
from tests.core.test_admin import messages, tree_of
from tests.core.test_editing_rows import path as change_path
from tests.core.test_editing_rows import sent
from tests.desk import people
from tests.foras.document import texts_of
from tests.pages import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


def path(row, number=None, language="en"):
    with override(language):
        address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_history", args=[row.pk])
    return address + (f"{number}/" if number else "")


def entries(answer):
    """Each entry of the page: its texts without the date."""
    found = [s for s in tree_of(answer).iter("article") if s.get("class") == "version"]
    return [list(texts_of(section))[1:] for section in found]


def marks(answer, tag):
    return [(" ".join(texts_of(mark)), mark.tag) for mark in tree_of(answer).iter(tag)]


def said(answer):
    """The messages after a redirection."""
    return [
        " ".join(texts_of(item))
        for box in tree_of(answer).iter("ul")
        if box.get("class") == "messagelist"
        for item in box
    ]


@pytest.fixture
def rights(editor):
    row = rows.page(title_fr="Vos droits", title_ar="حقوقكم", slug="droits")
    row.title_fr, row._history_user = "Vos choix", editor
    row.save()
    return row


def restricted(client, *codenames):
    user = rows.user()
    user.user_permissions.set(rows.unlimited(*codenames))
    client.force_login(user)
    return client


def test_it_says_who_changed_what_newest_first(desk, rights):
    answer = desk.get(path(rights))
    assert entries(answer) == [
        ["·", "amina", "title", "Français", "Vos", "droits", "choix"],
        ["· the programme itself", "The first version that is kept.", "Bring back this version"],
    ]
    assert (marks(answer, "del"), marks(answer, "ins")) == ([("droits", "del")], [("choix", "ins")])


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_stands_in_its_own_language_and_direction(desk, rights, language):
    rights.title_ar = "خياراتكم"
    rights.save()
    shown = list(tree_of(desk.get(path(rights, language=language))).iter("dd"))
    assert [(text.get("lang"), text.get("dir")) for text in shown] == [("ar", "rtl"), ("fr", "ltr")]


def test_markup_in_a_text_is_dead(desk):
    row = rows.page(title_fr="a")
    row.title_fr, row.summary_fr = "<script>x</script>", "<img src=x onerror=y>"
    row.save()
    tree = tree_of(desk.get(path(row)))
    assert [script for script in tree.iter("script") if script.text == "x"] == []
    assert [image for image in tree.iter("img") if image.get("onerror")] == []


def test_a_save_without_change_is_no_entry(desk, rights):
    rights.save()
    assert len(entries(desk.get(path(rights)))) == 2


def test_remarks_of_the_desk_stand_among_the_versions(desk, editor):
    session = rows.session(day="2027-03-02")
    planning.cancel(session, {"fr": "Pluie", "en": "Rain", "ar": "مطر"})
    from django.contrib import admin

    request = type("Request", (), {"user": editor})()
    admin.site.get_model_admin(Session).log_change(request, session, "Cancelled.")
    told = entries(desk.get(path(session)))
    assert told[0] == ["·", "amina", "Cancelled."]
    assert len(told) == 3


def test_many_versions_are_shown_by_twenty(desk):
    row = rows.page(title_fr="0")
    for number in range(1, 30):
        row.title_fr = str(number)
        row.save()
    first, second = desk.get(path(row)), desk.get(path(row) + "?page=2")
    assert (len(entries(first)), len(entries(second))) == (20, 10)
    assert entries(first)[-1][1:] == ["title", "Français", "9", "10", "Bring back this version"]
    assert entries(second)[0][1:] == ["title", "Français", "8", "9", "Bring back this version"]


def test_the_page_asks_before_it_brings_back(desk, rights):
    old = rights.history.last()
    answer = desk.get(path(rights, old.history_id))
    assert (marks(answer, "del"), marks(answer, "ins")) == ([("choix", "del")], [("droits", "ins")])
    rights.refresh_from_db()
    assert rights.title_fr == "Vos choix"


def test_brought_back_the_old_words_are_on_the_site_and_the_new_in_the_history(desk, rights, client):
    answer = desk.post(path(rights, rights.history.last().history_id), follow=True)
    assert said(answer) == ["The older version is back. The newer one stays in the history."]
    assert entries(answer)[0][:3] == ["·", "amina", entries(answer)[0][2]]
    assert entries(answer)[0][2].endswith("was brought back.")
    assert texts_of(tree_of(client.get("/fr/droits/")).find(".//h1")) == ["Vos droits"]
    assert rights.history.first().history_user.username == "amina"
    assert desk.get("/en/admin/").status_code == 200  # which tells the last actions


def test_what_is_the_same_as_today_is_not_offered(desk, rights):
    answer = desk.get(path(rights, rights.history.first().history_id))
    assert "This is what it says today: there is nothing to bring back." in texts_of(tree_of(answer))
    desk.post(path(rights, rights.history.first().history_id))
    assert rights.history.count() == 2


def test_the_page_takes_as_many_queries_for_twenty_versions_as_for_three(desk, rights, django_assert_max_num_queries):
    for number in range(2):
        rights.title_fr = f"Titre {number}"
        rights.save()
    history.keep_links(rights)
    desk.get(path(rights))
    with django_assert_max_num_queries(40) as few:
        desk.get(path(rights))
    for number in range(20):
        rights.summary_fr = f"Résumé {number}"
        rights.save()
    with django_assert_max_num_queries(40) as many:
        desk.get(path(rights))
    assert len(many) <= len(few) <= 10


def test_what_the_rules_refuse_is_said_and_changes_nothing(desk):
    row = rows.page(title_fr="Un", slug="un", state=State.DRAFT)
    row.title_fr, row.slug = "Deux", "deux"
    row.save()
    rows.page(slug="un")
    answer = desk.post(path(row, row.history.last().history_id), follow=True)
    assert said(answer) == ["Page with this Slug already exists."]
    row.refresh_from_db()
    assert row.title_fr == "Deux"


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_only_look_brings_nothing_back(client, rights, method):
    browser = restricted(client, "view_page")
    assert browser.get(path(rights)).status_code == 200
    assert [texts[-1] for texts in entries(browser.get(path(rights)))] == ["choix", "The first version that is kept."]
    assert getattr(browser, method)(path(rights, rights.history.last().history_id)).status_code == 403


def test_a_public_text_is_brought_back_by_a_publisher_only(client, rights):
    browser, old = restricted(client, "view_page", "change_page"), path(rights, rights.history.last().history_id)
    refusal = "Ask a publisher: only they put a text on the site, change what is public, or take it down."
    for answer in (browser.get(old), browser.post(old)):
        assert refusal in texts_of(tree_of(answer))
    rights.refresh_from_db()
    assert rights.title_fr == "Vos choix"
    browser = restricted(client, "view_page", "change_page", "publish_content")
    assert browser.post(old).status_code == 302
    rights.refresh_from_db()
    assert rights.title_fr == "Vos droits"


@pytest.mark.parametrize(("make", "name"), [(rows.contact, "phones"), (rows.story, "article_url")])
def test_a_form_opened_before_it_was_public_opens_no_older_version(make, name):
    """The token of such a form holds for the form alone, where what was typed is refused in words."""
    row = make(state=State.DRAFT)
    row.sources.add(rows.source())
    before = getattr(row, name)
    browser = people.browser(people.member("Editor", all_countries=True))
    opened = sent(browser.get(change_path(row)))
    setattr(row, name, {"phones": "+221 33 111 11 11"}.get(name, "https://example.org/x"))
    row.state = State.PUBLISHED
    row.save()
    old = path(row, row.history.last().history_id)
    answer = browser.post(old, {"opened": opened["opened"]})
    assert (answer.status_code, getattr(type(row).objects.get(), name) == before) == (200, False)
    refusal = "Ask a publisher: only they put a text on the site, change what is public, or take it down."
    assert refusal in texts_of(tree_of(answer))


def offered(answer):
    return [texts[-1] == "Bring back this version" for texts in entries(answer)]


def test_a_translator_undoes_her_own_arabic_also_of_a_public_text(rights):
    """The history offers what is hers of it, and a version with nothing of hers not at all."""
    rights.title_ar = "خياراتكم"
    rights.save()
    browser = people.browser(people.member("Translator", languages="ar"))
    assert offered(browser.get(path(rights))) == [False, True, True]
    oldest, french, _newest = rights.history.order_by("history_id")
    answer = browser.get(path(rights, oldest.history_id))
    assert (marks(answer, "del"), marks(answer, "ins")) == ([("خياراتكم", "del")], [("حقوقكم", "ins")])
    assert "Only what you may change in the form comes back." in texts_of(tree_of(answer))
    assert browser.post(path(rights, oldest.history_id)).status_code == 302
    rights.refresh_from_db()
    assert (rights.title_ar, rights.title_fr, rights.outdated_in) == ("حقوقكم", "Vos choix", "ar")
    answer = browser.post(path(rights, french.history_id))
    assert "This is what it says today: there is nothing to bring back." in texts_of(tree_of(answer))
    assert rights.history.count() == 4


def test_what_is_all_of_others_is_said_and_stays(rights):
    Page.objects.update(state=State.DRAFT)
    browser = people.browser(people.member("Translator", languages="ar"))
    old = path(rights, rights.history.last().history_id)
    for answer in (browser.get(old), browser.post(old)):
        assert "Nothing of it is yours to change." in texts_of(tree_of(answer))
    rights.refresh_from_db()
    assert rights.title_fr == "Vos choix"


def test_a_version_carries_no_row_over_a_border(editor):
    mali, guinea = rows.country(iso="ML", slug="mali"), rows.country(iso="GN", slug="guinee")
    contact = rows.contact(country=guinea, name_fr="Un", state=State.DRAFT)
    contact.country, contact.name_fr = mali, "Deux"
    contact.save()
    old = path(contact, contact.history.last().history_id)
    browser = people.browser(people.member("Editor", countries=[mali]))
    assert browser.post(old).status_code == 302
    contact.refresh_from_db()
    assert (contact.country, contact.name_fr) == (mali, "Un")
    assert offered(browser.get(path(contact))) == [False, True, False], "with the country alone nothing is offered"


def test_what_the_form_shows_to_read_only_stays(desk):
    """What explains the programme rests on no consent: nobody types into it, and no older version does."""
    story = rows.story(title_fr="Un", state=State.DRAFT)
    story.title_fr, story.explainer, story.country, story.tone = "Deux", True, None, ""
    story.save()
    old = path(story, story.history.last().history_id)
    assert "Nothing of it is yours to change." in texts_of(tree_of(desk.post(old)))
    story.refresh_from_db()
    assert story.title_fr == "Deux"


def test_a_version_of_another_row_is_not_found(desk, rights):
    other = rows.page()
    assert desk.get(path(other, rights.history.last().history_id)).status_code == 404
    assert [desk.get(path(rights, number)).status_code for number in (999999, 10**30)] == [404, 404]
    assert desk.get(path(rights).replace(f"/{rights.pk}/", "/none/")).status_code == 404


def test_another_city_s_session_has_no_history(client):
    session, other = rows.session(), rows.point()
    session.what_to_bring_fr = "Un cahier"
    session.save()
    client.force_login(rows.coordinator(other))
    for address in (path(session), path(session, session.history.last().history_id)):
        assert client.get(address).status_code == 404


def test_of_a_session_only_the_words_come_back(desk):
    session = rows.session(what_to_bring_fr="Rien", seats=10)
    session.what_to_bring_fr, session.seats = "Un cahier", 12
    session.save()
    old = path(session, session.history.last().history_id)
    assert "Only the words come back; date, place and people stay as they are planned." in texts_of(
        tree_of(desk.get(old))
    )
    desk.post(old)
    session.refresh_from_db()
    assert (session.what_to_bring_fr, session.seats) == ("Rien", 12)


def test_bringing_back_a_story_does_not_make_it_public(desk, editor):
    story = rows.story(title_fr="Un", state=State.DRAFT)
    history.keep_links(story)
    Testimony.objects.filter(pk=story.pk).update(state=State.PUBLISHED)
    story.refresh_from_db()
    story.title_fr = "Deux"
    story.save()
    Testimony.objects.filter(pk=story.pk).update(state=State.DRAFT)
    desk.post(path(story, story.history.last().history_id))
    story.refresh_from_db()
    assert (story.title_fr, story.state, messages(desk.get(path(story)))) == ("Un", State.DRAFT, [])
    assert Page.objects.count() == 0
