"""What a fresh installation has: a whole ladder, made by the programme, that shows no person and fits the figures."""

import pytest
from django.urls import reverse

from testimonies import explainer, ladder, media_files, transcode
from testimonies.models import Rendition, Testimony

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return Testimony.objects.get(slug="foras-in-brief")


def test_it_is_public_and_rests_on_nobody(story):
    assert (story.explainer, story.country, story.tone, story.displayed_name) == (True, None, "", "")
    assert story.consents.count() == 0
    assert Testimony.objects.published().filter(pk=story.pk).exists()


def test_its_ladder(story):
    rungs = ladder.rungs(story)
    assert [rung.kind for rung in rungs] == ["240p", "480p"]  # it has no voice
    assert rungs[0].bytes < 2_000_000
    assert 60 <= rungs[0].seconds <= 75
    assert ladder.missing_tracks(ladder.tracks(story)) == []
    assert len(ladder.poster(story).webp) == 2


def test_its_files_are_what_a_worker_would_make(story, tmp_path):
    for row in Rendition.objects.filter(recording__testimony=story):
        path = media_files.root().parent / row.file.name
        assert transcode.check(path, "video").seconds == pytest.approx(row.seconds, abs=1)


def test_its_words_are_its_transcript(story):
    assert story.transcript_fr.splitlines()[0] == "FORAS\u00a0: le mot arabe pour «\u00a0opportunités\u00a0»."
    assert len({len(getattr(story, f"transcript_{code}").splitlines()) for code in ("fr", "en", "ar")}) == 1


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_its_page(client, story, language):
    response = client.get(f"/{language}/testimonies/foras-in-brief/")
    assert response.status_code == 200
    assert response.content.decode().count('<details class="rung">') == 2


def test_its_addresses_answer(client, story):
    for rung in ladder.rungs(story):
        assert client.get(rung.url, headers={"range": "bytes=0-99"}).status_code == 206
    assert client.get(reverse("media", args=[story.subtitles.get(language="ar").token])).status_code == 200


def test_loading_again_changes_nothing(story):
    before = list(Rendition.objects.values_list("token", flat=True))
    assert explainer.load().created == 0
    assert list(Rendition.objects.values_list("token", flat=True)) == before
