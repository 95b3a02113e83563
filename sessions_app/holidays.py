"""Morocco's public holidays as closures, and the days of Ramadan, from the `holidays` library.

Its limits: lunar dates are the ones of the calculated calendar of Mecca; Morocco watches the moon and is often a day
later, so they are closures to be confirmed. Days that the government adds at short notice are not in it. What staff
change (a date, a name, "certain") is never overwritten; what they delete comes back at the next load: to work on a
holiday, untick "certain" instead.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

import holidays
from django.utils import timezone
from django.utils.text import slugify

from core.starter_content import Count
from sessions_app.models import Closure, Ramadan

LANGUAGES = {"fr": "fr", "en": "en_US", "ar": "ar"}  # ours and the library's
YEARS = 3  # this one and the next two
LONGEST_RAMADAN = timedelta(days=30)  # 29 or 30 days: the longer one until it is announced

# Nearer to Morocco than the library's 18 February. The first day is the one the Ministry of Habous announced
# (lereporter.ma, 18 February 2026); the last is reckoned, thirty days being what astronomers expected
# (lesiteinfo.com, 17 February 2026). Unconfirmed all the same: staff tick what they have seen announced.
KNOWN_RAMADANS = {2026: (date(2026, 2, 19), date(2026, 3, 20))}

EID_AL_FITR = "eid-al-fitr"


class Holiday(NamedTuple):
    key: str  # "ma-2026-eid-al-fitr-2": stays the same when the estimate of a later version of the library moves it
    day: date
    names: dict[str, str]  # by language
    certain: bool  # False: its date is reckoned from the moon


def load(years: int = YEARS, first: int | None = None) -> Count:
    """Closures and Ramadans for `years` years from `first` on (this year unless given); those that exist are kept."""
    first = first or timezone.localdate().year
    counted = Counter()
    for year in range(first, first + years):
        found = list(in_year(year))
        counted.update(_keep_or_create(holiday) for holiday in found)
        counted.update(_keep_or_create_ramadan(*days) for days in ramadans(found))
    return Count(created=counted[True], kept=counted[False])


def in_year(year: int) -> Iterator[Holiday]:
    """Morocco's public holidays of `year`, in order; two that fall on one day are two holidays."""
    plain, marked = _calendar(year, estimated=False), _calendar(year, estimated=True)
    in_languages = {code: _calendar(year, name).tr for code, name in LANGUAGES.items()}
    seen = Counter()
    for day in sorted(plain):
        certain = set(plain.get_list(day)) & set(marked.get_list(day))
        for name in sorted(plain.get_list(day)):
            names = {code: translate(name) for code, translate in in_languages.items()}
            word = slugify(names["en"])
            seen[word] += 1
            yield Holiday(f"ma-{year}-{word}-{seen[word]}", day, names, name in certain)


def ramadans(found: Iterable[Holiday]) -> list[tuple[date, date]]:
    """First and last day of each Ramadan that ends before a feast among `found` (two in a year like 2033)."""
    feasts = [holiday.day for holiday in found if f"-{EID_AL_FITR}-" in holiday.key]
    firsts = [day for day in feasts if day - timedelta(days=1) not in feasts]  # the feast has two days
    return [KNOWN_RAMADANS.get(day.year) or (day - LONGEST_RAMADAN, day - timedelta(days=1)) for day in firsts]


def _calendar(year: int, language: str = "ar", *, estimated: bool = False) -> holidays.HolidayBase:
    """In Arabic, the library's own language for Morocco, a name is also the key of its translations."""
    return holidays.country_holidays("MA", years=year, language=language, islamic_show_estimated=estimated)


def _keep_or_create(holiday: Holiday) -> bool:
    """True when it was not there."""
    names = {f"name_{code}": name for code, name in holiday.names.items()}
    values = {"first_day": holiday.day, "last_day": holiday.day, "certain": holiday.certain, **names}
    return Closure.objects.get_or_create(key=holiday.key, defaults=values)[1]


def _keep_or_create_ramadan(first: date, last: date) -> bool:
    """One that staff have moved is known by lying about there: no two Ramadans are within months of each other."""
    if Ramadan.objects.filter(first_day__lte=last, last_day__gte=first).exists():
        return False
    Ramadan.objects.create(first_day=first, last_day=last)
    return True
