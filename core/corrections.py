"""Whether a French text was only corrected, in spelling and punctuation, or says something else now.

No program understands a sentence. So two texts are compared word by word, and what is not certainly the same word, with
its accents mended or a letter put right, is refused with its reason. Somebody who may publish then makes the change.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from django.utils.translation import gettext as _

from core import richtext

MOST_WORDS = 5  # of a text that one correction may touch
SHORTEST = 4  # letters: in "ne", "dix", "rue" a letter makes another word
LONG = 8  # letters from which two of them may be wrong
LONGEST = 60  # letters; what is longer is no word, and takes long to compare
# Words that turn a sentence or count something: they neither come nor go, nor become one another ("moins", "mois").
_FIXED = """
    ne ni non pas plus jamais rien aucun aucune nul nulle guere sans sauf avec contre dans hors avant apres moins seul
    seule seuls seules tout toute tous toutes demi demie moitie tiers quart double mois mars mardi
    un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente
    quarante cinquante soixante septante huitante nonante cent cents mille million millions milliard milliards
    dizaine dizaines douzaine douzaines vingtaine centaine centaines millier milliers
"""
FIXED = frozenset(_FIXED.split())
_TAG = re.compile(r"(<[^>]*>)")
_PARAGRAPH_OF_ITEM = re.compile(r"(?<=<li>)\s*<p>|</p>\s*(?=</li>)")  # the editor adds it to lists that lack it
_NOT_TO_READ = re.compile(r'\s(?:rel|target)="[^"]*"')
_FIGURE = re.compile(r"[\d@/%+=<>]|\w[.:]\w")  # an amount, a date, a telephone, an address on the web or by mail
_LETTERS = re.compile(r"[^\W\d_]+")
_ENDS = ".,;:!?…«»“”\"'’()[]"
_DASHES = "-‐‑–—"
_PUNCTUATION = frozenset(_ENDS + _DASHES + "‘")  # what a correction puts and takes away, beside white space


class Token(NamedTuple):
    """One thing that is compared: a "word" without its signs or, to the letter, a "tag", a "figure", a "sign"."""

    kind: str
    text: str


def refusal(before: str, now: str, *, is_rich: bool = False, is_short: bool = False) -> str:
    """Why `now` is more than `before` corrected, as a sentence; "" when it is no more than that.

    `is_short`: a title, a name, an address, opening hours, where only accents, capitals and punctuation are corrected.
    """
    one, other = list(_tokens(before, is_rich)), list(_tokens(now, is_rich))
    if _apart(one, other, "tag"):
        return _("A link or the layout has changed.")
    if _apart(one, other, "figure"):
        return _("A figure, an amount or an address has changed.")
    if _apart(one, other, "sign"):
        return _("A sign that is neither a letter nor punctuation has changed.")
    if len(one) != len(other):
        return _("Words have come or gone.")
    changed = [(a.text, b.text) for a, b in zip(one, other, strict=True) if a != b]
    if len(changed) > MOST_WORDS:
        return _("More than %(count)d words have changed.") % {"count": MOST_WORDS}
    for a, b in changed:
        if not _is_close(_folded(a), _folded(b), is_short):
            return _("“%(before)s” has become “%(now)s”.") % {"before": a, "now": b}
    return ""


def _apart(one: list[Token], other: list[Token], kind: str) -> bool:
    """True when tokens of `kind` differ or, in texts of the same length, stand elsewhere."""
    if [token for token in one if token.kind == kind] != [token for token in other if token.kind == kind]:
        return True
    return len(one) == len(other) and any(a != b and kind in (a.kind, b.kind) for a, b in zip(one, other, strict=True))


def _tokens(text: str, is_rich: bool) -> Iterator[Token]:
    if not is_rich:
        yield from _words(text)
        return
    for part in _TAG.split(_PARAGRAPH_OF_ITEM.sub("", richtext.clean(text))):
        if part.startswith("<"):
            yield Token("tag", _NOT_TO_READ.sub("", part))
        else:
            yield from _words(html.unescape(part))


def _words(text: str) -> Iterator[Token]:
    """A sign that nobody sees, a drawing, a letter struck through: whatever is no French writing stays as it is."""
    pieces = unicodedata.normalize("NFC", text).split()
    for piece, following in zip_longest(pieces, pieces[1:], fillvalue=""):
        if _FIGURE.search(piece) or any(unicodedata.category(sign) == "Sc" for sign in piece):
            yield Token("figure", piece.strip(_ENDS))
        elif piece in _DASHES and following[:1].isdecimal():  # "10 - 12", "- 5"
            yield Token("figure", "-")
        elif not all(sign.isalpha() or sign in _PUNCTUATION for sign in piece):
            yield Token("sign", piece.strip(_ENDS))
        else:
            yield from (Token("word", word) for word in _LETTERS.findall(piece))


def _folded(word: str) -> str:
    """Without accents and capitals."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _is_close(one: str, other: str, is_short: bool) -> bool:
    """True when two folded words are one word, of which one has a letter wrong."""
    if one == other:
        return True
    shortest = min(len(one), len(other))
    if shortest > LONGEST or abs(len(one) - len(other)) > 2:
        return False
    if is_short or shortest < SHORTEST or one[0] != other[0] or {one, other} & FIXED:
        return False
    return _distance(one, other) <= (2 if shortest >= LONG else 1)


def _distance(one: str, other: str) -> int:
    """How many letters must come, go, change or swap places with the next."""
    last, before = list(range(len(other) + 1)), []  # the row above and the one above that
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            steps = [last[j] + 1, row[-1] + 1, last[j - 1] + (a != b)]
            if i > 1 and j > 1 and (a, b) == (other[j - 2], one[i - 2]):
                steps.append(before[j - 2] + 1)
            row.append(min(steps))
        last, before = row, last
    return last[-1]
