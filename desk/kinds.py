"""The shape of the morning list: kinds of work, each with a count, its first rows, and the way to all of them."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, QuerySet, Window
from django.urls import reverse

from core import addresses
from core.languages import current
from core.translated import Reading

FIRST = 10  # rows of a kind that are shown


class Row(NamedTuple):
    """One thing to do. `since`: a Moroccan date, which `Kind.dated` explains."""

    what: Reading | str  # a str is a code, an address or a number: it reads from the left in every language
    why: str  # what is particular about this one
    since: date | None
    url: str  # where it is mended
    still_true: str = ""  # "countries.section:12" where one click may renew the verification
    about: Reading | None = None  # the country, the city
    note: str = ""  # what somebody wrote to whoever mends it

    @property
    def text(self) -> Reading | None:
        """`what`, when it is words in a language."""
        return self.what if isinstance(self.what, Reading) else None


class Link(NamedTuple):
    """The way to a whole list; `count` None where the list is of something else."""

    label: str
    url: str
    count: int | None = None


class Words(NamedTuple):
    """What the page says of a kind of work."""

    name: str  # the anchor on the page
    title: str
    hint: str  # what to do
    empty: str  # said when there is nothing to do
    dated: str = ""  # before the date of a row


class Kind(NamedTuple):
    """One kind of work. `rows` are the first of `count`; `everything` leads to the lists that show all of them."""

    words: "Words"
    count: int
    rows: list[Row]
    everything: list[Link]

    @property
    def name(self) -> str:
        return self.words.name

    @property
    def is_longer(self) -> bool:
        return self.count > len(self.rows) == FIRST  # a row may stand for many: a language, all its texts


def first(rows: QuerySet) -> tuple[list, int]:
    """The first rows, and how many there are in all. One query."""
    found = list(rows.annotate(in_all=Window(Count("pk")))[:FIRST])
    return found, found[0].in_all if found else 0


def mended(label: str, pk: int, kind: str) -> str:
    """The form of a row, "countries.section" and 12, from which one comes back to this kind of work in the list."""
    return addresses.of_form(label, pk, back_to(kind))


def back_to(kind: str) -> str:
    return f"{reverse('desk')}#{kind}"


def reading(french: str | None, translation: str | None) -> Reading:
    """A text from the two columns that were read: the reader's language, else French."""
    return Reading(translation, current()) if translation else Reading(french or "", "fr")


def may(user, model, *actions: str) -> bool:
    """True when the user may do all of this with records of `model`: "view", "change" …"""
    return user.has_perms([f"{model._meta.app_label}.{action}_{model._meta.model_name}" for action in actions])


def some(kinds: Iterable[Kind | None]) -> list[Kind]:
    """Without those that are not this person's to mend."""
    return [kind for kind in kinds if kind is not None]
