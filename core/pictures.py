"""Pictures that staff upload: looked at before they are decoded, and always drawn anew.

Drawing anew leaves behind whatever the camera wrote: EXIF with the place, XMP, IPTC, thumbnails, comments, and anything
hidden behind the picture's end.
"""

import io
import warnings
from typing import BinaryIO, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from core.media import PICTURES, size_refusal, verify

MOST_PIXELS = 30_000_000
MOST_BYTES = 30_000_000
MOST_STRETCH = 5  # how much longer one side may be than the other
QUALITY = {"webp": 72, "jpeg": 74}


class Encoded(NamedTuple):
    """A picture ready to be stored: size in pixels, format "webp" or "jpeg"."""

    width: int
    height: int
    format: str
    data: bytes


def read(file: BinaryIO, name: str) -> Image.Image:
    """The picture in `file`, upright, in sRGB, without anything but its pixels. Raises ValidationError in words."""
    kind = verify(file, name, PICTURES)
    file.seek(0, io.SEEK_END)
    if file.tell() > MOST_BYTES:
        raise ValidationError(size_refusal(MOST_BYTES))
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            picture = Image.open(file, formats=[kind.name.upper()])
        _check_size(picture)
        return _bare(picture)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError):
        raise ValidationError(_("The picture cannot be read: it is damaged or cut short.")) from None


def encode(picture: Image.Image, width: int) -> list[Encoded]:
    """`picture` at `width` pixels as WebP and as JPEG; [] when it is narrower: nothing is blown up."""
    if picture.width < width:
        return []
    height = max(1, round(picture.height * width / picture.width))
    small = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
    return [Encoded(width, height, name, _bytes(small, name)) for name in ("webp", "jpeg")]


def _check_size(picture: Image.Image) -> None:
    """By the header alone: a bomb of a few kilobytes must not unfold in memory, and a strip cannot be drawn in our
    widths (WebP ends at 16,383 pixels)."""
    if picture.width * picture.height > MOST_PIXELS:
        raise ValidationError(
            _("The picture has %(millions)d million pixels; at most %(most)d are taken. Make it smaller.")
            % {"millions": picture.width * picture.height // 10**6, "most": MOST_PIXELS // 10**6}
        )
    if max(picture.size) > MOST_STRETCH * min(picture.size):
        raise ValidationError(
            _("The picture is too long for its width: one side may be at most %(most)d times the other. Cut it.")
            % {"most": MOST_STRETCH}
        )


def _bare(picture: Image.Image) -> Image.Image:
    """Its pixels upright on white, in a picture of their own."""
    upright = ImageOps.exif_transpose(picture)
    upright = _in_srgb(upright)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright.convert("RGBA"))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright.convert("RGB"))
    return bare


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Colours as they were meant, before the colour profile (which can carry text) goes."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture


def _bytes(picture: Image.Image, name: str) -> bytes:
    out = io.BytesIO()
    options = {"method": 6} if name == "webp" else {"optimize": True, "progressive": True}
    picture.save(out, name.upper(), quality=QUALITY[name], **options)
    return out.getvalue()
