"""The desk: uploads, posters and subtitles through the story's form; the recording's page; refusals in words."""

import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from PIL import Image

from testimonies import ladder, tasks
from testimonies.models import Poster, Recording, Rendition, Subtitle, Testimony
from tests import rows
from tests.testimonies.test_media_files import full_story, on_disk

pytestmark = pytest.mark.usefixtures("empty")
VTT = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nBonjour\n"


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def address(story) -> str:
    return f"/en/admin/testimonies/testimony/{story.pk}/change/"


def send(desk, story, **changes):
    """Save the story's form with changes; the answer."""
    if not story.sources.exists():
        story.sources.add(rows.source())
    return desk.post(address(story), form(desk.get(address(story))) | changes)


def form(page) -> dict:
    """The form as a browser would send it back, unchanged: files are never sent back."""
    inlines = [inline.formset for inline in page.context["inline_admin_formsets"]]
    forms = [page.context["adminform"].form, *inlines, *(one for formset in inlines for one in formset.forms)]
    found = {}
    for bound in (field for one in forms for field in getattr(one, "management_form", one)):
        value = bound.value()
        if value is None or value is False or isinstance(value, FieldFile):
            continue
        parts = bound.field.widget.decompress(value) if hasattr(bound.field.widget, "decompress") else None
        if parts:
            found |= {f"{bound.html_name}_{n}": str(part) for n, part in enumerate(parts) if part is not None}
        else:
            found[bound.html_name] = (
                [getattr(one, "pk", one) for one in value] if isinstance(value, list) else str(value)
            )
    return found


def errors(response) -> str:
    """What the form complains of."""
    text = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", found) for found in re.findall(r'<ul class="errorlist.*?</ul>', text, re.S))


def upload(path: Path, name="IMG_2041 Été.mp4") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, path.read_bytes())


def photo(width=700, height=400) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(out, "JPEG")
    return SimpleUploadedFile("IMG_2041.jpg", out.getvalue())


def test_an_upload_is_kept_under_a_random_name_and_queued(desk, clips):
    story = rows.story(identity=4)
    response = send(desk, story, **{"recording-0-original": upload(clips.video()), "recording-TOTAL_FORMS": "1"})
    assert (response.status_code, errors(response)) == (302, "")
    row = Recording.objects.get(testimony=story)
    assert (row.state, row.kind, row.bytes) == ("waiting", "video", clips.video().stat().st_size)
    assert re.fullmatch("testimonies/originals/[0-9a-f]{32}", row.original.name)
    assert DBTaskResult.objects.get().args_kwargs["args"] == [row.pk]


def test_a_long_accented_name_is_no_error(desk, clips):
    story = rows.story(identity=4)
    file = upload(clips.video(), "é" * 200 + ".mp4")
    assert send(desk, story, **{"recording-0-original": file, "recording-TOTAL_FORMS": "1"}).status_code == 302
    assert Recording.objects.filter(testimony=story).count() == 1


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"<!doctype html>", "a.mp4", "The content is a web page"),
        (b"", "a.mp4", "The submitted file is empty."),
        (b"#EXTM3U\n", "a.mp4", "The content is M3U8"),
        (b"\xff\xd8\xff" + bytes(99), "a.mp4", "The content is JPG"),
    ],
)
def test_what_is_no_recording_is_refused_in_words(desk, content, name, sentence):
    story = rows.story()
    file = SimpleUploadedFile(name, content)
    response = send(desk, story, **{"recording-0-original": file, "recording-TOTAL_FORMS": "1"})
    assert response.status_code == 200
    assert sentence in errors(response)
    assert (Recording.objects.count(), on_disk()) == (0, [])


def test_too_big_is_refused_in_words(desk, clips, settings):
    settings.MEDIA_MAX_BYTES = 1000
    story = rows.story()
    response = send(desk, story, **{"recording-0-original": upload(clips.video()), "recording-TOTAL_FORMS": "1"})
    assert "The file is too big" in errors(response)


def test_a_new_upload_replaces_all_of_the_former(desk, clips, django_capture_on_commit_callbacks):
    story = full_story()
    former = on_disk()
    with django_capture_on_commit_callbacks(execute=True):
        response = send(desk, story, **{"recording-0-original": upload(clips.video())})
    assert (response.status_code, errors(response)) == (302, "")
    row = Recording.objects.get(testimony=story)
    assert (row.state, row.renditions.count(), story.posters.count()) == ("waiting", 0, 0)
    assert [path.name for path in on_disk()] == [row.original.name.rpartition("/")[2]]
    assert on_disk()[0] not in former


def test_saving_without_a_new_upload_changes_nothing(desk):
    story = full_story()
    before = on_disk()
    assert send(desk, story, tone="mixed").status_code == 302
    assert (on_disk(), Recording.objects.get().state, DBTaskResult.objects.count()) == (before, "ready", 0)


def test_lowering_the_level_takes_the_pictures_away(desk, django_capture_on_commit_callbacks):
    story = full_story()
    with django_capture_on_commit_callbacks(execute=True):
        assert send(desk, story, identity="2").status_code == 302
    assert list(Rendition.objects.values_list("kind", flat=True)) == ["sound"]
    assert Poster.objects.count() == 0


def test_a_poster(desk):
    story = rows.story(identity=4)
    response = send(desk, story, **{"posters-0-picture": photo(), "posters-TOTAL_FORMS": "1"})
    assert (response.status_code, errors(response)) == (302, "")
    assert sorted(story.posters.values_list("width", "height", "format", "uploaded")) == [
        (320, 183, "jpeg", True),
        (320, 183, "webp", True),
        (640, 366, "jpeg", True),
        (640, 366, "webp", True),
    ]
    page = desk.get(address(story)).content.decode()
    assert f"/media/{story.posters.get(width=320, format='jpeg').token}/" in page


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "The content is an SVG drawing"),
        (photo(300, 200), "The picture is 300 points wide; at least 320 are needed."),
        (SimpleUploadedFile("a.jpg", b"\xff\xd8\xff" + bytes(99)), "damaged or cut short"),
    ],
    ids=["svg", "narrow", "noise"],
)
def test_posters_that_are_refused(desk, file, sentence):
    story = rows.story(identity=3)
    response = send(desk, story, **{"posters-0-picture": file, "posters-TOTAL_FORMS": "1"})
    assert sentence in errors(response)
    assert story.posters.count() == 0


@pytest.mark.parametrize("identity", [0, 1, 2])
def test_a_picture_that_the_person_does_not_allow_is_refused(desk, identity):
    story = rows.story(identity=identity)
    response = send(desk, story, **{"posters-0-picture": photo(), "posters-TOTAL_FORMS": "1"})
    assert "The person does not allow a picture: it would never be shown." in errors(response)
    assert story.posters.count() == 0


def test_a_picture_from_before_the_level_was_lowered_is_told(desk):
    story = full_story()
    Testimony.objects.filter(pk=story.pk).update(identity=2)
    page = desk.get(address(story)).content.decode()
    assert ("There is one, but it is not shown" in page, "<img" in page.split("posters-group")[1]) == (True, False)


def test_taking_the_poster_away_takes_all_its_sizes(desk, django_capture_on_commit_callbacks):
    story = full_story()
    with django_capture_on_commit_callbacks(execute=True):
        assert send(desk, story, **{"posters-0-DELETE": "on"}).status_code == 302
    assert (story.posters.count(), len(on_disk())) == (0, 4)


def subtitle(language="fr", **values) -> dict:
    values = {"language": language, "webvtt": ""} | values
    return {"subtitles-TOTAL_FORMS": "1"} | {f"subtitles-0-{name}": value for name, value in values.items()}


def test_subtitles_from_a_file(desk):
    story = rows.story()
    srt = SimpleUploadedFile("a.srt", b"1\r\n00:00:00,000 --> 00:00:01,000\r\n<v Fatou>Bonjour\r\n")
    response = send(desk, story, **subtitle(file=srt))
    assert (response.status_code, errors(response)) == (302, "")
    assert Subtitle.objects.get(testimony=story).webvtt == VTT


def test_subtitles_typed(desk):
    story = rows.story()
    assert send(desk, story, **subtitle("ar", webvtt=VTT)).status_code == 302
    assert Subtitle.objects.get(testimony=story).webvtt == VTT.replace("Bonjour", "\u200fBonjour")


def test_subtitles_that_are_wrong_name_the_line(desk):
    story = rows.story()
    response = send(desk, story, **subtitle(webvtt="WEBVTT\n\n00:02.000 --> 00:01.000\na\n"))
    assert "Line 3: it ends before it starts." in errors(response)
    response = send(desk, story, **subtitle(file=SimpleUploadedFile("a.vtt", "WEBVTT\n\né".encode("latin-1"))))
    assert "Line 3: the letters are not UTF-8." in errors(response)
    assert Subtitle.objects.count() == 0


def test_subtitles_longer_than_the_recording(desk):
    story = full_story()
    Subtitle.objects.all().delete()
    response = send(desk, story, **subtitle(webvtt="WEBVTT\n\n02:00.000 --> 02:01.000\na\n"))
    assert "but the recording lasts only 00:01:00.000" in errors(response)


def test_subtitles_sent_with_a_recording_are_looked_at_when_its_length_is_known(desk, clips):
    """Two seconds of video and subtitles until 2:01: taken in, not offered, and said."""
    story = rows.public_story(identity=4)
    late = "WEBVTT\n\n00:01.000 --> 00:02.000\nOui\n\n02:00.000 --> 02:01.000\nNon\n"
    files = {"recording-0-original": upload(clips.video()), "recording-TOTAL_FORMS": "1"}
    assert send(desk, story, **files, **subtitle(webvtt=late)).status_code == 302
    row, words = Recording.objects.get(), Subtitle.objects.get()
    tasks.process_recording.call(row.pk)
    text = desk.get(page_of(row)).content.decode()
    assert ladder.tracks(story) == []
    assert "Line 6: it ends at 00:02:01.000, but the recording lasts only 00:00:02.000." in re.sub("<[^>]+>", "", text)
    assert "These subtitles are not offered" in text
    rows.consent(story)  # a review that has seen it
    assert desk.get(reverse("media", args=[words.token])).status_code == 404
    assert desk.get(reverse("admin:testimonies_recording_media", args=[words.token])).status_code == 200
    Subtitle.objects.update(webvtt="WEBVTT\n\n00:01.000 --> 00:02.000\nOui\n")
    assert [track.language for track in ladder.tracks(story)] == ["fr"]
    assert desk.get(reverse("media", args=[words.token])).status_code == 200
    assert "These subtitles are not offered" not in desk.get(page_of(row)).content.decode()


def page_of(row: Recording) -> str:
    return f"/en/admin/testimonies/recording/{row.pk}/change/"


def test_the_page_of_a_recording(desk):
    story = full_story()
    row = Recording.objects.get(testimony=story)
    response = desk.get(page_of(row))
    text = response.content.decode()
    assert response.status_code == 200
    assert text.count("<track ") == 2
    assert "Subtitles are missing in:" in text
    assert "media-src 'self'" in response.headers["Content-Security-Policy"]
    assert not response.has_header("Refresh")
    for found in set(re.findall(r'(?:src|href)="(/en/admin/testimonies/recording/media/[^"]+)"', text)):
        assert desk.get(found).status_code == 200
    assert desk.get("/en/admin/testimonies/recording/999999/change/").status_code == 404
    assert desk.get("/en/admin/testimonies/recording/x/change/").status_code == 404


def test_work_in_progress_is_looked_at_again(desk):
    story = full_story()
    Recording.objects.update(state="working", step="240p", percent=45)
    response = desk.get(page_of(story.recording))
    assert response.headers["Refresh"] == "5"
    assert "working: watch, small, 45 %" in response.content.decode()
    assert desk.get("/en/admin/testimonies/recording/").status_code == 200


def test_a_failure_is_told_and_tried_again(desk):
    story = full_story()
    Recording.objects.update(state="failed", fault=tasks.FULL, error="<b>last words</b>")
    text = desk.get(page_of(story.recording)).content.decode()
    assert "There is no space left on the server." in text
    assert "&lt;b&gt;last words&lt;/b&gt;" in text
    again = f"/en/admin/testimonies/recording/{story.recording.pk}/again/"
    assert desk.get(again).status_code == 405
    assert desk.post(again).status_code == 302
    row = Recording.objects.get()
    assert (row.state, row.fault, DBTaskResult.objects.count()) == ("waiting", "", 1)


def test_without_ffmpeg_the_page_says_what_to_install(desk, settings):
    story = full_story()
    Recording.objects.update(state="waiting")
    settings.FFMPEG = "/nowhere"
    assert "ffmpeg is not installed on the server" in desk.get(page_of(story.recording)).content.decode()


def test_only_staff_with_the_permission_see_what_is_not_public(client, django_user_model):
    story = full_story()
    Testimony.objects.update(state="draft")
    token = Rendition.objects.first().token
    paths = [
        page_of(story.recording),
        reverse("admin:testimonies_recording_media", args=[token]),
        f"/en/admin/testimonies/recording/{story.recording.pk}/again/",
    ]
    for path in paths:
        assert client.get(path).status_code == 302
    client.force_login(django_user_model.objects.create_user("x", is_staff=True))
    assert client.get(paths[0]).status_code == 403
    assert client.get(paths[1]).status_code == 403
    assert client.post(paths[2]).status_code == 403


def test_media_of_nobody_is_a_404(desk):
    assert desk.get(reverse("admin:testimonies_recording_media", args=["0" * 32])).status_code == 404


def test_files_of_a_form_that_fails_elsewhere_do_not_stay(desk, clips):
    story = rows.story()
    file = upload(clips.video())
    response = send(desk, story, slug="", **{"recording-0-original": file, "recording-TOTAL_FORMS": "1"})
    assert response.status_code == 200
    assert (Recording.objects.count(), on_disk()) == (0, [])
