import pytest
from django.utils.translation import override

from core.amounts import length_of_time, size


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 kB"),
        (1_500, "2 kB"),
        (99_499, "99 kB"),
        (99_500, "0.1 MB"),
        (690_000, "0.7 MB"),
        (9_949_999, "9.9 MB"),
        (12_345_678, "12 MB"),
    ],
)
def test_size(count, words):
    with override("en"):
        assert size(count) == words


def test_the_decimal_mark_is_the_readers():
    with override("fr"):
        assert size(690_000).startswith("0,7")
    with override("ar"):
        assert "٧" not in size(690_000)  # Western digits, as people in Morocco write them


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "1 s"), (45, "45 s"), (60, "1 min"), (73, "1 min 15 s"), (118, "2 min"), (200, "3 min"), (3600, "60 min")],
)
def test_length_of_time(seconds, words):
    with override("en"):
        assert length_of_time(seconds) == words
