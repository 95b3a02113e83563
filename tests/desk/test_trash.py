"""What was deleted, and how it comes back."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import override

from core import translated
from core.models import AuditEntry, State, Translation
from countries.models import Contact, Country, Opportunity, Section
from desk import trash
from portal.models import Page
from sessions_app.models import Closure, OrientationPoint, Session
from testimonies import withdrawal
from testimonies.models import Testimony
from tests import rows
from tests.core.test_admin import tree_of
from tests.core.test_history_admin import said
from tests.desk.people import browser as signed_in_as
from tests.desk.people import member
from tests.foras.document import texts_of
from tests.pages import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
TRASH = "/en/desk/trash/"


def listed(answer):
    """Name, kind and who, from the top down."""
    lines = [list(line) for table in _tables(answer) for line in table.find("tbody")]
    return [tuple("".join(line[n].itertext()) for n in (0, 1, 3)) for line in lines]


def links(answer):
    return [a.get("href") for table in _tables(answer) for a in table.iter("a")]


def _tables(answer):
    return [table for table in tree_of(answer).iter("table") if table.get("class") == "trash"]


def acts() -> list[str]:
    """What the audit log says was done to pages, in order."""
    return list(AuditEntry.objects.filter(model="portal.page").order_by("pk").values_list("action", flat=True))


def values(row):
    """Every column as it is stored, but for those that mirror the language of whoever saved last."""
    stored = type(row).objects.rewrite(False).filter(pk=row.pk).values().get()
    return {name: value for name, value in stored.items() if name not in translated.fields(type(row))}


def signed_in(*codenames):
    user = rows.user()
    user.user_permissions.set(rows.unlimited(*codenames))
    return signed_in_as(user)


def delete(browser, row):
    with override("en"):
        address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_delete", args=[row.pk])
    assert browser.post(address, {"post": "yes"}).status_code == 302


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_trash_says_so_in_each_language(desk, language):
    answer = desk.get(f"/{language}/desk/trash/")
    assert (answer.status_code, listed(answer), tree_of(answer).get("lang")) == (200, [], language)


def test_it_lists_what_was_deleted_by_whom_newest_first(desk):
    page, question = rows.page(title_fr="Vos droits"), rows.question(question_fr="Puis-je ?")
    delete(desk, page), delete(desk, question)
    rows.page().delete()
    assert listed(desk.get(TRASH))[1:] == [("Puis-je ?", "question", "amina"), ("Vos droits", "page", "amina")]
    assert listed(desk.get(TRASH))[0][2] == "—"


def test_deleting_many_at_once_leaves_each_in_the_trash(desk):
    pages = [rows.page() for _number in range(3)]
    chosen = {"action": "delete_selected", "_selected_action": [page.pk for page in pages], "post": "yes"}
    desk.post("/en/admin/portal/page/", chosen)
    assert [kind for _name, kind, _user in listed(desk.get(TRASH))] == ["page"] * 3


def test_the_page_asks_and_shows_what_it_said(desk):
    page = rows.page(title_fr="Vos droits", title_ar="حقوقكم")
    page.delete()
    answer = desk.get(links(desk.get(TRASH))[0])
    shown = [(one.get("lang"), one.get("dir"), texts_of(one)) for one in tree_of(answer).iter("dd")]
    assert ("fr", "ltr", ["Vos droits"]) in shown and ("ar", "rtl", ["حقوقكم"]) in shown
    assert Page.objects.count() == 0


def test_brought_back_it_is_the_same_row_with_its_key_its_columns_and_its_sources(desk, source, client):
    page = rows.page(title_fr="Vos droits", title_ar="حقوقكم", body_en="<p>Text</p>", slug="droits", position=7)
    page.sources.add(source)
    before, records = values(page), set(Translation.objects.values_list("field", "language", "source", "state"))
    delete(desk, page)
    answer = desk.post(links(desk.get(TRASH))[0], follow=True)
    page = Page.objects.get()
    assert said(answer) == ["“Vos droits” is back."]
    assert (values(page), list(page.sources.all())) == (before, [source])
    assert set(Translation.objects.values_list("field", "language", "source", "state")) == records
    assert [(version.history_type, version.history_user.username) for version in page.history.all()[:2]] == [
        ("+", "amina"), ("-", "amina"),
    ]  # fmt: skip
    assert listed(desk.get(TRASH)) == []
    assert client.get("/ar/droits/").status_code == 200


def test_what_was_outdated_is_outdated_again(desk):
    page = rows.page(title_fr="Un", title_ar="واحد", title_en="One")
    page.title_fr, page.title_en = "Deux", "Two"
    page.save()
    page.delete()
    desk.post(links(desk.get(TRASH))[0])
    page = Page.objects.get()
    assert page.outdated_in == "ar"
    assert dict(Translation.objects.filter(field="title").values_list("language", "state")) == {
        "ar": "outdated", "en": "current",
    }  # fmt: skip


@pytest.mark.parametrize(
    "make", [rows.topic, rows.sector, rows.figure, rows.step, rows.partner, rows.module, rows.point]
)
def test_every_kind_comes_back_as_it_was(desk, make):
    row = make()
    before = values(row)
    row.delete()
    assert desk.post(links(desk.get(TRASH))[0]).status_code == 302
    assert values(type(row).objects.get()) == before


def test_rows_without_versions_that_went_with_it_are_told_before_and_after(desk):
    lost = "What it had of these was deleted with it and does not come back: "
    point = rows.room().point
    delete(desk, point)
    address = links(desk.get(TRASH))[0]
    (asked,) = [text for text in texts_of(tree_of(desk.get(address))) if text.startswith(lost)]
    assert said(desk.post(address, follow=True))[-1] == asked
    assert {"rooms", "opening hours"} <= set(asked.removeprefix(lost).removesuffix(".").split(", "))


def test_deleted_twice_it_is_listed_once_and_comes_back_as_it_was_last(desk):
    page = rows.page(title_fr="Un")
    page.delete()
    desk.post(links(desk.get(TRASH))[0])
    page = Page.objects.get()
    page.title_fr = "Deux"
    page.save()
    page.delete()
    assert [name for name, _kind, _user in listed(desk.get(TRASH))] == ["Deux"]
    desk.post(links(desk.get(TRASH))[0])
    assert Page.objects.get().title_fr == "Deux"


def test_what_belongs_to_something_deleted_waits_for_it(desk):
    country = rows.country(name_fr="Mali", name_en="Mali", slug="mali")
    opportunity = rows.opportunity(country=country, title_fr="Couture", title_en="Tailoring")
    section, contact = rows.section(country=country), rows.contact(country=country)
    keys = [row.pk for row in (country, opportunity, section, contact)]
    country.delete()
    addresses = {address.split("/")[4]: address for address in links(desk.get(TRASH))}
    refused = desk.post(addresses["countries.opportunity"], follow=True)
    assert said(refused) == ["It belongs to something that was deleted as well: country “Mali”. Bring that back first."]
    assert Opportunity.objects.count() == 0
    for kind in ("country", "opportunity", "section", "contact"):
        desk.post(addresses[f"countries.{kind}"])
    back = [model.objects.get().pk for model in (Country, Opportunity, Section, Contact)]
    assert (back, Opportunity.objects.get().country.slug) == (keys, "mali")


def test_a_person_and_a_source_that_are_gone_are_told(desk, source, django_user_model):
    user = django_user_model.objects.create_user("bintou")
    page = rows.page(title_fr="Un", verified_by=user)
    page.sources.add(source)
    page.delete()
    user.delete(), source.delete()
    answer = desk.post(links(desk.get(TRASH))[0], follow=True)
    assert said(answer) == [
        "“Un” is back.",
        "Left empty, because it was deleted meanwhile: verified by.",
        "Some of it was deleted meanwhile and stays away: sources.",
    ]


def test_when_something_else_has_its_address_it_is_refused_in_words(desk):
    rows.page(slug="droits").delete()
    address = links(desk.get(TRASH))[0]
    rows.page(slug="droits")
    assert said(desk.post(address, follow=True)) == ["Page with this Slug already exists."]
    assert Page.objects.count() == 1


def test_what_is_there_is_not_brought_back_twice(desk):
    rows.page().delete()
    address = links(desk.get(TRASH))[0]
    assert [desk.post(address).status_code for _time in range(2)] == [302, 404]


def test_a_draft_session_comes_back_with_its_facilitators(desk):
    session, person = rows.session(status="draft", day="2027-03-02"), rows.facilitator()
    session.facilitators.add(person)
    code = session.code
    delete(desk, session)
    desk.post(links(desk.get(TRASH))[0])
    session = Session.objects.get()
    assert (session.code, session.status, list(session.facilitators.all())) == (code, "draft", [person])


def test_a_session_whose_room_was_given_away_is_refused(desk):
    session = rows.session(status="draft", day="2027-03-02")
    room = session.room
    delete(desk, session)
    rows.session(room=room, day="2027-03-02")
    refused = said(desk.post(links(desk.get(TRASH))[0], follow=True))
    assert (len(refused), Session.objects.count()) == (1, 1)


# Stories


def test_a_withdrawn_story_is_not_listed_and_does_not_come_back(desk, django_capture_on_commit_callbacks):
    story = rows.public_story(title_fr="Zanzibarine")
    key, number = story.pk, story.history.first().history_id
    with django_capture_on_commit_callbacks(execute=True):
        withdrawal.withdraw(story.consents.get(), rows.reviewer())
    assert "Zanzibarine" not in desk.get(TRASH).content.decode()
    address = f"{TRASH}testimonies.testimony/{number}/"
    assert [desk.get(address).status_code, desk.post(address).status_code] == [404, 404]
    assert Testimony.objects.filter(pk=key).count() + Testimony.history.filter(id=key).count() == 0


def test_a_story_deleted_otherwise_does_not_either(desk):
    delete(desk, rows.story(title_fr="Zanzibarine"))
    assert (listed(desk.get(TRASH)), Testimony.history.count()) == ([], 0)


def test_a_version_of_a_story_made_by_hand_is_still_no_way_back(desk):
    """Were a row of its history left by some accident, no address would lead to it."""
    story = rows.story()
    version = story.history.first()
    story.delete()
    version.history_type = "-"
    version.save(force_insert=True)
    assert listed(desk.get(TRASH)) == []
    assert desk.post(f"{TRASH}testimonies.testimony/{version.history_id}/").status_code == 404


# Who


def test_who_is_not_signed_in_is_led_to_the_door(client):
    rows.page().delete()
    version = Page.history.first().history_id
    for address in (TRASH, f"{TRASH}portal.page/{version}/"):
        for answer in (client.get(address), client.post(address)):
            assert answer.headers["Location"] == f"/en/admin/login/?next={address}"


@pytest.mark.parametrize("rights", [(), ("add_page", "view_page", "delete_page")])
def test_without_the_permission_it_is_closed(rights):
    rows.page().delete()
    version = Page.history.first().history_id
    browser = signed_in(*rights)
    for address in (TRASH, f"{TRASH}portal.page/{version}/"):
        assert [browser.get(address).status_code, browser.post(address).status_code] == [403, 403]


def test_one_sees_and_brings_back_only_what_one_may_add():
    rows.page(state=State.DRAFT).delete(), rows.question().delete()
    browser = signed_in("restore_deleted", "add_page", "view_page")
    assert [kind for _name, kind, _user in listed(browser.get(TRASH))] == ["page"]
    version = type(rows.question()).history.filter(history_type="-").get()
    assert browser.post(f"{TRASH}portal.question/{version.history_id}/").status_code == 404
    assert browser.post(links(browser.get(TRASH))[0]).status_code == 302
    assert Page.objects.count() == 1


def test_a_published_text_is_public_again_only_by_a_publisher():
    rows.page(slug="droits").delete()
    browser = signed_in("restore_deleted", "add_page", "change_page", "view_page")
    address = links(browser.get(TRASH))[0]
    assert "It comes back “in review”; somebody who may publish puts it on the site." in texts_of(
        tree_of(browser.get(address))
    )
    browser.post(address)
    assert Page.objects.get().state == State.IN_REVIEW
    assert acts() == ["restore"]
    AuditEntry.objects.all()._raw_delete("default")
    Page.objects.all().delete()
    Page.history.filter(history_type="-").update(state=State.PUBLISHED)
    browser = signed_in("restore_deleted", "publish_content", "add_page", "change_page", "view_page")
    browser.post(links(browser.get(TRASH))[0])
    assert Page.objects.get().state == State.PUBLISHED
    assert acts() == ["restore", "publish"]


def test_a_coordinator_reaches_the_trash_of_one_point_only(client):
    here, there = rows.point(), rows.point()
    for point in (here, there):
        Closure.objects.create(
            name_fr=f"Travaux {point.pk}", point=point, first_day="2027-01-01", last_day="2027-01-02"
        ).delete()
    Closure.objects.create(name_fr="Pour tous", first_day="2027-01-01", last_day="2027-01-02").delete()
    user = rows.coordinator(here)
    user.user_permissions.set(Permission.objects.filter(codename="restore_deleted"))
    client.force_login(user)
    assert [name.split(" (")[0] for name, _kind, _user in listed(client.get(TRASH))] == [f"Travaux {here.pk}"]
    other = Closure.history.filter(history_type="-", point=there).get()
    assert client.post(f"{TRASH}sessions_app.closure/{other.history_id}/").status_code == 404
    assert OrientationPoint.objects.count() == 2


def test_of_another_country_nothing_is_listed_and_nothing_comes_back():
    mali, guinea = rows.country(name_fr="Mali"), rows.country(name_fr="Guinée")
    for country in (mali, guinea):
        rows.section(country=country, title_fr=f"À {country.name_fr}", state=State.DRAFT).delete()
    rows.section(title_fr="Pour tous", state=State.DRAFT).delete(), rows.question().delete()
    browser = signed_in_as(member("Publisher", countries=[mali]))
    assert [name.rpartition(" · ")[2] for name, _kind, _user in listed(browser.get(TRASH))] == ["À Mali"]
    foreign = Section.history.filter(history_type="-").exclude(country=mali)
    addresses = [f"{TRASH}countries.section/{version.history_id}/" for version in foreign]
    assert [browser.post(address).status_code for address in addresses] == [404, 404]
    assert browser.post(links(browser.get(TRASH))[0]).status_code == 302
    assert [section.country for section in Section.objects.all()] == [mali]


def test_a_country_that_was_deleted_is_nobodys_who_is_limited():
    mali = rows.country(name_fr="Mali")
    user = member("Publisher", countries=[mali, rows.country()])
    rows.country().delete()
    assert listed(signed_in_as(user).get(TRASH)) == []


def test_what_would_come_back_to_another_country_is_refused_where_it_is_done(rf):
    """Were the version given by some other way than the list, the row itself is asked."""
    mali = rows.country(name_fr="Mali")
    rows.section(country=rows.country()).delete()
    request = rf.post(TRASH)
    request.user = member("Publisher", countries=[mali])
    with pytest.raises(PermissionDenied):
        trash.restore(Section.history.get(history_type="-"), request)
    assert Section.objects.count() == 0


def test_many_are_in_pages_and_only_those_of_the_page_are_read(desk, monkeypatch):
    monkeypatch.setattr(trash, "PER_PAGE", 2)
    for number in (1, 2):
        rows.page(title_fr=f"Page {number}").delete(), rows.question(question_fr=f"Question {number}").delete()
    pages = [[name for name, _kind, _user in listed(desk.get(TRASH, {"page": number}))] for number in (1, 2, 3)]
    assert pages == [["Question 2", "Page 2"], ["Question 1", "Page 1"], ["Question 1", "Page 1"]]


def test_an_unknown_kind_or_number_is_not_found(desk):
    for address in (
        "portal.nothing/1/",
        "portal.page/99999/",
        "auth.user/1/",
        "core.source/1/",
        f"portal.page/{10**30}/",
    ):
        assert desk.get(TRASH + address).status_code == 404


def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(desk, django_assert_max_num_queries):
    rows.page().delete()
    desk.get(TRASH)
    with django_assert_max_num_queries(40) as one:
        desk.get(TRASH)
    rows.page().delete(), rows.page().delete()
    with django_assert_max_num_queries(40) as three:
        desk.get(TRASH)
    assert len(three) == len(one)
