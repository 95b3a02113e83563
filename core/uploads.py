"""How an upload is taken in: from staff only, no further than the limit, and a full disk is said instead of a crash."""

import io

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from core import media


class RefusedUpload(UploadedFile):
    """Nothing but the sentence that says why; `core.uploads.refusal` reads it in a form."""

    def __init__(self, field: str, name: str, refusal: str):
        super().__init__(file=io.BytesIO(), name=name, size=0)
        self.field_name = field
        self.refusal = refusal


def refusal(file) -> str:
    """Why an upload was not taken in; "" for one that was."""
    return getattr(file, "refusal", "")


class StaffUploadHandler(FileUploadHandler):
    """Writes to a temporary file. Whoever is not staff uploads nothing: a visitor must not fill the disk.

    At the limit, or when the disk is full, what was written goes at once and the rest is read and dropped.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        user = getattr(self.request, "user", None)
        if user is None or not user.is_staff:
            raise SkipFile
        self.refusal = ""
        self.file = TemporaryUploadedFile(self.file_name, self.content_type, 0, self.charset, self.content_type_extra)

    def receive_data_chunk(self, raw_data, start):
        if self.refusal:
            return
        if start + len(raw_data) > settings.MEDIA_MAX_BYTES:
            self._refuse(media.size_refusal(settings.MEDIA_MAX_BYTES))
            return
        self._write(raw_data)

    def file_complete(self, file_size):
        if not self.refusal:
            self._write(b"")
        if self.refusal:
            return RefusedUpload(self.field_name, self.file_name, self.refusal)
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self):
        if file := getattr(self, "file", None):
            self._drop(file)

    def _write(self, data: bytes) -> None:
        try:
            self.file.write(data)
            if not data:
                self.file.flush()
        except OSError as error:
            if error.errno not in media.FULL_DISK:
                raise
            self._refuse(media.space_refusal())

    def _refuse(self, sentence: str) -> None:
        self.refusal = sentence
        self._drop(self.file)

    def _drop(self, file) -> None:
        """Closing a temporary file removes it; the buffer of a full disk cannot be written, and need not be."""
        try:
            file.close()
        except OSError:
            file.close()


class UploadField(forms.FileField):
    """A file of one of the `kinds`, known by content and name; every refusal is a sentence."""

    def __init__(self, *, kinds: tuple[media.Kind, ...], **kwargs):
        self.kinds = kinds
        accept = ",".join(f".{ending}" for kind in kinds for ending in kind.endings)
        super().__init__(widget=forms.FileInput(attrs={"accept": accept}), **kwargs)

    def to_python(self, data):
        if sentence := refusal(data):
            raise ValidationError(sentence)
        file = super().to_python(data)
        if file:
            if file.size > settings.MEDIA_MAX_BYTES:
                raise ValidationError(media.size_refusal(settings.MEDIA_MAX_BYTES))
            media.verify(file, file.name, self.kinds)
        return file
