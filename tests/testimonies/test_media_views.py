"""Media by their token: ranges, headers, and that nothing is reachable a moment longer than the story is public."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import State
from testimonies.models import Consent, Poster, Rendition, Subtitle, Testimony
from tests.testimonies.test_media_files import full_story

pytestmark = pytest.mark.usefixtures("empty")
CONTENT = bytes(range(250)) * 4


def tokens(story) -> list[str]:
    return [
        *Rendition.objects.filter(recording__testimony=story).values_list("token", flat=True),
        *Poster.objects.filter(testimony=story).values_list("token", flat=True),
        *Subtitle.objects.filter(testimony=story).values_list("token", flat=True),
    ]


def video(story) -> str:
    return reverse("media", args=[Rendition.objects.get(recording__testimony=story, kind="240p").token])


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def statuses(client, story) -> set[int]:
    return {client.get(reverse("media", args=[token])).status_code for token in tokens(story)}


def test_everything_of_a_public_story_answers(client):
    story = full_story()
    assert len(tokens(story)) == 9
    assert statuses(client, story) == {200}


def test_the_whole(client):
    response = client.get(video(full_story()), headers={"accept-encoding": "gzip, br"})
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert {name: response.headers[name] for name in ("Content-Type", "Content-Length", "Accept-Ranges")} == {
        "Content-Type": "video/mp4",
        "Content-Length": "1000",
        "Accept-Ranges": "bytes",
    }
    assert response.headers["Content-Disposition"] == 'inline; filename="foras-240p.mp4"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["X-Robots-Tag"] == "noindex, noarchive"
    assert not response.has_header("Content-Encoding")
    assert response.cookies == {}


def test_types(client):
    story = full_story()
    found = {}
    for token in tokens(story):
        response = client.get(reverse("media", args=[token]))
        found[response.headers["Content-Disposition"].split('"')[1]] = response.headers["Content-Type"]
    assert found == {
        "foras-sound.m4a": "audio/mp4",
        "foras-240p.mp4": "video/mp4",
        "foras-480p.mp4": "video/mp4",
        "foras-poster.webp": "image/webp",
        "foras-poster.jpeg": "image/jpeg",
        "foras-fr.vtt": "text/vtt; charset=utf-8",
        "foras-ar.vtt": "text/vtt; charset=utf-8",
    }


@pytest.mark.parametrize(
    ("header", "part", "content_range"),
    [
        ("bytes=0-99", CONTENT[:100], "bytes 0-99/1000"),
        ("bytes=990-", CONTENT[990:], "bytes 990-999/1000"),
        ("bytes=-10", CONTENT[-10:], "bytes 990-999/1000"),
        ("bytes=500-9999", CONTENT[500:], "bytes 500-999/1000"),
    ],
)
def test_a_part(client, header, part, content_range):
    response = client.get(video(full_story()), headers={"range": header})
    assert (response.status_code, body(response)) == (206, part)
    assert response.headers["Content-Range"] == content_range
    assert response.headers["Content-Length"] == str(len(part))


def test_beyond_the_end(client):
    response = client.get(video(full_story()), headers={"range": "bytes=1000-"})
    assert (response.status_code, response.headers["Content-Range"], response.content) == (416, "bytes */1000", b"")


@pytest.mark.parametrize("header", ["bytes=0-1,5-6", "bytes=x", "bytes", "\x00", "bytes=" + "1" * 5000, "é"])
def test_other_ranges_give_the_whole(client, header):
    response = client.get(video(full_story()), headers={"range": header})
    assert (response.status_code, body(response)) == (200, CONTENT)


def test_an_old_copy_is_not_completed_with_a_new_one(client):
    address = video(full_story())
    etag = client.get(address).headers["ETag"]
    same = client.get(address, headers={"range": "bytes=0-9", "if-range": etag})
    other = client.get(address, headers={"range": "bytes=0-9", "if-range": '"other"'})
    assert (same.status_code, other.status_code) == (206, 200)


def test_a_kept_copy_is_asked_about(client):
    story = full_story()
    address = video(story)
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    Consent.objects.filter(testimony=story).update(withdrawn_on=timezone.localdate())
    assert client.get(address, headers={"if-none-match": etag}).status_code == 404


def test_head(client):
    response = client.head(video(full_story()))
    assert (response.status_code, response.headers["Content-Length"]) == (200, "1000")
    assert client.post(video(full_story())).status_code == 405


TODAY = timezone.localdate
HIDDEN = {
    "draft": lambda story: Testimony.objects.filter(pk=story.pk).update(state=State.DRAFT),
    "in review": lambda story: Testimony.objects.filter(pk=story.pk).update(state=State.IN_REVIEW),
    "not yet": lambda story: Testimony.objects.filter(pk=story.pk).update(
        publish_at=timezone.now() + timedelta(days=1)
    ),
    "over": lambda story: Testimony.objects.filter(pk=story.pk).update(expire_at=timezone.now() - timedelta(days=1)),
    "consent expired": lambda story: story.consents.update(expires_on=TODAY()),
    "consent withdrawn": lambda story: story.consents.update(withdrawn_on=TODAY()),
    "not for the web": lambda story: story.consents.update(web=False),
    "not reviewed": lambda story: story.consents.update(reviewed_by=None, reviewed_on=None),
    "no consent": lambda story: story.consents.all().delete(),
}


@pytest.mark.parametrize("state", HIDDEN)
def test_nothing_of_a_story_that_is_not_public(client, state):
    story = full_story()
    HIDDEN[state](story)
    assert len(tokens(story)) == 9
    assert statuses(client, story) == {404}


def test_nothing_that_the_person_does_not_allow(client):
    story = full_story()
    Poster.objects.filter(testimony=story, width=640).update(uploaded=True)
    shown = {}
    for identity in Testimony.Identity:
        Testimony.objects.filter(pk=story.pk).update(identity=identity)
        answers = {token: client.get(reverse("media", args=[token])) for token in tokens(story)}
        shown[identity.name] = sorted(
            answer.headers["Content-Disposition"].split("foras-")[1][:-1]
            for answer in answers.values()
            if answer.status_code == 200
        )
    heard = ["ar.vtt", "fr.vtt", "sound.m4a"]
    pictures = ["poster.jpeg", "poster.webp"] * 2
    assert shown["TEXT"] == []
    assert shown["ACTOR"] == shown["VOICE"] == heard
    assert shown["HIDDEN"] == shown["VISIBLE"] == sorted([*heard, *pictures, "240p.mp4", "480p.mp4"])


def test_some_places_are_left_to_the_pages(client, settings):
    """As many downloads as there are places; one more is asked to come back, and may as soon as one has ended."""
    story = full_story()
    address, small = video(story), reverse("media", args=[story.posters.first().token])
    path = Path(settings.MEDIA_ROOT) / Rendition.objects.get(kind="240p").file.name
    path.write_bytes(bytes(300_000))
    begun = [client.get(address) for _ in range(settings.MEDIA_DOWNLOADS)]
    refused = client.get(address, headers={"accept-language": "en"})
    words = "Many people are listening or watching at this moment. Try again in a few seconds."
    assert (refused.status_code, refused.headers["Retry-After"], refused.content.decode()) == (503, "10", words)
    assert (client.head(address).status_code, client.get(small).status_code) == (200, 200)
    assert body(client.get(address, headers={"range": "bytes=0-99"})) == bytes(100)
    assert body(begun[0]) == body(client.get(address)) == bytes(300_000)
    assert {body(response) for response in begun[1:]} == {bytes(300_000)}
    again = [client.get(address) for _ in range(settings.MEDIA_DOWNLOADS)]
    assert {(response.status_code, body(response)) for response in again} == {(200, bytes(300_000))}


def test_no_token_no_file(client):
    story = full_story()
    original = story.recording.original.name.rsplit("/", 1)[1]
    for name in (original, "0" * 32, "A" * 32, "0" * 31, "../secret_key", "%2e%2e/secret_key", "\0" * 32):
        assert client.get(f"/media/{name}").status_code == 404


def test_a_lost_file_is_a_404(client):
    story = full_story()
    address = video(story)
    Rendition.objects.get(recording__testimony=story, kind="240p").file.storage.delete(
        Rendition.objects.get(recording__testimony=story, kind="240p").file.name
    )
    assert client.get(address).status_code == 404


def test_nginx_sends_the_file_where_it_can(client, settings):
    settings.MEDIA_ACCEL = "/protected/"
    story = full_story()
    row = Rendition.objects.get(recording__testimony=story, kind="240p")
    response = client.get(video(story), headers={"range": "bytes=0-9"})
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["X-Accel-Redirect"] == f"/protected/{row.file.name}"
    assert response.headers["Content-Type"] == "video/mp4"
    story.consents.update(web=False)
    assert client.get(video(story)).status_code == 404


def test_nginx_is_told_to_pass_on_each_header(client, settings):
    """nginx forgets the headers of an answer that leads it to a file, but for a few."""
    settings.MEDIA_ACCEL = "/protected/"
    sent = {name.lower() for name in client.get(video(full_story())).headers} | {"strict-transport-security"}
    kept = {"content-type", "content-disposition", "cache-control", "vary", "content-language", "content-length"}
    passed_on = re.findall(r"\$upstream_http_(\w+);", Path("docs/nginx.conf.example").read_text())
    assert {name.replace("_", "-") for name in passed_on} == sent - kept - {"x-accel-redirect", "etag"}


def test_what_the_programme_made_needs_no_consent(client):
    story = full_story()
    Testimony.objects.filter(pk=story.pk).update(explainer=True, country=None, tone="", identity=0)
    Consent.objects.all().delete()
    assert statuses(client, story) == {200}
    Testimony.objects.filter(pk=story.pk).update(state=State.DRAFT)
    assert statuses(client, story) == {404}


def test_a_text_track_is_the_text(client):
    story = full_story()
    row = Subtitle.objects.get(testimony=story, language="ar")
    assert client.get(reverse("media", args=[row.token])).content.decode() == row.webvtt
