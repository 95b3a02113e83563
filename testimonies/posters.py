"""The still picture of a story: a frame of its video, or a picture that staff chose; in two sizes and formats."""

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image

from core import pictures
from testimonies import media_files
from testimonies.models import Poster, Testimony

WIDTHS = (320, 640)  # pixels


def store(testimony: Testimony, picture: Image.Image, uploaded: bool) -> int:
    """Replace the posters of `testimony` by those made of `picture`; how many there are, 0 when it is too narrow."""
    made = [encoded for width in WIDTHS for encoded in pictures.encode(picture, width)]
    with transaction.atomic():
        media_files.delete_rows(testimony.posters.all())
        for encoded in made:
            _save(testimony, encoded, uploaded)
    return len(made)


def _save(testimony: Testimony, encoded: pictures.Encoded, uploaded: bool) -> None:
    poster = Poster(
        testimony=testimony,
        width=encoded.width,
        height=encoded.height,
        format=encoded.format,
        uploaded=uploaded,
    )
    poster.file.save(f"poster.{encoded.format}", ContentFile(encoded.data))
