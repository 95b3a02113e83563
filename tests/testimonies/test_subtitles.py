import re

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from testimonies.subtitles import clean, convert, plain

SRT = (
    "1\r\n00:00:01,000 --> 00:00:02,500\r\nBonjour\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nÀ tous\r\nla suite\r\n"
)
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nBonjour\n\n00:00:03.000 --> 00:00:04.000\nÀ tous\nla suite\n"


def vtt(*cues: str) -> str:
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def test_srt_and_webvtt_come_out_the_same():
    assert convert(SRT.encode(), "a.srt", "fr") == VTT
    assert convert(VTT.encode(), "a.vtt", "fr") == VTT
    assert convert(b"\xef\xbb\xbf" + VTT.encode(), "a.vtt", "fr") == VTT


def test_cleaning_twice_changes_nothing():
    for language in ("fr", "ar"):
        once = clean(vtt("00:01.000 --> 00:02.000\nA & B <x> <i>c</i> &amp; &lt;d&gt;"), language)
        assert clean(once, language) == once


def test_what_carries_names_or_looks_stays_behind():
    text = """WEBVTT Fatou, Kolda

NOTE translated by Fatou

STYLE
::cue { background: url(https://example.org/x) }

REGION
id:fred

fatou-1
00:01.000 --> 00:02.000 align:start position:10%
<v Fatou>Je suis <b>rentrée</b>.</v> <c.red>Ici</c> <00:00:01.500>là
"""
    assert clean(text, "fr") == vtt("00:00:01.000 --> 00:00:02.000\nJe suis <b>rentrée</b>. Ici là")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("<i>a</i> <U class=x>b</U>", "<i>a</i> <u>b</u>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<img src=x onerror=y>", "&lt;img src=x onerror=y&gt;"),
        ('<font color="red">a</font>{\\an8}', "a"),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
        ("a &amp; b &lt;c&gt;", "a &amp; b &lt;c&gt;"),
        ("a\u202eb\u200f", "ab"),
    ],
)
def test_markup(words, shown):
    assert clean(vtt(f"00:01.000 --> 00:02.000\n{words}"), "fr") == vtt(f"00:00:01.000 --> 00:00:02.000\n{shown}")


def test_arabic_lines_begin_from_the_right():
    text = clean(vtt("00:01.000 --> 00:02.000\nFORAS فرص\nمرحبا"), "ar")
    assert text == vtt("00:00:01.000 --> 00:00:02.000\n\u200fFORAS فرص\n\u200fمرحبا")


def test_plain_words():
    assert plain(clean(vtt("00:01.000 --> 00:02.000\n<b>A</b> &\nB", "00:03.000 --> 00:04.000\nC"), "fr")) == "A & B\nC"


def test_no_break_spaces_stay():
    assert plain(clean(vtt("00:01.000 --> 00:02.000\n«\u00a0A\u00a0»  B"), "fr")) == "«\u00a0A\u00a0» B"


def test_two_voices_may_overlap():
    cues = ("00:00:01.000 --> 00:00:05.000\n- Oui", "00:00:02.000 --> 00:00:03.000\n- Non")
    assert clean(vtt(*cues), "fr") == vtt(*cues)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (vtt("00:02.000 --> 00:01.000\na"), ["Line 3: it ends before it starts."]),
        (vtt("00:01.000 --> 00:01.000\na"), ["Line 3: it ends before it starts."]),
        (
            vtt("00:05.000 --> 00:06.000\na", "00:01.000 --> 00:02.000\nb"),
            ["Line 6: it starts before the one on line 3."],
        ),
        (
            vtt("00:01.000 --> 00:02.000\na", "00:55.000 --> 01:02.000\nb"),
            ["Line 6: it ends at 00:01:02.000, but the recording lasts only 00:01:00.000."],
        ),
        (
            vtt("00:01.000 --> 00:02.000\na", "00:xx.000 --> 00:04.000\nb"),
            ["Line 6: “00:xx.000 --> 00:04.000” is not a pair of times. Write 00:00:01.000 --> 00:00:04.000."],
        ),
        (vtt("00:01.000 --> 00:02.000"), ["Line 3: there are no words after these times."]),
        ("WEBVTT\n\n", ["There are no subtitles in this file."]),
        ("Bonjour", ["The file cannot be read as subtitles: Invalid format."]),
        ("", ["The file cannot be read as subtitles: Invalid format."]),
        (vtt(*["00:02.000 --> 00:01.000\na"] * 9), [f"Line {3 * n}: it ends before it starts." for n in range(1, 6)]),
    ],
)
def test_faults_name_their_line(text, faults):
    with override("en"), pytest.raises(ValidationError) as error:
        clean(text, "fr", seconds=60)
    assert error.value.messages == faults


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (VTT.encode("utf-16"), "a.vtt", "The content is of no kind we know."),
        (VTT.encode("latin-1"), "a.vtt", "Line 7: the letters are not UTF-8."),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\na\0b\n", "a.vtt", "The file holds bytes that are no letters."),
        (b"<html>", "a.vtt", "The content is a web page"),
        (SRT.encode(), "a.vtt", "The name ends in “.vtt”, but the content is SRT."),
        (b"", "a.vtt", "The file is empty."),
        (b"WEBVTT\n" + bytes(1_000_001), "a.vtt", "Subtitles are at most 1 MB."),
        (
            b"WEBVTT\n\n99:99.000 --> 99:99.500\na\n",
            "a.vtt",
            "Line 3: “99:99.000 --> 99:99.500” is not a pair of times.",
        ),
    ],
)
def test_files_that_are_refused(data, name, sentence):
    with override("en"), pytest.raises(ValidationError, match=re.escape(sentence)):
        convert(data, name, "fr")


def test_a_last_cue_may_reach_a_second_beyond_the_end():
    assert clean(vtt("00:00:59.000 --> 00:01:00.900\na"), "fr", seconds=60).endswith("a\n")


@pytest.mark.parametrize("arrow", ["00:00:09,500 -> 00:00:12,000", "00:00:09.500 – 00:00:12", "0:09 => 0:12"])
def test_times_with_another_arrow_are_named_and_not_shown_as_words(arrow, english):
    srt = f"1\n00:00:01,000 --> 00:00:04,000\nBonjour.\n\n2\n{arrow}\nMerci.\n"
    with pytest.raises(ValidationError) as refused:
        convert(srt.encode(), "a.srt", "fr")
    wanted = f"Line 6: “{arrow}” is not a pair of times. Write 00:00:01.000 --> 00:00:04.000."
    assert refused.value.messages == [wanted]
