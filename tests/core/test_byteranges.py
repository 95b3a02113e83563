import pytest

from core.byteranges import Span, UnsatisfiableError, parse


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-0", Span(0, 0)),
        ("bytes=10-19", Span(10, 19)),
        ("bytes=10-", Span(10, 99)),
        ("bytes=90-500", Span(90, 99)),
        ("bytes=-10", Span(90, 99)),
        ("bytes=-500", Span(0, 99)),
        ("BYTES= 1-2 ", Span(1, 2)),
    ],
)
def test_a_part(header, span):
    assert parse(header, 100) == span


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=999999999999999999-"])
def test_beyond_the_end(header):
    with pytest.raises(UnsatisfiableError):
        parse(header, 100)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes=",
        "bytes=-",
        "bytes=0-1,5-6",
        "lines=0-1",
        "bytes=5-2",
        "bytes=a-b",
        "bytes=٣-٤",
        "0-1",
        "bytes=" + "9" * 400,
    ],
)
def test_nonsense_means_the_whole(header):
    assert parse(header, 100) is None


def test_an_empty_file_has_no_parts():
    with pytest.raises(UnsatisfiableError):
        parse("bytes=-5", 0)
    with pytest.raises(UnsatisfiableError):
        parse("bytes=0-", 0)


def test_length():
    assert Span(10, 19).length == 10
