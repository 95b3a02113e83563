"""Uploads through a real request: who may, how much, and what a full disk says."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils.translation import override

from core import media
from core.uploads import RefusedUpload, UploadField, refusal
from tests.core.test_media import MP4
from tests.disk import full_disk


def posted(user, content: bytes, name="a.mp4"):
    """What a view finds in request.FILES."""
    request = RequestFactory().post("/", {"file": SimpleUploadedFile(name, content), "other": "kept"})
    request.user = user
    assert request.POST["other"] == "kept"
    _requests.append(request)
    return request.FILES.get("file")


_requests = []


@pytest.fixture(autouse=True)
def nothing_stays():
    """The end of a request closes its files, and closing removes them."""
    yield
    while _requests:
        _requests.pop().close()
    assert leavings() == []


@pytest.fixture
def staff(django_user_model):
    return django_user_model(username="amina", is_staff=True)


def leavings() -> list[Path]:
    return list(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir())


def test_staff_upload_beside_the_media(staff):
    file = posted(staff, MP4)
    assert (file.read(), file.size, refusal(file)) == (MP4, len(MP4), "")
    assert Path(file.temporary_file_path()).parent == Path(settings.FILE_UPLOAD_TEMP_DIR)


def test_a_visitor_uploads_nothing():
    assert posted(AnonymousUser(), MP4) is None
    assert leavings() == []


def test_somebody_who_is_not_staff_uploads_nothing(django_user_model):
    assert posted(django_user_model(username="x"), MP4) is None


def test_too_big(staff, settings):
    settings.MEDIA_MAX_BYTES = 1_000_000
    file = posted(staff, bytes(1_000_001))
    with override("en"):
        assert refusal(posted(staff, bytes(1_000_001))) == "The file is too big: at most 1 MB."
    assert isinstance(file, RefusedUpload)
    assert leavings() == []
    assert refusal(posted(staff, bytes(1_000_000))) == ""


def test_a_full_disk(staff):
    with full_disk(200_000), override("en"):
        file = posted(staff, bytes(3_000_000))
        assert refusal(file) == media.space_refusal()
    assert leavings() == []


def test_the_field_says_why(staff, settings):
    field = UploadField(kinds=media.RECORDINGS)
    settings.MEDIA_MAX_BYTES = 100
    with override("en"):
        for content, sentence in [(bytes(101), "too big"), (b"<html>", "a web page")]:
            with pytest.raises(ValidationError, match=sentence):
                field.clean(posted(staff, content))
        with pytest.raises(ValidationError, match="empty"):
            field.clean(posted(staff, b""))
        with pytest.raises(ValidationError, match="too big"):
            field.clean(SimpleUploadedFile("a.mp4", bytes(101)))


def test_the_field_takes_a_long_accented_name(staff):
    assert UploadField(kinds=media.RECORDINGS).clean(posted(staff, MP4, "é" * 200 + ".mp4")).size == len(MP4)
