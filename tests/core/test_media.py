"""A kind is known by content and by name, and every refusal is a sentence."""

import io
import re
import struct

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import override
from PIL import Image

from core import media
from core.media import PICTURES, RECORDINGS, SUBTITLES, PrivateStorage, new_token, verify
from tests.disk import full_disk


def box(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


MP4 = box(b"ftyp", b"isom\0\0\2\0") + box(b"moov", b"index") + box(b"mdat", b"data")
WAV = b"RIFF" + struct.pack("<I", 40) + b"WAVEfmt " + bytes(32)
WEBM = b"\x1aE\xdf\xa3\x01\0\0\0\0\0\0\x1fB\x82\x84webm" + bytes(40)


def picture(name: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, name)
    return out.getvalue()


KINDS = [
    (MP4, "a.mp4", media.MOV),
    (MP4, "a.MOV", media.MOV),
    (MP4, "a.m4a", media.MOV),
    (WEBM, "a.webm", media.MATROSKA),
    (WEBM, "a.mkv", media.MATROSKA),
    (b"ID3\x04" + bytes(40), "a.mp3", media.MP3),
    (b"\xff\xfb\x90\x64" + bytes(40), "a.mp3", media.MP3),
    (b"OggS" + bytes(40), "a.ogg", media.OGG),
    (WAV, "a.wav", media.WAV),
    (picture("JPEG"), "a.jpg", media.JPEG),
    (picture("PNG"), "a.png", media.PNG),
    (picture("WEBP"), "a.webp", media.WEBP),
    (b"WEBVTT\n\n", "a.vtt", media.WEBVTT),
    (b"\xef\xbb\xbf1\r\n00:00:01,000 --> 00:00:02,000\r\nOui\r\n", "a.srt", media.SRT),
]
ALL = PICTURES + RECORDINGS + SUBTITLES


@pytest.mark.parametrize(("content", "name", "kind"), KINDS, ids=[f"{kind.name}-{name}" for _, name, kind in KINDS])
def test_kinds(content, name, kind):
    assert verify(io.BytesIO(content), name, ALL) is kind


def test_a_long_accented_name_is_fine():
    assert verify(io.BytesIO(MP4), "é" * 200 + ".mp4", RECORDINGS) is media.MOV


@pytest.mark.parametrize(
    ("content", "name", "allowed", "sentence"),
    [
        (b"", "a.mp4", RECORDINGS, "The file is empty."),
        (b"<!doctype html><script>", "a.mp4", RECORDINGS, "The content is a web page, whatever the name says."),
        (b"\n <html>", "a.mp4", RECORDINGS, "The content is a web page, whatever the name says."),
        (b'<?xml version="1.0"?><svg onload="x">', "a.png", PICTURES, "The content is an SVG drawing"),
        (b"#EXTM3U\n/etc/passwd", "a.mp4", RECORDINGS, "The content is M3U8"),
        (b"ffconcat version 1.0\nfile /etc/passwd", "a.mkv", RECORDINGS, "The content is ffconcat"),
        (b"%PDF-1.7", "a.mp4", RECORDINGS, "The content is PDF"),
        (picture("PNG"), "a.mp4", RECORDINGS, "The content is PNG"),
        (MP4, "a.jpg", PICTURES, "The content is MP4"),
        (MP4, "a.webm", RECORDINGS, "The name ends in “.webm”, but the content is MP4."),
        (MP4, "a", RECORDINGS, "The name ends in “.”, but the content is MP4."),
        (b"\x00\x01\x02 nothing", "a.mp4", RECORDINGS, "The content is of no kind we know."),
        (MP4[:-2], "a.mp4", RECORDINGS, "The file is cut short"),
        (box(b"ftyp", b"isom") + box(b"mdat", b"data"), "a.mp4", RECORDINGS, "The file is cut short"),
        (WAV[:-20], "a.wav", RECORDINGS, "The file is cut short"),
        (b"\xff\xf1\x50\x80" + bytes(40), "a.mp3", RECORDINGS, "The content is of no kind we know."),
    ],
)
def test_refusals(content, name, allowed, sentence):
    with override("en"), pytest.raises(ValidationError, match=re.escape(sentence)):
        verify(io.BytesIO(content), name, allowed)


def test_boxes_of_64_bits_and_to_the_end():
    large = struct.pack(">I", 1) + b"mdat" + struct.pack(">Q", 20) + b"data"
    open_end = struct.pack(">I", 0) + b"mdat" + b"data"
    for last in (large, open_end):
        assert verify(io.BytesIO(box(b"ftyp", b"isom") + box(b"moov") + last), "a.mp4", RECORDINGS) is media.MOV


def test_a_box_of_no_length_does_not_turn_for_ever():
    with pytest.raises(ValidationError):
        verify(io.BytesIO(box(b"ftyp", b"isom") + struct.pack(">I", 2) + b"moov"), "a.mp4", RECORDINGS)


def test_tokens_have_128_bits():
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(re.fullmatch("[0-9a-f]{32}", token) for token in tokens)


def test_files_have_no_address(tmp_path):
    storage = PrivateStorage(location=tmp_path)
    with pytest.raises(ValueError, match="no address"):
        storage.url(storage.save("a", ContentFile(b"x")))


def test_a_full_disk_leaves_nothing_half_stored(tmp_path):
    storage = PrivateStorage(location=tmp_path)
    with full_disk(100_000), pytest.raises(OSError) as error:
        storage.save("folder/a", ContentFile(bytes(500_000)))
    assert error.value.errno in media.FULL_DISK
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
