"""The desk of stories: what is missing is said, publication waits for it, nothing typed is lost."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.test import Client

from testimonies import models
from tests import rows
from tests.testimonies.race import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
LIST = "/en/admin/testimonies/testimony/"
UNLIMITED = ("change_whole_texts", "change_all_countries")


def address(story, what: str = "change") -> str:
    return f"{LIST}{story.pk}/{what}/"


def with_rights(*names: str) -> Client:
    user = User.objects.create_user("editrice", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names, content_type__app_label="testimonies"))
    user.user_permissions.add(*Permission.objects.filter(codename__in=UNLIMITED))
    client = Client()
    client.force_login(user)
    return client


def filled(story, **values) -> dict:
    """The form as `story` fills it, verified and sourced, to be published; `values` over it."""
    if not story.sources.exists():
        story.sources.add(rows.source())
    return form_of(story) | values


def state_errors(response) -> list[str]:
    return response.context["adminform"].form.errors.get("state", [])


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_story_with_all_it_needs_is_published(desk):
    story = rows.story(state="review")
    rows.consent(story)
    response = desk.post(address(story), filled(story))
    assert (response.status_code, models.Testimony.objects.published().get()) == (302, story)


def test_publication_is_refused_without_consent_and_nothing_is_lost(desk):
    story = rows.story(state="draft", title_fr="Avant")
    response = desk.post(address(story), filled(story, summary_fr="Ce que je viens d’écrire", summary_ar="ما كتبت"))
    form = response.context["adminform"].form
    assert state_errors(response) == ["There is no consent. Enter the paper form's reference and what it allows."]
    assert (form["summary_fr"].value(), form["summary_ar"].value()) == ("Ce que je viens d’écrire", "ما كتبت")
    story.refresh_from_db()
    assert (story.state, story.title_fr) == ("draft", "Avant")


def test_every_fault_of_the_consent_is_told(desk):
    story = rows.story(state="review")
    rows.consent(story, reference="F-1", web=False, reviewed_by=None, reviewed_on=None)
    assert state_errors(desk.post(address(story), filled(story))) == [
        "F-1: The consent does not include the web.",
        "F-1: Its safety has not been reviewed. A second person must read it.",
    ]


def test_the_author_does_not_publish(desk, editor):
    story = rows.story(state="review", author=editor)
    rows.consent(story)
    response = desk.post(address(story), filled(story))
    assert state_errors(response) == ["You wrote this story: somebody else must publish it."]


def test_a_new_story_cannot_be_public_at_once_and_belongs_to_who_wrote_it(desk, editor):
    data = filled(rows.story(slug="autre"), slug="nouveau")
    refused = desk.post(f"{LIST}add/", data)
    assert state_errors(refused) == ["There is no consent. Enter the paper form's reference and what it allows."]
    desk.post(f"{LIST}add/", data | {"state": "draft"})
    assert models.Testimony.objects.get(slug="nouveau").author == editor


def test_a_published_story_whose_consent_ran_out_can_still_be_mended(desk):
    story = rows.story()
    response = desk.post(address(story), filled(story, title_fr="Mendé"))
    story.refresh_from_db()
    assert (response.status_code, story.title_fr, models.Testimony.objects.published().count()) == (302, "Mendé", 0)


def test_the_form_says_what_is_missing(desk):
    story = rows.story(state="draft")
    rows.consent(story, reference="F-1", web=False)
    assert desk.get(address(story)).context["obstacles"] == [
        "The state is “draft”.",
        "No source is given.",
        "F-1: The consent does not include the web.",
    ]
    assert desk.get(f"{LIST}add/").context["obstacles"] is None


def test_who_may_not_see_consents_learns_that_a_reader_is_awaited():
    story = rows.public_story()
    story.title_ar = "عنوان آخر"
    story.save()
    response = with_rights("view_testimony", "change_testimony").get(address(story))
    sentence = "A second person must read this story again before it is on the site."
    assert response.context["obstacles"] == ["No source is given.", sentence]


def test_who_may_not_see_consents_learns_only_that_they_do_not_suffice():
    story = rows.story()
    rows.consent(story, reference="F-1", web=False)
    response = with_rights("view_testimony", "change_testimony").get(address(story))
    sentence = "No consent allows this story on the web yet. Ask whoever keeps the consents."
    page = response.content.decode()
    assert response.context["obstacles"] == ["No source is given.", sentence]
    assert ("F-1" in page, "consents-group" in page) == (False, False)


def test_who_may_see_consents_sees_them_beside_the_story():
    story = rows.story()
    rows.consent(story, reference="F-1", web=False)
    page = with_rights("view_testimony", "change_testimony", "view_consent").get(address(story)).content.decode()
    assert ("F-1" in page, "consents-group" in page) == (True, True)


def test_after_saving_it_warns_of_what_could_lead_to_a_person(desk):
    story = rows.story(state="draft")
    response = desk.post(address(story), filled(story, state="draft", summary_fr="Appelez le 06 12 34 56 78."))
    story.refresh_from_db()
    assert story.summary_fr == "Appelez le 06 12 34 56 78."
    assert "summary [fr]: “06 12 34 56 78” looks like a telephone number." in said(response)


def test_a_change_after_the_review_asks_for_another_look(desk):
    story = rows.story()
    rows.consent(story)
    warning = (
        "What the safety review was given for has changed: the story is not public until a second person has read it "
        "again. Ask a colleague; it is in the list of consents that await a review."
    )
    changed = desk.post(address(story), filled(story, title_fr="Autre titre"))
    same = Client()
    same.force_login(User.objects.get(username="amina"))
    story.refresh_from_db()
    unchanged = same.post(address(story), filled(story, title_fr="Autre titre", position=3))
    assert (warning in said(changed), warning in said(unchanged)) == (True, False)


@pytest.mark.parametrize("missing", ["country", "tone"])
def test_without_a_country_or_a_tone_it_is_said(desk, missing):
    story = rows.story(state="draft")
    response = desk.post(address(story), filled(story, state="draft") | {missing: ""})
    errors = response.context["adminform"].form.errors
    assert (response.status_code, errors) == (200, {missing: ["Give the country and the tone."]})


def test_the_list_says_which_countries_show_only_successes(desk):
    hard, good = rows.country(), rows.country()
    rows.public_story(country=hard, tone="difficulty")
    rows.public_story(country=good)
    response = desk.get(LIST)
    assert response.context["countries_without_hard_stories"] == [good]


def test_a_story_with_a_consent_is_not_deleted_but_withdrawn(desk):
    story = rows.public_story()
    assert desk.post(address(story, "delete"), {"post": "yes"}).status_code == 403
    assert models.Testimony.objects.count() == 1


def test_a_draft_is_deleted_without_leaving_its_title(desk):
    story = rows.story(state="draft", title_fr="Zanzibarine")
    desk.post(address(story), filled(story, state="draft", title_fr="Zanzibarine"))
    assert LogEntry.objects.filter(object_repr="Zanzibarine").count() == 1
    desk.post(address(story, "delete"), {"post": "yes"})
    assert (models.Testimony.objects.count(), LogEntry.objects.count()) == (0, 0)


def test_many_are_not_deleted_at_a_time(desk):
    rows.story()
    assert "delete_selected" not in desk.get(LIST).content.decode()


def test_a_story_withdrawn_meanwhile_is_told_as_gone(desk):
    story = rows.story()
    data = filled(story)
    models.Testimony.objects.all().delete()
    response = desk.post(address(story), data)
    assert (response.status_code, models.Testimony.objects.count()) == (404, 0)
    assert response.context_data["sentence"].startswith("This is not here any more: somebody has deleted it")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(desk, django_assert_num_queries, number):
    country = rows.country()
    for _ in range(number):
        rows.public_story(country=country)
    with django_assert_num_queries(10):
        desk.get(LIST)
