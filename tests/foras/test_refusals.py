"""Refusals at the desk: words for staff, the way back, and what somebody had typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import rows
from tests.desk.people import browser, member
from tests.foras.document import Document, texts_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
FORM = "/en/admin/portal/page/add/"
TYPED = {
    "title_fr": "Un titre", "body_fr": "<p>Un <b>texte</b></p>", "title_ar": "عنوان", "mystery": "12",
    "featured": "on", "csrfmiddlewaretoken": "abcdef", "password": "geheim", "_save": "Save", "opened": "signed",
    "rooms-TOTAL_FORMS": "x", "initial-rooms-0-name": "Salle",
}  # fmt: skip
KEPT = [("Title (Français)", "Un titre"), ("Text (Français)", "Un texte"), ("Title (العربية)", "عنوان")]
KEPT += [("mystery", "12")]  # a page has no such column


def opened(answer) -> Document:
    document = Document(answer.content.decode())
    assert document.errors == []
    return document


def said(answer) -> list[str]:
    """The heading and the first paragraph of the page."""
    main = opened(answer).one("main")
    return [texts_of(part)[0] for part in (main.find(".//h1"), main.find(".//p"))]


def links(answer) -> list[str]:
    (content,) = [part for part in opened(answer).all("div") if part.get("id") == "content-main"]
    return [link.get("href") for link in content.iter("a")]


def given_back(answer) -> list[tuple[str, str]]:
    document = opened(answer)
    labels = [texts_of(label)[0] for label in document.all("label") if label.get("for", "").startswith("typed-")]
    texts = [box.text.removeprefix("\n") for box in document.all("textarea")]
    return list(zip(labels, texts, strict=True))


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("en", "ltr"), ("ar", "rtl")])
def test_staff_are_refused_in_the_language_of_the_address_and_led_back(language, direction):
    answer = browser(rows.user()).get(f"/{language}/admin/countries/section/")
    html = opened(answer).one("html")
    assert (answer.status_code, html.get("lang"), html.get("dir")) == (403, language, direction)
    assert links(answer) == [f"/{language}/desk/"]


def test_it_says_whom_to_ask():
    assert said(browser(rows.user()).get("/en/admin/countries/section/")) == [
        "Access refused", "Your account does not open this page. If you need it, ask an administrator.",
    ]  # fmt: skip


def test_another_country_s_record_and_one_that_never_was_are_told_alike():
    mine, other = rows.country(), rows.country()
    inside = browser(member("Editor", countries=[mine]))
    answers = [inside.get(f"/en/admin/countries/country/{key}/change/") for key in (other.pk, 999_999)]
    answers += [inside.get("/en/admin/nothing/"), inside.get("/en/desk/nothing/")]
    assert [answer.status_code for answer in answers] == [404] * 4
    for answer in answers:
        assert (said(answer), links(answer)) == (
            [
                "This page is not here",
                "There is no such page or record, or it belongs to another country or point than yours.",
            ],
            ["/en/desk/"],
        )


GONE = [
    "Nothing of this is saved yet",
    "This is not here any more: somebody has deleted it since you opened the page, or it belongs to another country or"
    " point than yours. Copy your text, if you need it elsewhere.",
]


@pytest.mark.parametrize("make", [rows.page, rows.topic, rows.room, rows.source, rows.story])
def test_what_was_typed_in_a_form_of_a_deleted_record_is_given_back(desk, make):
    row = make()
    address = f"/en/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"
    row.delete()
    answer = desk.post(address, TYPED)
    texts = [text for _label, text in given_back(answer)]
    assert (answer.status_code, said(answer), texts) == (404, GONE, [text for _label, text in KEPT])
    assert (links(answer), "no-store" in answer.headers["Cache-Control"]) == (["/en/desk/"], True)


def test_of_a_file_it_says_that_it_must_be_chosen_again(desk):
    file = SimpleUploadedFile("mots.vtt", b"WEBVTT")
    answer = desk.post("/en/admin/testimonies/testimony/999999/change/", TYPED | {"subtitles-0-file": file})
    assert said(answer)[1] == f"{GONE[1]} The file you had chosen must be chosen again."


def test_an_address_that_never_was_repeats_nothing(desk):
    """Nobody has looked whose form it is."""
    answer = Client(enforce_csrf_checks=True).post("/en/desk/nothing/", TYPED)
    assert answer.status_code == 404
    answer = desk.post("/en/desk/nothing/", TYPED)
    assert (answer.status_code, given_back(answer)) == (404, [])


def test_deleting_twice_loses_nothing(desk):
    page, topic = rows.page(), rows.topic()
    for row in (page, topic):
        address = f"/en/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/delete/"
        row.delete()
        assert desk.post(address, {"post": "yes"}).headers["Location"] == "/en/admin/"


def test_the_public_s_pages_stay_the_public_s(client):
    for visitor in (client, browser(rows.user())):
        answer = visitor.get("/en/nothing/")
        assert (answer.status_code, 'href="/en/desk/"' in answer.content.decode()) == (404, False)
    assert 'href="/en/desk/"' not in client.get("/en/desk/nothing/").content.decode()


def test_a_form_after_the_end_of_the_session_gives_back_what_was_typed(client):
    answer = client.post(FORM, TYPED)
    assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (403, True)
    assert said(answer) == [
        "Nothing of this is saved yet",
        "Your session has ended. Leave this page open and sign in in a new window; then open the page that you were"
        " working on there, and copy your text into it.",
    ]  # fmt: skip
    assert (given_back(answer), links(answer)) == (KEPT, [f"/en/admin/login/?next={FORM}"])
    assert "geheim" not in answer.content.decode()


def test_what_has_nothing_to_lose_is_led_to_the_door(client):
    for answer in (client.get(FORM), client.post(FORM), client.post("/en/admin/logout/", {"a": "b"})):
        assert answer.status_code == 302


def test_what_is_given_back_is_dead_to_script(client):
    text = "Avant</textarea><script>alert(1)</script>"
    answer = client.post(FORM, {"title_fr": text})
    assert given_back(answer) == [("Title (Français)", text)]


def test_all_that_was_typed_is_given_back_under_the_labels_of_the_form(client):
    """Figures, too; not what is as it was, nor keys, nor what only the program reads."""
    typed = {
        "city_fr": "Rabat", "city_ar": "الرباط", "phone": "+212 5 00 00 00 00", "state": "draft",
        "expire_at_0": "2999-11-30",
        "rooms-0-name": "Salle A", "initial-rooms-0-name": "Salle A", "rooms-0-capacity": "14",
        "initial-rooms-0-capacity": "12", "rooms-0-id": "7", "rooms-0-point": "3", "opening_hours-1-opens": "09:30",
        "verified_by": "1", "mystery": "42", "rooms-TOTAL_FORMS": "1",
    }  # fmt: skip
    answer = client.post("/en/admin/sessions_app/orientationpoint/add/", typed)
    assert given_back(answer) == [
        ("City (Français)", "Rabat"), ("City (العربية)", "الرباط"), ("Telephone", "+212 5 00 00 00 00"),
        ("State", "draft"), ("Expire at", "2999-11-30"), ("Rooms 1: Capacity", "14"),
        ("Opening hours 2: Opens", "09:30"), ("mystery", "42"),
    ]  # fmt: skip


def test_a_figure_alone_is_given_back_too_and_each_block_on_its_line(client):
    assert given_back(client.post(FORM, {"position": "7"})) == [("Position", "7")]
    answer = client.post("/fr/admin/portal/page/add/", {"body_ar": "<p>أ</p><p>ب</p>"})
    assert given_back(answer) == [("Texte (العربية)", "أ\nب")]


def stale(user, **headers):
    """A form whose token is older than the sign-in of `user`."""
    inside = Client(enforce_csrf_checks=True)
    inside.force_login(user)
    return inside.post(FORM, TYPED, headers=headers)


def test_after_a_sign_in_in_another_window_the_text_is_given_back_too(editor):
    answer = stale(editor, origin="http://testserver")
    assert answer.status_code == 403
    assert said(answer) == [
        "Nothing of this is saved yet",
        "You have signed in again in another window since this page was opened, so it could not be saved. Copy your"
        " text, open the page again and put it in.",
    ]  # fmt: skip
    assert (given_back(answer), links(answer)) == (KEPT, [FORM, "/en/desk/"])


@pytest.mark.parametrize("origin", [{}, {"origin": "https://evil.example"}, {"origin": "null"}])
def test_words_of_another_site_are_not_repeated(editor, origin):
    answer = stale(editor, **origin)
    assert (answer.status_code, given_back(answer)) == (403, [])


def test_a_stranger_s_stale_form_is_refused_as_ever():
    answer = Client(enforce_csrf_checks=True).post("/fr/admin/login/", {"username": "amina", "password": "x"})
    assert (answer.status_code, texts_of(opened(answer).one("h1"))) == (403, ["Accès refusé"])
