"""Characters that no format holds."""

from desk.packages import printable


def test_only_what_says_nothing_is_left_out():
    kept = "a\tb\nc\r é ع 🎉 \u200f\u00a0"
    assert printable(kept) == kept
    assert printable("\x00\x08\x0b\x1f\ud800\ufffe\uffff") == ""
