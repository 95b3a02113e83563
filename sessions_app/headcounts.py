"""How many came: the checks of what is typed from the paper, and what was really counted, year by year."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Max, Min, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.models import Headcount, HeadcountByCountry, Session
from sessions_app.querysets import TOOK_PLACE

SMALLEST = 5  # a group of fewer people is never shown: somebody could be recognised


class Typed(NamedTuple):
    """What the paper says of one session. `by_country`: people of each country, in any order; empty when not given."""

    women: int
    men: int
    minors: int
    good: int
    medium: int
    bad: int
    by_country: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        return self.women + self.men + self.minors

    @property
    def answers(self) -> int:
        """How many said how satisfied they were."""
        return self.good + self.medium + self.bad


class Fault(NamedTuple):
    """Why a count cannot be kept: the form field it belongs to ("" for the whole form), and the reason in words."""

    field: str
    message: Any  # str, or lazily translated


def too_early(session: Session) -> Fault | None:
    """A session is counted once it has begun, by Moroccan time, and only if it took place."""
    if session.status not in TOOK_PLACE:
        return Fault("", _("Only a session that was confirmed and took place is counted."))
    if session.start_instant > timezone.now():
        return Fault("", _("This session has not begun yet."))
    return None


def faults(session: Session, typed: Typed, *, above_capacity: bool) -> list[Fault]:
    """What speaks against keeping `typed`; `above_capacity`: somebody confirmed that more came than the room holds."""
    found = [too_early(session)]
    if sum(typed.by_country) not in (0, typed.total):
        found.append(Fault("", _different_sum(typed)))
    if typed.answers > typed.total:
        found.append(Fault("good", _more_answers(typed)))
    if typed.total > session.room.capacity and not above_capacity:
        found.append(Fault("above_capacity", _more_than_the_room(session, typed)))
    return [fault for fault in found if fault]


def _different_sum(typed: Typed) -> str:
    text = _("By country you counted %(countries)d people, but women, men and minors are %(total)d.")
    return text % {"countries": sum(typed.by_country), "total": typed.total}


def _more_answers(typed: Typed) -> str:
    text = _("%(answers)d answers on satisfaction, but only %(total)d people came.")
    return text % {"answers": typed.answers, "total": typed.total}


def _more_than_the_room(session: Session, typed: Typed) -> str:
    text = _("%(total)d people came, and the room %(room)s holds %(capacity)d. Count again; tick this if it is true.")
    return text % {"total": typed.total, "room": session.room.name, "capacity": session.room.capacity}


class Group(NamedTuple):
    """A part of a year's people: what it is called, and how many. The country is None for all the others together."""

    country: models.Model | None
    people: int


class Year(NamedTuple):
    """What was counted in the sessions of one year. People who came twice are counted twice.

    Numbers of people are rounded down to tens: neither the page of yesterday nor the programme's report, which hides
    small groups, can be subtracted from them. `women`, `men` and `minors` are None where one of them is so small that
    it could be recognised.
    """

    year: int
    first_day: date
    last_day: date
    sessions: int
    people: int
    women: int | None
    men: int | None
    minors: int | None
    by_country: list[Group]


def figures() -> list[Year]:
    """What was really counted, the latest year first; a year with fewer than ten people is left out. Three queries."""
    rows = (
        Headcount.objects.filter(session__status__in=TOOK_PLACE)
        .values("session__day__year")
        .order_by("-session__day__year")
        .annotate(
            first_day=Min("session__day"),
            last_day=Max("session__day"),
            sessions=models.Count("pk"),
            all_women=Sum("women"),
            all_men=Sum("men"),
            all_minors=Sum("minors"),
        )
    )
    countries = _by_country()
    years = [_year(row, countries) for row in rows]
    return [year for year in years if year.people]


def _year(row: dict, countries: dict[int, list[Group]]) -> Year:
    year, parts = row["session__day__year"], (row["all_women"], row["all_men"], row["all_minors"])
    shown = (None, None, None) if any(0 < part < SMALLEST for part in parts) else map(_tens, parts)
    groups = [Group(country, _tens(people)) for country, people in pooled(countries.get(year, ()))]
    by_country = [group for group in groups if group.people]
    return Year(year, row["first_day"], row["last_day"], row["sessions"], _tens(sum(parts)), *shown, by_country)


def _tens(people: int) -> int:
    return people - people % 10


def _by_country() -> dict[int, list[Group]]:
    """People by year and country of origin."""
    rows = (
        HeadcountByCountry.objects.filter(headcount__session__status__in=TOOK_PLACE)
        .values("headcount__session__day__year", "country")
        .order_by()
        .annotate(sum=Sum("people"))
    )
    countries = HeadcountByCountry.country.field.related_model.objects.in_bulk({row["country"] for row in rows})
    years = defaultdict(list)
    for row in rows:
        years[row["headcount__session__day__year"]].append(Group(countries.get(row["country"]), row["sum"]))
    return years


def pooled(groups: Iterable[Group]) -> list[Group]:
    """The groups, largest first, those under five together as "others".

    Others alone under five would give a small group away by subtraction, so the next smallest joins them; when nothing
    else is left, nothing is shown.
    """
    named = sorted((group for group in groups if group.country), key=lambda group: -group.people)
    others = sum(group.people for group in groups if not group.country)
    while named and (named[-1].people < SMALLEST or 0 < others < SMALLEST):
        others += named.pop().people
    if 0 < others < SMALLEST:
        return []
    return [*named, Group(None, others)] if others else named
