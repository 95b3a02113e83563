import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from testimonies import ladder
from testimonies.models import Poster, Recording, Rendition, Subtitle, Testimony
from tests import rows
from tests.testimonies.test_media_files import full_story

pytestmark = pytest.mark.usefixtures("empty")


def kinds(story) -> list[str]:
    return [rung.kind for rung in ladder.rungs(story)]


def html(story, language="en") -> str:
    tracks = ladder.tracks(story)
    context = {
        "testimony": story,
        "rungs": ladder.rungs(story),
        "tracks": tracks,
        "missing_tracks": ladder.missing_tracks(tracks),
        "poster": ladder.poster(story),
    }
    with translation.override(language):
        return render_to_string("testimonies/ladder.html", context)


def test_rungs_are_cheapest_first_with_the_files_own_sizes():
    story = full_story()
    row = Rendition.objects.get(recording__testimony=story, kind="sound")
    assert kinds(story) == ["sound", "240p", "480p"]
    assert ladder.rungs(story)[0] == ladder.Rung("sound", f"/media/{row.token}", 1000, 60, "audio/mp4")


@pytest.mark.parametrize(
    ("identity", "offered"),
    [(0, []), (1, ["sound"]), (2, ["sound"]), (3, ["sound", "240p", "480p"]), (4, ["sound", "240p", "480p"])],
)
def test_only_what_the_person_allows(identity, offered):
    story = full_story()
    Testimony.objects.filter(pk=story.pk).update(identity=identity)
    assert kinds(Testimony.objects.get(pk=story.pk)) == offered


@pytest.mark.parametrize("identity", range(5))
def test_what_is_not_allowed_is_forbidden(identity):
    story = full_story()
    story.identity = identity
    allowed, forbidden = set(ladder.allowed_copies(story)), set(ladder.forbidden_copies(story))
    assert (allowed & forbidden, len(allowed | forbidden)) == (set(), 3)


def test_a_picture_only_where_the_person_may_be_seen():
    story = full_story()
    assert [picture.width for picture in ladder.poster(story).webp] == [320, 640]
    story.identity = Testimony.Identity.VOICE
    assert ladder.poster(story) is None
    Poster.objects.update(uploaded=True)
    assert ladder.poster(story) is None


def test_tracks_in_their_own_language():
    story = full_story()
    assert [(track.language, track.label) for track in ladder.tracks(story)] == [("fr", "Français"), ("ar", "العربية")]
    assert ladder.missing_tracks(ladder.tracks(story)) == ["English"]
    assert ladder.missing_tracks([]) == ["Français", "English", "العربية"]


def test_no_subtitles_without_something_to_hear_or_see():
    story = full_story()
    story.identity = Testimony.Identity.TEXT
    assert ladder.tracks(story) == []


def test_subtitles_that_outlast_the_recording_are_not_offered():
    story = full_story()
    Subtitle.objects.filter(language="ar").update(webvtt="WEBVTT\n\n01:00.000 --> 01:02.000\nنعم\n")
    assert [track.language for track in ladder.tracks(story)] == ["fr"]
    Recording.objects.update(seconds=62)
    assert [track.language for track in ladder.tracks(story)] == ["fr", "ar"]


def test_nothing_without_rungs():
    story = rows.story()
    assert (ladder.rungs(story), ladder.tracks(story), ladder.poster(story)) == ([], [], None)
    assert html(story).strip() == ""


def test_the_page_says_what_it_costs_and_loads_nothing():
    story = full_story()
    Rendition.objects.filter(kind="sound").update(bytes=690_000, seconds=118)
    text = html(story)
    assert '<span>Listen</span> <span class="cost"><bdi>2 min</bdi> · <bdi>0.7 MB</bdi></span>' in text
    assert text.index("<audio") < text.index("<video")
    assert text.count('preload="none"') == 3
    for eager in ("autoplay", "poster=", " default", 'preload="auto"', "<script", "style="):
        assert eager not in text
    assert text.count('loading="lazy"') == 2
    assert text.count('<details class="rung">') == 3
    assert text.count('download="foras-') == 3


def test_missing_subtitles_are_said():
    story = full_story()
    assert "Subtitles do not exist yet in: <bdi>English</bdi>." in html(story)
    assert "To read the subtitles, press CC" in html(story)
    Subtitle.objects.all().delete()
    assert "This video has no subtitles yet.</p>" in html(story)
    assert "press CC" not in html(story)
    story.transcript_en = "The words"
    assert "This video has no subtitles yet. Its words are on this page.</p>" in html(story)


def test_the_language_spoken_is_said():
    story = full_story(spoken_language="wo")
    assert "<p>Spoken in: Wolof</p>" in html(story)
    assert "Spoken in" not in html(full_story())


def test_sizes_in_three_languages():
    story = full_story()
    Rendition.objects.update(bytes=690_000)
    for language in ("fr", "en", "ar"):
        assert f"<bdi>{'0.7' if language == 'en' else '0,7'}" in html(story, language) or "0.7" in html(story, language)


def test_the_address_has_no_language():
    token = "0" * 32
    for language in ("fr", "ar"):
        with translation.override(language):
            assert reverse("media", args=[token]) == f"/media/{token}"


def test_queries(django_assert_num_queries):
    story = full_story()
    with django_assert_num_queries(5):
        ladder.rungs(story)
        ladder.missing_tracks(ladder.tracks(story))
        ladder.poster(story)
