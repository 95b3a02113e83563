"""How paper says things: dates, hours, places, in whatever language is active."""

from collections.abc import Callable, Iterable
from datetime import date, time

from django.utils.formats import date_format
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from core import spoken
from sessions_app.timetable import Entry
from sessions_app.weeks import Week

ALL = "all"
IN_ALL = ("fr", "en", "ar")  # the order on a sheet in all three


def languages_of(language: str) -> tuple[str, ...]:
    """The languages on a sheet: "ar" alone, or the three of "all"."""
    return IN_ALL if language == ALL else (language,)


def in_each(language: str, say: Callable[[str], dict]) -> dict[str, dict]:
    """What `say(code)` answers with each language of the sheet active, by its code."""
    said = {}
    for code in languages_of(language):
        with override(code):
            said[code] = say(code)
    return said


def ltr(text: str) -> str:
    """Isolated from the line around it: a time or a phone number keeps its order in an Arabic sentence."""
    return f"\u2066{text}\u2069" if text else ""


def isolated(text: str) -> str:
    """The same for a text that may be in either direction: its first strong letter decides."""
    return f"\u2068{text}\u2069" if text else ""


def weekday(day: date) -> str:
    return date_format(day, "l")


def day_and_month(day: date) -> str:
    return date_format(day, "j F")


def day_month_year(day: date) -> str:
    return date_format(day, "j F Y")


def full_date(day: date) -> str:
    return date_format(day, "l j F Y")


def span(first: date, last: date) -> str:
    """ "du 23 au 29 novembre 2026", saying month and year once where they are the same."""
    start = "j" if first.month == last.month else "j F" if first.year == last.year else "j F Y"
    return _("from %(first)s to %(last)s") % {"first": date_format(first, start), "last": day_month_year(last)}


def week_name(week: Week) -> str:
    """ "Semaine du 23 au 29 novembre 2026"."""
    return _("Week %(span)s") % {"span": span(week.monday, week.sunday)}


def hours(starts: time | str, ends: time | str) -> str:
    """ "09:30 – 12:30", never turned round nor broken. Times, or the strings of an Entry."""
    return ltr(f"{clock(starts)}\u00a0–\u00a0{clock(ends)}")


def clock(moment: time | str) -> str:
    return moment if isinstance(moment, str) else f"{moment:%H:%M}"


def when(entry: Entry, from_entry: Entry, code: str) -> str:
    """ "jeudi 26 novembre, 14:00", with the city when it is another one."""
    day = date.fromisoformat(entry["day"])
    named = f"{weekday(day)} {day_and_month(day)}"
    told = _("%(day)s, %(hours)s") % {"day": named, "hours": ltr(entry["starts"])}
    elsewhere = entry["point"] != from_entry["point"]
    return listed([told, entry["city"][code]]) if elsewhere else told


def details(entry: Entry, code: str) -> list[str]:
    """What stands under a title: room, languages spoken, country, for whom; "" where there is nothing to say."""
    return [
        entry["room"],
        listed(spoken.labels(" ".join(entry["languages"]))),
        entry["country"][code] if entry["country"] else "",
        entry["audience_note"][code],
    ]


def own_names(codes: Iterable[str]) -> str:
    """Spoken languages each in itself, for a sheet in three: "Français · العربية". French where we do not write one."""
    names = []
    for code in codes:
        with override(code if code in IN_ALL else IN_ALL[0]):
            names += spoken.labels(code)
    return _joined(names)  # the same on a sheet in three, whichever language is active


def listed(parts: Iterable[str]) -> str:
    """Parts of a line, empty ones left out, each keeping its own direction.

    A line may end with the dot and never begins with it. A list holds no letter outside its parts, so in Arabic a mark
    says which way it runs: without it, a list within a list would run from left to right.
    """
    line = _joined(parts)
    return f"\u200f{line}" if line and get_language_bidi() else line


def _joined(parts: Iterable[str]) -> str:
    return "\u00a0· ".join(isolated(part) for part in parts if part)


def with_reason(what: str, reason: str) -> str:
    """ "Annulée : salle inondée"; only the first half when there is no reason."""
    return _("%(what)s: %(reason)s") % {"what": what, "reason": isolated(reason)} if reason else what


def first(said: dict[str, dict], key: str) -> str:
    """What the first language of a sheet says: for the title of the file."""
    return next(iter(said.values()))[key]
