"""Nothing without an active consent on any surface: every way of not being public, on every place with stories."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from testimonies import ledger, models, withdrawal
from testimonies.models import Consent, Poster, Recording, Rendition, Subtitle
from tests import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]

MARK = "Zanzibarine"
PAGES = (
    "testimonies/",
    "testimonies/?country=ici",
    "testimonies/?sector=ici",
    "testimonies/?tone=mixed",
    "testimonies/ici/",
    "testimonies/ici.txt",
    "countries/ici/",
    "",
)
LANGUAGES = ("fr", "en", "ar")
UNREVIEWED = {"reviewed_by": None, "reviewed_on": None}
PAST, FUTURE = "2020-01-01T00:00Z", "2090-01-01T00:00Z"

STATES = {  # name: (values of the story, values of its consent or None)
    "draft": ({"state": "draft"}, {}),
    "in review": ({"state": "review"}, {}),
    "no consent": ({}, None),
    "not for the web": ({}, {"web": False, "print": True, "sessions": True, "social_media": True}),
    "unreviewed": ({}, UNREVIEWED),
    "reviewed by its author": ({"author": True}, {}),
    "expired": ({}, {"given_on": "2020-01-01", "expires_on": "2022-01-01"}),
    "not yet given": ({}, {"given_on": "2089-01-01", "expires_on": "2090-01-01"}),
    "withdrawn on": ({}, {"withdrawn_on": "2026-01-01"}),
    "two consents, none of which suffices": ({"second": {"web": False}}, UNREVIEWED),
    "to be published later": ({"publish_at": FUTURE}, {}),
    "its time is over": ({"expire_at": PAST}, {}),
}


def make(story_values: dict, consent_values: dict | None) -> models.Testimony:
    """One story called MARK, with something of every kind that can be asked for."""
    country, sector = rows.country(slug="ici"), rows.sector(slug="ici")
    if story_values.get("author"):
        story_values = story_values | {"author": rows.reviewer()}
    second = story_values.get("second")
    story_values = {name: value for name, value in story_values.items() if name != "second"}
    texts = {f"{field}_{code}": MARK for field in ("title", "summary", "transcript") for code in LANGUAGES}
    story = rows.story(slug="ici", country=country, sector=sector, tone="mixed", identity=4, **texts | story_values)
    if consent_values is not None:
        rows.consent(story, reference="REF-1", **consent_values)
    if second is not None:
        rows.consent(story, reference="REF-2", **second)
    recording = Recording.objects.create(
        testimony=story, kind="video", original="testimonies/originals/x", state="ready"
    )
    Rendition.objects.create(recording=recording, kind="240p", token="a" * 32, file=file("a"), bytes=4, seconds=1)
    Poster.objects.create(testimony=story, width=320, height=180, format="jpeg", token="b" * 32, file=file("b"))
    Subtitle.objects.create(testimony=story, language="fr", token="c" * 32, webvtt=f"WEBVTT\n\n{MARK}")
    story.refresh_from_db()
    return story


def file(name: str) -> str:
    from testimonies import media_files

    path = media_files.root() / "copies" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(MARK.encode())
    return f"testimonies/copies/{name}"


def surfaces() -> list[str]:
    """Every address that may show a story."""
    pages = [f"/{language}/{page}" for language in LANGUAGES for page in PAGES]
    return [*pages, "/sitemap.xml", *(reverse("media", args=[letter * 32]) for letter in "abc")]


def body(response) -> str:
    return b"".join(response).decode() if response.streaming else response.content.decode()


def shows(client, address: str) -> bool:
    """True when `address` gives the story away: its words, a link to it, or a file of it."""
    response = client.get(address)
    text = body(response)
    return MARK in text or (response.status_code == 200 and "testimonies/ici" in text)


def test_a_story_with_all_it_needs_is_on_every_surface(client):
    make({}, {})
    assert [address for address in surfaces() if not shows(client, address)] == []


def test_nothing_is_anywhere_in_any_other_state(client, capsys):
    looked, given_away = 0, []
    for name, (story_values, consent_values) in STATES.items():
        rows.delete_all()
        story = make(story_values, consent_values)
        assert ledger.obstacles(story) != [], name
        for address in surfaces():
            looked += 1
            given_away += [(name, address)] if shows(client, address) else []
    with capsys.disabled():
        print(
            f"\n  stories: {len(STATES)} states × {len(surfaces())} surfaces = {looked} looks, {len(given_away)} leaks"
        )
    assert (looked, given_away) == (12 * 28, [])


def test_nothing_is_anywhere_after_a_withdrawal(client, django_capture_on_commit_callbacks):
    make({}, {})
    with django_capture_on_commit_callbacks(execute=True):
        withdrawal.withdraw(Consent.objects.get(), rows.reviewer())
    assert [address for address in surfaces() if shows(client, address)] == []


def test_a_consent_left_over_from_a_withdrawal_carries_no_other_story(client, django_capture_on_commit_callbacks):
    """Two consents, one withdrawn; the other, should it be there still, linked to a story that nobody has read."""
    gone = rows.story()
    first, left = rows.consent(gone), rows.consent(gone)
    with django_capture_on_commit_callbacks(execute=True):
        withdrawal.withdraw(first, rows.reviewer())
    make({}, None)
    left.refresh_from_db()
    left.testimony = models.Testimony.objects.get()
    left.save()
    assert [address for address in surfaces() if shows(client, address)] == []


def test_a_review_does_not_move_to_another_story(client):
    """The same without any withdrawal: a consent that lost its story, however it did."""
    consent = rows.consent(None)
    story = make({}, None)
    consent.refresh_from_db()
    assert ledger.faults_of(consent, None) != []
    consent.testimony = story
    consent.save()
    consent.refresh_from_db()
    assert (consent.reviewed_by, consent.reviewed_on) == (None, None)
    assert [address for address in surfaces() if shows(client, address)] == []


def test_words_and_condition_agree_in_every_state():
    for story_values, consent_values in STATES.values():
        rows.delete_all()
        story = make(story_values, consent_values)
        story.sources.add(rows.source())
        assert bool(ledger.obstacles(story)) is not models.Testimony.objects.published().exists()


def test_a_country_that_the_person_excludes_does_not_show_the_story(client):
    story = make({}, {})
    Consent.objects.get().excluded_countries.add(story.country)
    shown = [address for address in surfaces() if shows(client, address) and address.startswith("/fr/")]
    assert shown == [
        "/fr/testimonies/",
        "/fr/testimonies/?sector=ici",
        "/fr/testimonies/?tone=mixed",
        "/fr/testimonies/ici/",
        "/fr/testimonies/ici.txt",
        "/fr/",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "testimonies/testimony/",
        f"testimonies/testimony/?q={MARK}",
        "testimonies/consent/",
        "testimonies/consent/?q=REF-1",
        f"autocomplete/?app_label=testimonies&model_name=consent&field_name=testimony&term={MARK}",
    ],
)
def test_the_desk_shows_nothing_to_staff_without_the_right(client, address):
    make({}, {})
    client.force_login(User.objects.create_user("sans-droit", is_staff=True))
    response = client.get(f"/fr/admin/{address}")
    shown = body(response).replace(address.partition("?")[2].replace("&", "&amp;"), "")  # links to the same page
    assert (response.status_code, MARK in shown, "REF-1" in shown) == (403, False, False)


def test_no_consent_data_is_on_a_public_page(client):
    make({}, {"basis": "published", "published_url": "https://example.org/konsent", "given_on": date(2026, 11, 1)})
    for address in surfaces():
        text = body(client.get(address))
        assert (address, "REF-1" in text, "konsent" in text) == (address, False, False)
