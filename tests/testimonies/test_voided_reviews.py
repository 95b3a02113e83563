"""A safety review holds for what was read, heard and seen: whatever changes takes it back, and a second person is
somebody who changed nothing."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from core import history, languages, translated
from core.models import AuditEntry
from testimonies import ledger
from testimonies.models import Consent, Testimony
from tests import rows
from tests.testimonies.test_admin_consents import form_of
from tests.testimonies.test_admin_media import address, photo, send, subtitle, upload
from tests.testimonies.test_media_files import full_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty", "english")]
TEXTS = [f"{field}_{code}" for field in translated.fields(Testimony) for code in languages.CODES]
VOIDED = (
    "What the safety review was given for has changed: the story is not public until a second person has read it "
    "again. Ask a colleague; it is in the list of consents that await a review."
)


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def is_public(story) -> bool:
    return Testimony.objects.published().filter(pk=story.pk).exists()


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


FACTS = {
    "slug": "autre", "identity": 4, "name_changed": True, "year_of_return": 2019, "tone": "difficulty",
    "spoken_language": "wo", "article_url": "https://example.org/x", "article_title": "Un autre",
}  # fmt: skip


@pytest.mark.parametrize(("field", "value"), [*((name, "Mamadou Diallo, 5 mai") for name in TEXTS), *FACTS.items()])
def test_each_thing_that_is_read_takes_the_review_back(field, value):
    story = rows.public_story()
    assert is_public(story)
    setattr(story, field, value)
    story.save()
    assert (is_public(story), Consent.objects.get().reviewed_on, story.review_was_voided) == (False, None, True)


@pytest.mark.parametrize("field", ["country", "sector", "module"])
def test_so_does_another_country_sector_or_module(field):
    story = rows.public_story()
    setattr(story, field, getattr(rows, field)())
    story.save()
    assert not is_public(story)


def test_what_a_reader_does_not_meet_leaves_it():
    story = rows.public_story(summary_fr="Une ligne.\nUne autre.")
    story.position, story.summary_fr, story.review_by = 7, "Une ligne.\r\nUne autre.", "2030-01-01"
    story.save()
    story.title_fr = "Pas enregistré"
    story.save(update_fields=["state"])
    assert (is_public(story), story.review_was_voided) == (True, False)


def test_a_withdrawn_consent_keeps_the_day_of_its_review():
    story = rows.story()
    rows.consent(story, withdrawn_on=timezone.localdate())
    story.title_fr = "Autre"
    story.save()
    assert str(Consent.objects.get().reviewed_on) == "2026-11-02"


def test_a_save_by_any_other_way_takes_it_back_too():
    """As an import of translations does: the row alone, without a form."""
    story = Testimony.objects.get(pk=rows.public_story().pk)
    story.summary_ar = "كلام آخر"
    story.save()
    assert not is_public(story)


CHANGES = {
    "words": lambda clips: {"title_fr": "Mamadou Diallo, 5 mai 2026"},
    "level": lambda clips: {"identity": "3"},
    "recording": lambda clips: {"recording-0-original": upload(clips.video())},
    "picture": lambda clips: {"posters-0-picture": photo()},
    "subtitles": lambda clips: {"subtitles-0-webvtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nNon\n"},
    "sources": lambda clips: {"sources": [rows.source().pk]},
}


@pytest.mark.parametrize("change", CHANGES)
def test_through_the_desk_the_story_leaves_the_public_and_it_is_said(desk, clips, change):
    story = full_story()
    story.sources.add(rows.source())
    before = desk.get(address(story)).content.decode()
    response = send(desk, story, **CHANGES[change](clips))
    assert "it leaves the public" not in before
    assert "leaves the public until a second person has read it again." in before
    assert (response.status_code, is_public(story), VOIDED in said(response)) == (302, False, True)
    after = desk.get(address(story)).content.decode()
    assert "leaves the public until a second person has read it again." not in after
    reference = Consent.objects.get().reference
    assert f"{reference}: Its safety has not been reviewed. A second person must read it." in after


def test_that_it_left_the_public_is_a_line_of_the_audit_log(desk, editor):
    story = full_story()
    send(desk, story, title_fr="Autre")
    send(desk, story, title_fr="Encore un autre")
    line = AuditEntry.objects.get()
    assert (line.user, line.action, line.row, line.label) == (editor, "take_down", str(story.pk), "")
    assert line.detail == {"what": "to be read again"}


def test_of_a_draft_it_is_none(desk):
    story = full_story(state="review")
    send(desk, story, title_fr="Autre")
    ledger.review(Consent.objects.get(), rows.user())
    assert not AuditEntry.objects.exists()


def test_that_a_second_reader_brings_it_back_is_a_line_too(desk):
    story, reader = full_story(), rows.user()
    send(desk, story, title_fr="Autre")
    for _time in range(2):
        ledger.review(Consent.objects.get(), reader)
    line = AuditEntry.objects.exclude(action="take_down").get()
    assert (line.user, line.action, line.row, line.label) == (reader, "publish", str(story.pk), "")
    assert (line.detail, is_public(story)) == ({"what": "safety reviewed"}, True)


def test_a_review_that_brings_nothing_back_is_none():
    full_story()
    Consent.objects.update(web=False, reviewed_on=None, reviewed_by=None)
    ledger.review(Consent.objects.get(), rows.user())
    assert not AuditEntry.objects.exists()


def test_what_another_permission_takes_away_is_a_line(desk, editor):
    story = full_story()
    consent = Consent.objects.get()
    path = f"/en/admin/testimonies/consent/{consent.pk}/change/"
    answer = desk.post(path, form_of(consent) | {"web": ""})
    assert (answer.status_code, is_public(story)) == (302, False)
    line = AuditEntry.objects.get()
    assert (line.user, line.action, line.detail) == (editor, "take_down", {"what": "to be read again"})


def test_saving_it_as_it_is_leaves_the_review(desk):
    story = full_story(summary_fr="Une ligne.\nUne autre.", transcript_fr="Un.\nDeux.")
    response = send(desk, story, position="4")
    assert (response.status_code, is_public(story), VOIDED in said(response)) == (302, True, False)


def test_the_first_subtitles_and_a_new_story_say_nothing_of_a_review_there_was_none(desk):
    story = rows.story()
    response = send(desk, story, title_fr="Autre", **subtitle(webvtt="WEBVTT\n\n00:01.000 --> 00:02.000\nOui\n"))
    assert (response.status_code, VOIDED in said(response)) == (302, False)


def test_publishing_and_changing_at_once_is_refused(desk):
    story = full_story(state="review")
    response = send(desk, story, state="published", title_fr="Autre")
    assert response.context["adminform"].form.errors["state"] == [
        "You changed what the safety review was given for. Save without publishing, have a second person read it "
        "again, then publish."
    ]
    assert send(desk, story, state="published").status_code == 302
    assert is_public(story)


def test_a_colleague_renews_it_with_one_press(desk):
    story = full_story()
    consent = story.consents.get()
    send(desk, story, title_fr="Corrigé")
    colleague = browser_of(rows.user(is_superuser=True))
    colleague.post(f"/en/admin/testimonies/consent/{consent.pk}/review/")
    assert (is_public(story), story.writers.count()) == (True, 0)


def test_whoever_changed_it_does_not_review_it(desk, editor):
    """X writes, Y rewrites: neither is the second person; Z is, and then X and Y may correct each other."""
    story = rows.story(author=rows.user(), state="review")
    consent = rows.consent(story, reviewed_by=None, reviewed_on=None)
    send(desk, story, summary_fr="Tout autre chose.")
    z = rows.user(is_superuser=True)
    send(browser_of(rows.user(is_superuser=True)), story, title_fr="Une virgule,")
    refusal = "You changed this story since it was last reviewed. Somebody else must read it: ask a colleague."
    with pytest.raises(ValidationError, match=refusal):
        ledger.review(consent, editor)
    ledger.review(consent, z)
    send(browser_of(z), story, title_fr="Sans virgule")
    ledger.review(consent, editor)
    with pytest.raises(ValidationError, match="You wrote this story"):
        ledger.review(consent, story.author)


def older_version(row, version):
    return f"/en/admin/testimonies/testimony/{row.pk}/history/{version.history_id}/"


def test_whoever_brings_an_older_version_back_does_not_review_it(desk, editor):
    story = rows.public_story(title_fr="Un")
    story.title_fr = "Deux"
    story.save()
    consent = story.consents.get()
    ledger.review(consent, rows.reviewer())
    answer = desk.post(older_version(story, story.history.last()))
    assert (answer.status_code, is_public(story), VOIDED in said(answer)) == (302, False, True)
    assert list(story.writers.all()) == [editor]
    line = AuditEntry.objects.filter(action="take_down").latest("pk")
    assert (line.user, line.detail) == (editor, {"what": "to be read again"})
    with pytest.raises(ValidationError, match="You changed this story since it was last reviewed"):
        ledger.review(consent, editor)


def test_sources_brought_back_alone_take_it_back_too(desk, editor):
    story, other = rows.public_story(), rows.source()
    story.sources.add(other)
    history.keep_links(story)
    story.sources.remove(other)
    story.save()
    history.keep_links(story)
    assert is_public(story)
    answer = desk.post(older_version(story, story.history.last()))
    assert (answer.status_code, other in story.sources.all(), is_public(story)) == (302, True, False)
    assert (VOIDED in said(answer), list(story.writers.all())) == (True, [editor])


def test_new_copies_that_nobody_has_heard_take_it_back(desk):
    story = full_story()
    story.recording.state = "failed"
    story.recording.save()
    desk.post(f"/en/admin/testimonies/recording/{story.recording.pk}/again/")
    assert not is_public(story)


def test_the_row_that_needs_no_consent_cannot_become_a_person(desk, clips):
    """Of the explainer the desk changes whether it is public, and nothing that is read, heard or seen."""
    story = full_story(title_fr="FORAS en bref")
    Testimony.objects.filter(pk=story.pk).update(explainer=True, country=None, tone="")
    story.refresh_from_db()
    before = Testimony.objects.values().get(), story.recording.original.name
    person = {
        "title_fr": "Mamadou", "summary_fr": "Il est rentré", "displayed_name_fr": "Mamadou", "slug": "mamadou",
        "identity": "4", "recording-0-original": upload(clips.video()), "posters-0-picture": photo(),
        "recording-TOTAL_FORMS": "1", "posters-TOTAL_FORMS": "1", **subtitle(webvtt="WEBVTT"), "tone": "success",
        "country": rows.country().pk,
    }  # fmt: skip
    response = send(desk, story, **person)
    story = Testimony.objects.get()
    assert response.status_code == 302
    assert (Testimony.objects.values().get(), story.recording.original.name) == before
    assert (story.posters.filter(uploaded=True).count(), story.subtitles.count()) == (0, 2)
    assert send(desk, story, state="draft").status_code == 302
    assert not is_public(story)
    assert send(desk, story, state="published").status_code == 302
    assert is_public(story)
