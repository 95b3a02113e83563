"""What changed between two texts, word by word, as a reader sees it."""

import re
from difflib import SequenceMatcher
from html import unescape
from typing import NamedTuple

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString

_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|blockquote)>|<br\s*/?>", re.IGNORECASE)
AROUND = 8  # words that are shown before and after a change
MOST_WORDS = 4000  # of one text: beyond it the comparison would keep an editor waiting, and nobody reads it


class Change(NamedTuple):
    """A run of words: "kept", "added" or "removed"."""

    kind: str
    words: str


def words(text: str) -> list[str]:
    """The words of a plain or rich text, without its tags. Rich text begins with one."""
    if not text.lstrip().startswith("<"):
        return text.split()
    return unescape(strip_tags(_BLOCK_END.sub(r"\g<0> ", text))).split()


def between(before: str, now: str) -> list[Change]:
    """How `before` became `now`; what was removed stands before what was added in its place."""
    old, new = words(before)[:MOST_WORDS], words(now)[:MOST_WORDS]
    changes = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            changes.append(Change("kept", " ".join(old[old_from:old_to])))
            continue
        if old_from < old_to:
            changes.append(Change("removed", " ".join(old[old_from:old_to])))
        if new_from < new_to:
            changes.append(Change("added", " ".join(new[new_from:new_to])))
    return changes


def html(before: str, now: str) -> SafeString:
    """The changes as `<del>` and `<ins>`, with a few of the words around them."""
    found = between(before, now)
    pieces = (
        (_TAGS[change.kind], _shortened(change, number, len(found)), _TAGS[change.kind])
        for number, change in enumerate(found)
    )
    return format_html("<p>{}</p>", format_html_join(" ", "<{}>{}</{}>", pieces))


_TAGS = {"kept": "span", "removed": "del", "added": "ins"}


def _shortened(change: Change, number: int, count: int) -> str:
    """A long run of words that stayed keeps those next to a change."""
    kept = change.words.split()
    start = kept[:AROUND] if number > 0 else []
    end = kept[-AROUND:] if number < count - 1 else []
    if change.kind != "kept" or len(kept) <= len(start) + len(end) + 1:
        return change.words
    return " ".join([*start, "…", *end])
