"""The stories of a fresh installation: on what footing they are public, and that a withdrawal is for good."""

from datetime import date

import pytest
import yaml
from django.contrib.auth.models import User
from django.core.management import call_command

from core.starter_content import StarterError
from testimonies import models, personal, starter, withdrawal
from testimonies.models import Consent
from tests import rows

pytestmark = pytest.mark.django_db
FACTS = 22  # in the programme's file of published stories
STORIES = FACTS - 1  # one speaks of health: only with IOM's agreement


def persons():
    """The stories of people: all but what the programme made itself."""
    return models.Testimony.objects.filter(explainer=False)


def stories():
    """Those of people: the explainer that lies beside them shows nobody."""
    return models.Testimony.objects.filter(explainer=False)


@pytest.fixture
def fresh(db):
    """Countries and sectors are there, stories are not."""
    Consent.objects.all().delete()
    models.Testimony.objects.all().delete()  # the explainer too


def test_without_an_administrator_all_stay_in_review():
    assert (persons().count(), persons().published().count()) == (STORIES, 0)
    assert (Consent.objects.awaiting_review().count(), Consent.objects.filter(reviewed_by=None).count()) == (
        STORIES,
        STORIES,
    )


def test_with_an_administrator_they_are_public_and_await_a_review(fresh, editor):
    starter.load()
    assert persons().published().count() == STORIES
    consents = Consent.objects.awaiting_review()
    footing = set(
        consents.values_list("basis", "web", "print", "reviewed_by", "provisional", "given_on", "reviewed_on")
    )
    day = date(2026, 11, 23)
    assert (consents.count(), footing) == (STORIES, {("published", True, False, editor.pk, True, day, day)})
    assert set(persons().values_list("review_by", "author")) == {(date(2026, 12, 23), None)}


def test_loading_again_keeps_everything(fresh, editor):
    starter.load()
    persons().filter(slug="drinks-depot").update(title_fr="Corrigé", state="draft")
    assert sum(file.created for file in starter.load()) == 0
    assert persons().filter(title_fr="Corrigé", state="draft").count() == 1


def test_stories_left_in_review_are_not_published_by_a_later_load(editor):
    starter.load()
    assert persons().published().count() == 0


def test_a_withdrawn_story_is_never_loaded_again(fresh, editor):
    starter.load()
    withdrawal.withdraw(Consent.objects.get(reference="PUB-ML-03"), editor)
    call_command("load_starter", verbosity=0)
    assert persons().filter(slug="tailor-in-waiting-bamako").count() == 0
    assert persons().count() == STORIES - 1


def test_a_story_of_somebody_else_with_the_same_slug_gets_no_consent(fresh, editor):
    own = rows.story(slug="drinks-depot", state="draft")
    starter.load()
    assert (own.consents.count(), Consent.objects.filter(reference="PUB-ML-02").count()) == (0, 0)


def test_every_story_links_to_its_article_and_is_complete_in_three_languages():
    stories = persons().prefetch_related("sources", "consents")
    for story in stories:
        assert story.article_url == story.sources.first().url == story.consents.get().published_url, story.slug
        for code in ("fr", "en", "ar"):
            words = f"{getattr(story, f'summary_{code}')} {getattr(story, f'transcript_{code}')}".split()
            assert 55 <= len(words) <= 140, (story.slug, code, len(words))


def test_no_story_says_more_than_it_may():
    """Text only; no exact date, number, long name; no name in an address."""
    found = {story.slug: personal.warnings_about(story) for story in persons().all()}
    assert {slug: sentences for slug, sentences in found.items() if sentences} == {}
    assert set(persons().values_list("identity", flat=True)) == {0}


def test_every_country_has_a_story_that_was_not_only_a_success():
    tones = set(persons().exclude(tone="success").values_list("country__slug", flat=True))
    assert tones == {"senegal", "mali", "guinea", "cote-divoire", "cameroon"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reference": None}, "testimonies/starter/stories.yaml: stories[1]: lacks reference."),
        (
            {"sources": ["unknown"]},
            "testimonies/starter/stories.yaml: stories[1].sources: the first source must be the article.",
        ),
        ({"tone": "blue"}, "testimonies/starter/stories.yaml: stories[1] poultry-farm-kolda.tone: "),
    ],
)
def test_a_fault_is_told_as_file_item_field(fresh, english, tmp_path, monkeypatch, change, said):
    content = yaml.safe_load((starter.FOLDER / "stories.yaml").read_text())
    content["stories"][0] |= change
    folder = tmp_path / "testimonies" / "starter"
    folder.mkdir(parents=True)
    (folder / "stories.yaml").write_text(yaml.safe_dump(content, allow_unicode=True))
    monkeypatch.setattr(starter, "FOLDER", folder)
    with pytest.raises(StarterError) as fault:
        starter.load()
    assert str(fault.value).startswith(said)


def test_the_administrator_comes_before_the_stories(fresh, settings, monkeypatch):
    """`setup` on an empty database: the review needs an account of this installation."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "amina")
    rows.delete_all()
    call_command("setup", verbosity=0)
    assert (User.objects.get().username, persons().published().count()) == ("amina", STORIES)
