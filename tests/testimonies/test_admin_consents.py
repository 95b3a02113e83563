"""The ledger at the desk: who may look, review, withdraw; and what the confirmation says."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.test import Client

from testimonies import models
from testimonies.models import Consent
from tests import rows
from tests.testimonies.test_media_files import full_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
LIST = "/en/admin/testimonies/consent/"
UNLIMITED = ("change_whole_texts", "change_all_countries")
UNREVIEWED = {"reviewed_by": None, "reviewed_on": None}


def person(name: str, *rights: str) -> Client:
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights, content_type__app_label="testimonies"))
    user.user_permissions.add(*Permission.objects.filter(codename__in=UNLIMITED))
    client = Client()
    client.force_login(user)
    return client


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def form_of(consent: Consent) -> dict:
    return {
        "reference": consent.reference, "testimony": consent.testimony_id or "", "basis": consent.basis,
        "given_on": "2026-11-01", "expires_on": "", "web": "on",
    }  # fmt: skip


RIGHTS = {  # what each needs, beside being staff
    "": "view_consent",
    "{pk}/change/": "view_consent",
    "{pk}/history/": "view_consent",
    "add/": "add_consent",
    "{pk}/review/": "review_consent",
    "{pk}/withdraw/": "withdraw_consent",
}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", [*RIGHTS, "{pk}/delete/"])
def test_without_the_right_every_page_is_refused(path, method):
    consent = rows.consent(rows.story(), **UNREVIEWED)
    others = set(RIGHTS.values()) - {RIGHTS.get(path)}
    if RIGHTS.get(path) == "view_consent":
        others = {"view_testimony", "change_testimony"}
    client = person("sans", *others)
    response = getattr(client, method)(LIST + path.format(pk=consent.pk))
    consent.refresh_from_db()
    assert (response.status_code, consent.withdrawn_on, consent.reviewed_on) == (403, None, None)


@pytest.mark.parametrize("path", RIGHTS)
def test_with_the_right_it_opens(path):
    consent = rows.consent(rows.story(), **UNREVIEWED)
    client = person("avec", "view_consent", RIGHTS[path])
    assert client.get(LIST + path.format(pk=consent.pk)).status_code == 200


def test_strangers_are_sent_to_the_login(client):
    consent = rows.consent(rows.story())
    for path in RIGHTS:
        assert client.get(LIST + path.format(pk=consent.pk)).status_code == 302
        assert client.post(LIST + path.format(pk=consent.pk)).status_code == 302
    assert (models.Testimony.objects.count(), Consent.objects.filter(withdrawn_on=None).count()) == (1, 1)


def test_what_is_not_there_is_told(desk):
    for page in ("review", "withdraw", "change"):
        response = desk.get(f"{LIST}999/{page}/")
        assert (response.status_code, response.url) == (302, "/en/admin/")


def test_a_second_person_reviews(desk, editor):
    consent = rows.consent(rows.story(author=rows.reviewer()), reference="F-1", **UNREVIEWED)
    response = desk.post(f"{LIST}{consent.pk}/review/")
    consent.refresh_from_db()
    assert said(response) == ["The safety review of F-1 is recorded in your name."]
    assert (consent.reviewed_by, models.Testimony.objects.published().count()) == (editor, 1)


def test_the_author_is_refused_in_words(desk, editor):
    consent = rows.consent(rows.story(author=editor), **UNREVIEWED)
    refusal = "You wrote this story. The safety review must be made by somebody else: ask a colleague."
    page = desk.get(f"{LIST}{consent.pk}/review/").content.decode()
    response = desk.post(f"{LIST}{consent.pk}/review/")
    consent.refresh_from_db()
    assert (refusal in page, said(response), consent.reviewed_by) == (True, [refusal], None)


def test_the_review_shows_the_whole_text_and_what_to_look_at(desk):
    story = rows.story(title_fr="Chez Awa Diop", transcript_ar="النص")
    page = desk.get(f"{LIST}{rows.consent(story, **UNREVIEWED).pk}/review/").content.decode()
    assert [word in page for word in ("“Awa Diop” looks like a long name.", "النص", 'dir="rtl"')] == [True] * 3


def test_the_review_shows_all_that_is_certified(desk):
    """Address, article, sources, and what is heard and seen: played from the desk, by whoever may review."""
    story = full_story(slug="un-atelier", article_url="https://example.org/a", article_title="Un atelier")
    story.sources.add(rows.source(title="L’article"))
    consent = story.consents.get()
    reader = person("relit", "view_consent", "review_consent")
    page = reader.get(f"{LIST}{consent.pk}/review/").content.decode()
    words = ("/en/testimonies/un-atelier/", "Un atelier", "L’article", "Subtitles: Français", "<audio", "Oui")
    assert [word in page for word in words] == [True] * len(words)
    addresses = re.findall(r'src="(/en/admin/testimonies/recording/media/[^"]+)"', page)
    assert [reader.get(address).status_code for address in addresses] == [200] * 4  # a picture and three copies


def test_the_review_waits_for_the_copies(desk, editor):
    story = full_story()
    consent = story.consents.get()
    models.Recording.objects.update(state="working")
    refusal = "Its copies are still being made. Come back when they are there, to hear and see what you answer for."
    assert said(desk.post(f"{LIST}{consent.pk}/review/")) == [refusal]
    models.Recording.objects.update(state="ready")
    desk.post(f"{LIST}{consent.pk}/review/")
    consent.refresh_from_db()
    assert consent.reviewed_by == editor


def test_the_withdrawal_names_the_consents_that_end_with_it(desk):
    story = rows.story()
    consent = rows.consent(story)
    assert "end with it" not in desk.get(f"{LIST}{consent.pk}/withdraw/").content.decode()
    rows.consent(story, reference="F-2")
    page = desk.get(f"{LIST}{consent.pk}/withdraw/").content.decode()
    assert 'These consents of the same story end with it: <bdi dir="ltr">F-2</bdi></p>' in page


CERTIFIED = [
    {"given_on": "2026-11-02"},
    {"expires_on": "2027-01-01"},
    {"basis": "published", "published_url": "https://example.org/a"},
    {"minor": "on", "guardian_agreed": "on"},
    {"web": ""},
]


@pytest.mark.parametrize("values", CERTIFIED)
def test_a_change_of_what_the_person_allowed_asks_for_another_look(desk, values):
    story = rows.story()
    consent = rows.consent(story)
    response = desk.post(f"{LIST}{consent.pk}/change/", form_of(consent) | values)
    consent.refresh_from_db()
    words = "What the person allowed has changed, so the safety review no longer holds. A second person must read the"
    assert (response.status_code, consent.reviewed_by, consent.reviewed_on) == (302, None, None)
    assert f"{words} story again." in said(response)
    assert not models.Testimony.objects.published().exists()


def test_a_country_more_or_less_asks_for_another_look(desk):
    consent = rows.consent(rows.story())
    desk.post(f"{LIST}{consent.pk}/change/", form_of(consent) | {"excluded_countries": [rows.country().pk]})
    consent.refresh_from_db()
    assert consent.reviewed_by is None


def test_what_the_review_does_not_rest_on_leaves_it(desk):
    consent = rows.consent(rows.story())
    desk.post(f"{LIST}{consent.pk}/change/", form_of(consent) | {"reference": "F-9", "print": "on"})
    consent.refresh_from_db()
    assert (consent.reference, consent.print, consent.reviewed_by) == ("F-9", True, rows.reviewer())


def test_the_withdrawal_says_exactly_what_it_deletes(desk):
    story = rows.story(title_fr="Un titre")
    story.sources.add(rows.source(title="L’article"))
    recording = models.Recording.objects.create(testimony=story, kind="video", original="testimonies/originals/x")
    for kind in ("sound", "240p"):
        recording.renditions.create(kind=kind, file=f"testimonies/copies/{kind}", bytes=1, seconds=1)
    models.Subtitle.objects.create(testimony=story, language="fr", webvtt="WEBVTT")
    consent = rows.consent(story, reference="F-1")
    page = desk.get(f"{LIST}{consent.pk}/withdraw/").content.decode()
    main = page[page.index('class="confirmation"') :]
    items = [re.sub(r"<[^>]+>", "", item).strip() for item in re.findall(r"<li>(.*?)</li>", main, re.DOTALL)]
    assert items == [
        "The story “Un titre”, its text in every language.",
        "1 original recording",
        "2 copies to listen to or watch",
        "0 pictures",
        "1 subtitle file",
        "0 lines of the desk&#x27;s history".replace("&#x27;", "'"),
        "1 version of its text",
        "The source “L’article”, which no other text uses",
        "The reference number: F-1",
        "The dates: given, expires, reviewed, withdrawn today",
    ]
    assert models.Testimony.objects.count() == 1  # looking deletes nothing


def test_a_withdrawal_from_the_desk(desk, django_capture_on_commit_callbacks):
    story = rows.public_story(title_fr="Zanzibarine")
    consent = story.consents.get()
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(f"{LIST}{consent.pk}/withdraw/", follow=True)
    page = response.content.decode()
    words = f"Consent {consent.reference} is withdrawn. The story and all its files are deleted."
    assert (models.Testimony.objects.count(), words in page, "Zanzibarine" in page) == (0, True, False)
    assert list(LogEntry.objects.values_list("object_repr", flat=True)) == [consent.reference]
    again = desk.get(f"{LIST}{consent.pk}/withdraw/").content.decode()
    assert "This consent is withdrawn already. Nothing is left of the story." in again


def test_what_is_withdrawn_is_closed(desk):
    consent = rows.consent(None, withdrawn_on="2026-11-20")
    page = desk.get(f"{LIST}{consent.pk}/change/").content.decode()
    response = desk.post(f"{LIST}{consent.pk}/change/", form_of(consent))
    consent.refresh_from_db()
    assert (response.status_code, 'name="_save"' in page, str(consent.withdrawn_on)) == (403, False, "2026-11-20")


def test_a_consent_is_entered_for_a_story(desk):
    story = rows.story()
    data = form_of(Consent(reference="F-2", testimony=story))
    desk.post(f"{LIST}add/", data)
    row = Consent.objects.get()
    assert (row.testimony, row.web, str(row.expires_on), row.reviewed_by) == (story, True, "2028-11-01", None)


def test_once_linked_a_consent_stays_with_its_story(desk):
    story, other = rows.story(), rows.story()
    consent = rows.consent(story)
    desk.post(f"{LIST}{consent.pk}/change/", form_of(consent) | {"testimony": other.pk})
    consent.refresh_from_db()
    assert consent.testimony == story


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"minor": "on"}, "__all__", "For a minor, the guardian must have agreed."),
        ({"basis": "published"}, "published_url", "Give the link to where the person published it."),
        ({"expires_on": "2026-10-01"}, "__all__", "It expires before it is given."),
        ({"reference": ""}, "reference", "This field is required."),
    ],
)
def test_each_refusal_is_in_words(desk, values, field, words):
    response = desk.post(f"{LIST}add/", form_of(Consent(reference="F-2", testimony=rows.story())) | values)
    assert response.context["adminform"].form.errors[field] == [words]
    assert Consent.objects.count() == 0


def test_the_list_finds_what_awaits_a_review(desk):
    waiting = rows.consent(rows.story(), **UNREVIEWED)
    again = rows.consent(rows.story(), provisional=True)
    rows.consent(rows.story())
    rows.consent(None, withdrawn_on="2026-11-20", **UNREVIEWED)
    found = desk.get(f"{LIST}?standing=review").context["cl"].queryset
    assert set(found) == {waiting, again}
    assert desk.get(f"{LIST}?standing=active").context["cl"].queryset.count() == 2
    assert desk.get(f"{LIST}?standing=withdrawn").context["cl"].queryset.count() == 1


def test_the_history_of_a_consent_holds_no_more_than_its_reference(desk):
    consent = rows.consent(rows.story(), reference="F-1")
    desk.post(
        f"{LIST}{consent.pk}/change/", form_of(consent) | {"basis": "published", "published_url": "https://x.org/s"}
    )
    entry = LogEntry.objects.get()
    assert (entry.object_repr, "x.org" in entry.change_message) == ("F-1", False)
