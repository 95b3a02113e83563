"""What keeps a story from the public, in words; and who may review it."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from testimonies import ledger, models
from testimonies.models import Consent
from tests import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty", "english")]

UNREVIEWED = {"reviewed_by": None, "reviewed_on": None}


def verified_story(**values) -> models.Testimony:
    story = rows.story(**values)
    story.sources.add(rows.source())
    return story


def test_nothing_keeps_a_story_with_all_it_needs():
    story = verified_story()
    rows.consent(story)
    assert (ledger.obstacles(story), models.Testimony.objects.published().get()) == ([], story)


def test_a_draft_without_anything_is_told_everything():
    story = rows.story(state="draft", verified_on=None)
    assert ledger.obstacles(story) == [
        "The state is “draft”.",
        "No source is given.",
        "Nobody has verified it yet.",
        "There is no consent. Enter the paper form's reference and what it allows.",
    ]


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"web": False}, "The consent does not include the web."),
        (UNREVIEWED, "Its safety has not been reviewed. A second person must read it."),
        ({"given_on": "2026-11-20", "expires_on": "2026-11-24"}, "The consent expired on 24 November 2026."),
        ({"given_on": "2026-11-25"}, "The consent is given only on 25 November 2026."),
        ({"withdrawn_on": "2026-11-24"}, "The consent was withdrawn on 24 November 2026."),
    ],
)
@time_machine.travel("2026-11-24 12:00+00:00", tick=False)
def test_each_fault_of_a_consent_is_one_sentence(values, fault):
    story = verified_story()
    consent = rows.consent(story, reference="F-1", **values)
    consent.refresh_from_db()
    assert (ledger.faults_of(consent, story), ledger.obstacles(story)) == ([fault], [f"F-1: {fault}"])


def test_a_review_by_the_author_does_not_count():
    story = verified_story(author=rows.reviewer())
    rows.consent(story, reference="F-1")
    fault = "F-1: It was reviewed by its own author. A second person must read it."
    assert (ledger.obstacles(story), models.Testimony.objects.published().exists()) == ([fault], False)


def test_one_consent_that_suffices_is_enough():
    story = verified_story()
    rows.consent(story, web=False)
    rows.consent(story)
    assert (ledger.obstacles(story), models.Testimony.objects.published().count()) == ([], 1)


@time_machine.travel("2026-11-24 12:00+00:00", tick=False)
def test_the_window_of_publication_is_told_in_moroccan_time():
    early = verified_story(publish_at="2026-11-25T08:00Z")
    late = verified_story(expire_at="2026-11-24T11:59Z")
    for story in (early, late):
        rows.consent(story)
        story.refresh_from_db()
    assert ledger.obstacles(early) == ["It appears only on 25 November 2026, 08:00."]
    assert ledger.obstacles(late) == ["It ended on 24 November 2026, 11:59."]


def test_what_shows_no_person_needs_no_consent():
    story = verified_story()
    models.Testimony.objects.filter(pk=story.pk).update(explainer=True, country=None, tone="")
    story.refresh_from_db()
    assert (ledger.obstacles(story), models.Testimony.objects.published().count()) == ([], 1)


def test_a_consent_expires_as_the_day_begins_in_morocco():
    story = verified_story()
    rows.consent(story, given_on="2026-11-01", expires_on="2026-12-01")
    with time_machine.travel("2026-11-30 23:59+00:00"):
        assert models.Testimony.objects.published().count() == 1
    with time_machine.travel("2026-12-01 00:00+00:00"):
        assert models.Testimony.objects.published().count() == 0


def test_it_ends_after_24_months_unless_said():
    story = rows.story()
    consent = Consent.objects.create(testimony=story, reference="F-1", given_on=date(2024, 2, 29))
    assert consent.expires_on == date(2026, 2, 28)


@time_machine.travel("2026-11-24 12:00+00:00")
def test_a_review_is_recorded_with_day_and_person(django_user_model):
    colleague = django_user_model.objects.create(username="colleague")
    consent = rows.consent(rows.story(), provisional=True, **UNREVIEWED)
    ledger.review(consent, colleague)
    consent.refresh_from_db()
    assert (consent.reviewed_by, consent.reviewed_on, consent.provisional) == (colleague, date(2026, 11, 24), False)
    assert list(Consent.objects.awaiting_review()) == []


@pytest.mark.parametrize(
    ("case", "refusal"),
    [
        ("author", "You wrote this story. The safety review must be made by somebody else: ask a colleague."),
        ("unlinked", "Link this consent to its story first: without the story there is nothing to review."),
        ("withdrawn", "This consent was withdrawn: there is nothing left to review."),
    ],
)
def test_who_may_not_review_is_told_why(case, refusal):
    story = None if case == "unlinked" else rows.story(author=rows.reviewer())
    consent = rows.consent(story, **UNREVIEWED | ({"withdrawn_on": "2026-11-02"} if case == "withdrawn" else {}))
    with pytest.raises(ValidationError) as refused:
        ledger.review(consent, rows.reviewer())
    consent.refresh_from_db()
    assert (refused.value.messages, consent.reviewed_by) == ([refusal], None)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"expires_on": "2026-11-01"}, "consent_expires_after_it_is_given"),
        ({"minor": True}, "consent_of_a_minor_has_a_guardian"),
        ({"basis": "published"}, "consent_published_has_its_link"),
        ({"reviewed_on": None}, "consent_review_has_day_and_person"),
    ],
)
def test_the_database_keeps_what_must_always_hold(values, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        rows.consent(rows.story(), **values)


def test_nothing_but_the_reference_is_in_words_about_a_consent():
    consent = rows.consent(rows.story(), reference="F-1", basis="published", published_url="https://example.org/secret")
    assert (str(consent), repr(consent)) == ("F-1", "<Consent: F-1>")
