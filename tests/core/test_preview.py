"""What is not public yet, on its real page, by a link that ends."""

import time

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from core import preview
from core.models import Content, State
from portal.models import Page
from testimonies.models import Recording, Rendition
from tests import rows
from tests.core.test_admin import tree_of
from tests.core.test_editing import path
from tests.desk.people import browser, member
from tests.foras.document import texts_of
from tests.pages import LANGUAGES
from tests.testimonies.test_surfaces import file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
DRAFT = {"state": State.DRAFT}

# A draft of each kind of public text, and the words by which its page shows it.
MAKERS = {
    "country": lambda: rows.country(name_fr="Zanzibarine", **DRAFT),
    "section": lambda: rows.section(title_fr="Zanzibarine", country=rows.country(**DRAFT), **DRAFT),
    "shared section": lambda: (rows.country(), rows.section(title_fr="Zanzibarine", **DRAFT))[1],
    "opportunity": lambda: rows.opportunity(title_fr="Zanzibarine", **DRAFT),
    "contact": lambda: rows.contact(name_fr="Zanzibarine", country=rows.country(), **DRAFT),
    "contact in Morocco": lambda: rows.contact(name_fr="Zanzibarine", **DRAFT),
    "page": lambda: rows.page(title_fr="Zanzibarine", **DRAFT),
    "step": lambda: rows.step(title_fr="Zanzibarine", **DRAFT),
    "question": lambda: rows.question(question_fr="Zanzibarine", **DRAFT),
    "checklist item": lambda: rows.checklist_item(text_fr="Zanzibarine", **DRAFT),
    "figure": lambda: rows.figure(label_fr="Zanzibarine", **DRAFT),
    "partner": lambda: (rows.page(slug="about"), rows.partner(name_fr="Zanzibarine", **DRAFT))[1],
    "point": lambda: rows.point(name_fr="Zanzibarine", **DRAFT),
    "module": lambda: rows.session(module=rows.module(title_fr="Zanzibarine", **DRAFT), day="2999-01-01").module,
}


def link(row, language="fr"):
    return next(address.url for address in preview.addresses(row) if address.language == language)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_of_every_kind_is_on_its_page_and_nowhere_else(client, kind, language):
    row = MAKERS[kind]()
    answer = client.get(link(row, language))
    assert (answer.status_code, "Zanzibarine" in answer.content.decode()) == (200, True)
    assert tree_of(answer).get("lang") == language
    public = client.get(row.get_absolute_url().partition("#")[0])
    if kind != "module":  # a session says what it is about, whatever the state of its module
        assert "Zanzibarine" not in public.content.decode()


@pytest.mark.parametrize("kind", MAKERS)
def test_its_place_on_the_page_is_there(client, kind):
    address = link(MAKERS[kind]())
    ids = {element.get("id") for element in tree_of(client.get(address)).iter()}
    assert {address.partition("#")[2]} - {""} <= ids


def test_every_kind_of_public_text_is_tried():
    kinds = {model.__name__ for model in Content.__subclasses__()}
    assert kinds - {type(make()).__name__ for make in MAKERS.values()} == {"Testimony"}


@pytest.mark.parametrize(
    "values",
    [
        {"state": State.IN_REVIEW},
        {"publish_at": "2999-01-01T00:00Z"},
        {"expire_at": "2020-01-01T00:00Z"},
    ],
)
def test_in_review_not_yet_and_no_more_are_previewed_too(client, values):
    assert client.get(link(rows.page(**values))).status_code == 200


def test_only_the_row_of_the_link_is_let_through(client):
    country = rows.country(state=State.DRAFT)
    shown, hidden = rows.section(title_fr="Montrée", country=country, **DRAFT), rows.section(country=country, **DRAFT)
    hidden_words = "Cachée"
    type(hidden).objects.filter(pk=hidden.pk).update(title_fr=hidden_words)
    text = client.get(link(shown)).content.decode()
    assert ("Montrée" in text, hidden_words in text) == (True, False)
    assert type(shown).objects.published().count() == 0


def test_it_is_kept_by_nobody_found_by_no_engine_and_leaves_no_cookie(client):
    answer = client.get(link(rows.page(**DRAFT)))
    assert {name: answer.headers.get(name) for name in ("Cache-Control", "X-Robots-Tag", "ETag", "Vary")} == {
        "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow", "ETag": None, "Vary": "Accept-Encoding",
    }  # fmt: skip
    assert (answer.cookies, [m.get("content") for m in tree_of(answer).iter("meta") if m.get("name") == "robots"]) == (
        {}, ["noindex"],
    )  # fmt: skip
    assert [one for one in tree_of(answer).iter("link") if one.get("rel") in ("canonical", "alternate")] == []


@time_machine.travel("2026-11-24 09:30+00:00", tick=False)
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Preview: this page is not public. The link works until 1 December 2026, 09:30.")],
)
def test_a_bar_says_that_it_is_a_preview_and_until_when(client, language, words):
    row = rows.page(**DRAFT)
    (bar,) = [p for p in tree_of(client.get(link(row, language))).iter("p") if "preview" in (p.get("class") or "")]
    assert texts_of(bar) == [words]


def test_the_same_link_leads_to_the_other_languages(client):
    address = link(rows.page(**DRAFT))
    (menu,) = [nav for nav in tree_of(client.get(address)).iter("nav") if nav.get("class") == "languages"]
    links = [one.get("href") for one in menu.iter("a")]
    assert links == [f"/{code}{address[3:]}" for code in LANGUAGES]


def test_a_public_page_has_no_bar(client):
    rows.page(slug="droits")
    assert "preview" not in client.get("/fr/droits/").content.decode()


def test_once_public_the_link_leads_to_the_page_itself(client):
    row = rows.page(slug="droits", **DRAFT)
    address = link(row)
    Page.objects.update(state=State.PUBLISHED)
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"], answer.headers["Cache-Control"]) == (
        302, "/fr/droits/", "no-store",
    )  # fmt: skip


@pytest.mark.parametrize("days", [7, 30])
def test_after_seven_days_the_link_has_ended(client, days):
    address = link(rows.page(**DRAFT), "en")
    with time_machine.travel(timezone.now() + timezone.timedelta(days=days, seconds=1)):
        answer = client.get(address)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (410, "no-store")
    assert texts_of(tree_of(answer).find(".//main"))[:2] == [
        "This preview cannot be opened", "This link has ended. Ask for a new one where the text is written.",
    ]  # fmt: skip


def forged():
    row = rows.page(**DRAFT)
    address = link(row, "en")
    end = int(timezone.now().timestamp()) + 10**6
    unsigned = signing.Signer(salt="another").sign_object(["portal.page", row.pk, end])
    return {
        "a letter less": address[:-2] + "/",
        "a letter more": address[:-1] + "x/",
        "nothing of ours": "/en/preview/x/",
        "signed for something else": f"/en/preview/{unsigned}/",
        "another row": address.replace("/preview/", "/preview/x"),
        "very long": f"/en/preview/{'a' * 4000}/",
        "arabic": "/en/preview/معاينة/",
    }


@pytest.mark.parametrize("how", list(range(7)))
def test_a_link_that_was_tampered_with_is_refused_in_words(client, how):
    address = list(forged().values())[how]
    answer = client.get(address)
    assert (answer.status_code, answer.headers["X-Robots-Tag"]) == (403, "noindex, nofollow")
    assert texts_of(tree_of(answer).find(".//main"))[1] == "This link was not copied whole, or somebody has changed it."


def test_a_text_that_was_deleted_is_gone(client):
    row = rows.page(**DRAFT)
    address = link(row, "en")
    row.delete()
    answer = client.get(address)
    assert (answer.status_code, texts_of(tree_of(answer).find(".//main"))[1]) == (410, "This text has been deleted.")


def test_nothing_is_sent_to_it(client):
    assert client.post(link(rows.page(**DRAFT))).status_code == 405


def test_a_country_without_a_page_leads_to_no_server_error(client):
    """A section that would be shown by every country, where there is none."""
    assert client.get(link(rows.section(**DRAFT))).status_code == 200


# Stories


@pytest.fixture
def story():
    row = rows.story(title_fr="Zanzibarine", state=State.DRAFT)
    rows.consent(row)
    return row


def teller():
    user = rows.user()
    user.user_permissions.set(rows.unlimited("change_testimony", "view_testimony"))
    return browser(user)


def reason(answer) -> str:
    return texts_of(tree_of(answer).find(".//main"))[1]


def test_a_story_is_previewed_by_staff_who_may_change_it(story):
    answer = teller().get(link(story))
    assert (answer.status_code, "Zanzibarine" in answer.content.decode()) == (200, True)
    assert (answer.headers["Cache-Control"], answer.cookies) == ("no-store", {})


def test_by_nobody_else(client, story, django_user_model):
    partner = browser(django_user_model.objects.create_user("partie", is_superuser=True))
    answers = [one.get(link(story, "en")) for one in (client, partner)]
    assert [answer.status_code for answer in answers] == [403] * 2
    assert {reason(answer) for answer in answers} == {
        "A story is previewed by staff only. Sign in at the desk, then open the link again."
    }


def test_nor_by_staff_who_may_not_change_it(story):
    others = (rows.user(), member("Programme manager"), member("Editor", countries=[rows.country()]), member("Editor"))
    answers = [browser(one).get(link(story, "en")) for one in others]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert {reason(answer) for answer in answers} == {
        "Only staff who may change this story see it before it is public."
    }
    assert browser(member("Editor", countries=[story.country])).get(link(story)).status_code == 200


def test_nor_without_the_second_factor_that_the_desk_asks_for(story, settings):
    inside = browser(member("Publisher"))
    assert inside.get(link(story)).status_code == 200
    settings.SECOND_FACTOR = "publishers"
    answer = inside.get(link(story, "en"))
    assert (answer.status_code, reason(answer)) == (
        403, "A story is previewed by staff only. Sign in at the desk, then open the link again.",
    )  # fmt: skip


def test_nor_once_the_sitting_is_over(story):
    inside = teller()
    session = inside.session
    session["sitting"] = {"since": int(time.time()) - 3 * 3600, "seen": int(time.time()) - 2 * 3600 - 5}
    session.save()
    assert inside.get(link(story)).status_code == 403


@pytest.mark.parametrize(
    "ended",
    [
        {"expires_on": "2026-11-02"},
        {"withdrawn_on": "2026-11-20"},
        {"given_on": "2020-01-01", "expires_on": "2022-01-01"},
    ],
)
def test_never_when_its_consent_has_ended(story, ended):
    story.consents.update(**ended)
    answer = teller().get(link(story, "en"))
    assert answer.status_code == 403
    assert texts_of(tree_of(answer).find(".//main"))[1] == (
        "The consent to this story was withdrawn or has expired. Nobody sees it any more."
    )


def test_its_media_stay_closed(story, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    recording = Recording.objects.create(testimony=story, kind="sound", original="x", state="ready")
    copy = Rendition.objects.create(recording=recording, kind="sound", file=file("a"), bytes=1, seconds=1)
    inside = teller()
    assert inside.get(link(story)).status_code == 200
    assert inside.get(f"/media/{copy.token}").status_code == 404


# Where the links are given


def shown_links(answer):
    boxes = [box for box in tree_of(answer).iter("details") if box.get("class") == "previews"]
    return [(one.get("lang"), "".join(one.itertext())) for box in boxes for one in box.iter("a")]


def test_the_form_of_what_is_not_public_gives_three_links(desk, client):
    page = rows.page(**DRAFT)
    answer = desk.get(path(page))
    assert shown_links(answer) == [("fr", "Français"), ("en", "English"), ("ar", "العربية")]
    boxes = [box for box in tree_of(answer).iter("details") if box.get("class") == "previews"]
    assert [client.get(one.get("href")).status_code for one in boxes[0].iter("a")] == [200] * 3


def test_the_form_of_what_is_public_gives_none(desk):
    assert shown_links(desk.get(path(rows.page()))) == []


def test_the_form_of_a_story_says_that_its_links_are_for_staff(desk, story):
    (box,) = [box for box in tree_of(desk.get(path(story))).iter("details") if box.get("class") == "previews"]
    assert texts_of(box)[1] == (
        "These links work for seven days, only for staff who may change this story and are signed in."
    )


def test_nor_does_that_of_what_has_no_publication(desk):
    assert shown_links(desk.get(path(rows.topic()))) == []
