"""What comes out is pixels and nothing else; what is dangerous is refused before it unfolds."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from PIL import Image, ImageCms, PngImagePlugin

from core import pictures

SECRETS = (b"SECRETNAME", b"PhoneModel", b"http://ns.adobe.com/xap", b"ICC_PROFILE", b"Exif", b"sRGB")


def photo(width=800, height=600, orientation=1) -> io.BytesIO:
    """A JPEG as a phone makes it: red left, blue right, EXIF with GPS, XMP, a colour profile, a comment."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste((0, 0, 255), (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112], exif[0x013B] = "PhoneModel", "PhoneModel 7", orientation, "SECRETNAME"
    exif.get_ifd(0x8825)[2] = (33.0, 34.0, 23.1)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    out = io.BytesIO()
    xmp = b"<x:xmpmeta xmlns:x='http://ns.adobe.com/xap/1.0/'>SECRETNAME</x:xmpmeta>"
    picture.save(out, "JPEG", exif=exif, icc_profile=profile, xmp=xmp, comment=b"SECRETNAME", quality=90)
    out.write(b"SECRETNAME behind the end")
    out.seek(0)
    return out


def test_the_photo_holds_secrets():
    """A control: without drawing anew they would be published."""
    data = photo().getvalue()
    assert all(secret in data for secret in (b"SECRETNAME", b"PhoneModel", b"ICC_PROFILE", b"Exif"))


def test_nothing_but_pixels_comes_out():
    made = pictures.encode(pictures.read(photo(), "IMG_2041.jpg"), 640)
    assert [(one.width, one.height, one.format) for one in made] == [(640, 480, "webp"), (640, 480, "jpeg")]
    for one in made:
        assert [secret for secret in SECRETS if secret in one.data] == []
        again = Image.open(io.BytesIO(one.data))
        assert (again.size, dict(again.getexif())) == ((640, 480), {})
        assert set(again.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
            "loop",
            "background",
            "timestamp",
            "duration",
        }


def test_a_lying_photo_is_put_upright():
    upright = pictures.read(photo(orientation=6), "a.jpg")
    assert upright.size == (600, 800)
    assert upright.getpixel((300, 100))[0] > 200  # what was left is now above: red
    assert upright.getpixel((300, 700))[2] > 200


def test_transparency_becomes_white():
    out = io.BytesIO()
    Image.new("RGBA", (700, 400), (0, 0, 0, 0)).save(out, "PNG")
    assert pictures.read(out, "a.png").getpixel((5, 5)) == (255, 255, 255)


def test_grey_and_palette_and_cmyk():
    for mode, name in (("L", "png"), ("P", "png"), ("CMYK", "jpeg"), ("I;16", "png"), ("1", "png")):
        out = io.BytesIO()
        Image.new(mode, (20, 10)).save(out, name)
        assert (pictures.read(out, f"a.{name}").mode, pictures.read(out, f"a.{name}").size) == ("RGB", (20, 10))


def test_nothing_is_blown_up():
    assert pictures.encode(pictures.read(photo(300, 200), "a.jpg"), 320) == []


def bomb() -> io.BytesIO:
    """A PNG of a few bytes that says it has 100 000 × 100 000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b""))


def large() -> io.BytesIO:
    """31 million pixels, honestly."""
    out = io.BytesIO()
    Image.new("1", (6200, 5000)).save(out, "PNG")
    return out


def cut() -> io.BytesIO:
    data = photo().getvalue()
    return io.BytesIO(data[: len(data) // 3])


def text_bomb() -> io.BytesIO:
    """A PNG whose comment unfolds to 100 MB."""
    info = PngImagePlugin.PngInfo()
    info.add_text("a", "x" * 100_000_000, zip=True)
    out = io.BytesIO()
    Image.new("1", (8, 8)).save(out, "PNG", pnginfo=info)
    return out


@pytest.mark.parametrize(
    ("make", "name", "sentence"),
    [
        (bomb, "a.png", "cannot be read|million pixels"),
        (large, "a.png", "The picture has 31 million pixels; at most 30"),
        (cut, "a.jpg", "damaged or cut short"),
        (lambda: photo(640, 17_000), "a.jpg", "too long for its width: one side may be at most 5 times the other"),
        (lambda: photo(2005, 400), "a.jpg", "too long for its width"),
        (text_bomb, "a.png", "damaged or cut short"),
        (photo, "a.png", "The name ends in “.png”, but the content is JPG"),
        (lambda: io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "a.jpg", "an SVG drawing"),
        (lambda: io.BytesIO(b"\xff\xd8\xff" + bytes(500)), "a.jpg", "damaged or cut short"),
        (lambda: io.BytesIO(b"GIF89a" + bytes(50)), "a.png", "The content is GIF"),
        (lambda: io.BytesIO(b"\xff\xd8\xff" + bytes(30_000_001)), "a.jpg", "too big: at most 30 MB"),
    ],
    ids=["bomb", "large", "cut", "tall", "wide", "text bomb", "name", "svg", "noise", "gif", "heavy"],
)
def test_refusals(make, name, sentence):
    with override("en"), pytest.raises(ValidationError, match=sentence):
        pictures.read(make(), name)
