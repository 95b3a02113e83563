"""An invented fortnight for a fresh installation, marked `example` in every row, so that one sees a living timetable.

Rooms, facilitators, opening hours and sessions are invented; points keep their sourced addresses alone. Everything is
planned through `planning`, like the real thing, and `remove` takes away exactly what is marked.
"""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Model

from sessions_app import planning, release
from sessions_app.models import (
    Cycle,
    Facilitator,
    Module,
    OpeningHours,
    OrientationPoint,
    Release,
    Room,
    Session,
)
from sessions_app.weeks import Week


class Line(NamedTuple):
    """One session of the invented programme, or a cycle on several days."""

    weekdays: tuple[int, ...]  # Monday 0
    starts: time
    ends: time
    module: str  # slug
    room: int  # 0 or 1: the large or the small room of the point
    person: int  # 0 or 1: which of the point's two facilitators
    country: str = ""  # slug; "": for all
    languages: str = "fr"
    fate: str = ""  # what becomes of it after the poster is out: "full", "cancelled", "moved"


class Removed(NamedTuple):
    """How many rows are gone, and which stay because somebody uses them."""

    rows: int
    kept: list[str]


MORNING, AFTERNOON = (time(9, 30), time(12, 30)), (time(14), time(17))
EVEN = (
    Line((0,), *MORNING, "awareness", 0, 0, "senegal"),
    Line((0,), *AFTERNOON, "soft-skills", 0, 1),
    Line((1, 2, 3), *MORNING, "life-skills", 1, 1),
    Line((1,), *AFTERNOON, "awareness", 0, 0, "guinea", fate="full"),
    Line((2,), *MORNING, "entrepreneurship", 0, 0),
    Line((3,), *AFTERNOON, "awareness", 0, 0, "mali", fate="cancelled"),
    Line((4,), *MORNING, "commercialization", 0, 0, languages="fr ar"),
)
ODD = (
    Line((0,), *MORNING, "awareness", 0, 0, "cote-divoire"),
    Line((0, 1, 2), *AFTERNOON, "commercialization", 1, 1),
    Line((1,), *MORNING, "handicrafts", 1, 1),
    Line((1,), *AFTERNOON, "agriculture", 0, 0, languages="fr ar"),
    Line((2,), *MORNING, "awareness", 0, 0, "cameroon", languages="fr en", fate="moved"),
    Line((3,), *AFTERNOON, "soft-skills", 1, 1, languages="en"),
    Line((4,), *MORNING, "entrepreneurship", 0, 0, fate="full"),
)
ROOMS = (("Exemple · grande salle", 20), ("Exemple · petite salle", 12))
OPEN = (time(9), time(17))
OPEN_IN_RAMADAN = (time(9), time(15))
POINTS = ("casablanca", "oujda", "rabat")
BRING = {
    "what_to_bring_fr": "De quoi écrire, si vous voulez.",
    "what_to_bring_en": "Something to write with, if you like.",
    "what_to_bring_ar": "ما تكتبون به، إن شئتم.",
}
CANCELLED = {
    "fr": "Exemple : l’animatrice est souffrante.",
    "en": "Example: the facilitator is unwell.",
    "ar": "مثال: المنشطة مريضة.",
}
MOVED = {
    "fr": "Exemple : la salle n’est pas libre le mercredi.",
    "en": "Example: the room is not free on Wednesday.",
    "ar": "مثال: القاعة غير متاحة يوم الأربعاء.",
}


def are_alone() -> bool:
    """True while the examples are there and nobody has planned a session yet."""
    sessions = Session.objects.order_by()
    return sessions.filter(example=True).exists() and not sessions.filter(example=False).exists()


@transaction.atomic
def load(today: date) -> int:
    """Fill the week of `today` and the next at each point, unless they have examples; how many sessions were made."""
    points = OrientationPoint.objects.filter(slug__in=POINTS)
    this_week = Week.of(today)
    return sum(_fill(point, week) for point in points for week in (this_week, this_week.next))


@transaction.atomic
def remove() -> Removed:
    """Delete what is marked as an example; rooms and facilitators that real sessions use stay, and are named."""
    rows = Release.objects.filter(example=True).delete()[0] + Session.objects.filter(example=True).delete()[0]
    rows += Cycle.objects.filter(example=True, sessions=None).delete()[0]
    rows += OpeningHours.objects.filter(example=True).delete()[0]
    kept = []
    for model in (Facilitator, Room):
        rows += model.objects.filter(example=True, sessions=None).delete()[0]
        kept += [str(row) for row in model.objects.filter(example=True)]
    return Removed(rows, kept)


def _fill(point: OrientationPoint, week: Week) -> int:
    if point.sessions.filter(example=True).in_week(week.monday).exists():
        return 0
    _open(point)
    rooms, people = _rooms(point), _people(point)
    programme = (EVEN, ODD)[week.monday.toordinal() // 7 % 2]
    made = [(line, _plan(line, point, week, rooms[line.room], people[line.person])) for line in programme]
    sessions = [session for _line, sessions in made for session in sessions]
    if sessions:
        _release(point, week)
    for line, planned in made:
        for session in planned:
            _happen(line.fate, session)
    return len(sessions)


def _plan(line: Line, point: OrientationPoint, week: Week, room: Room, person: Facilitator) -> list[Session]:
    """What could be booked: holidays, and what staff have planned already, win."""
    module = Module.objects.filter(slug=line.module).first()
    if module is None:
        return []
    days = [week.days[number] for number in line.weekdays]
    common = {"seats": room.capacity, "status": "confirmed", "languages": line.languages, "example": True, **BRING}
    common["country"] = _country(line.country)
    if len(days) > 1:
        return planning.make_cycle(module, point, room, [person], days, line.starts, line.ends, **common).created
    session = Session(module=module, point=point, room=room, day=days[0], starts=line.starts, ends=line.ends, **common)
    try:
        planning.book(session, [person])
    except planning.Refused:
        return []
    return [session]


def _happen(fate: str, session: Session) -> None:
    """What becomes of it once the poster hangs: the correction strip has something to say."""
    people = list(session.facilitators.all())
    if fate == "full":
        session.status = Session.Status.FULL
        planning.book(session, people)
    elif fate == "cancelled":
        planning.cancel(session, CANCELLED)
    elif fate == "moved":
        _move_to_next_day(session, people)


def _move_to_next_day(session: Session, people: list[Facilitator]) -> None:
    day = session.day + timedelta(days=1)
    times = {"starts": session.starts, "ends": session.ends}
    try:
        planning.move(session, day=day, **times, room=session.room, facilitators=people, reasons=MOVED)
    except planning.Refused:  # a holiday, say
        return


def _release(point: OrientationPoint, week: Week) -> None:
    released = release.release(point, week, None, "Exemple")
    released.example = True
    released.save()


def _open(point: OrientationPoint) -> None:
    """Invented opening hours, unless the point has hours of its own."""
    if not point.opening_hours.exists():
        OpeningHours.objects.bulk_create(
            OpeningHours(point=point, weekday=day, ramadan=ramadan, opens=opens, closes=closes, example=True)
            for ramadan, (opens, closes) in ((False, OPEN), (True, OPEN_IN_RAMADAN))
            for day in range(5)
        )


def _rooms(point: OrientationPoint) -> list[Room]:
    values = [({"point": point, "name": name}, {"capacity": capacity}) for name, capacity in ROOMS]
    return [_found_or_made(Room, key, rest) for key, rest in values]


def _people(point: OrientationPoint) -> list[Facilitator]:
    """Two for each point, numbered: an invented name would look like a person."""
    first = 2 * POINTS.index(point.slug) + 1
    names = [f"Exemple · animatrice {number}" for number in (first, first + 1)]
    people = [_found_or_made(Facilitator, {"name": name}, {"languages": "fr ar en"}) for name in names]
    for person in people:
        person.points.add(point)
    return people


def _found_or_made(model: type[Model], key: dict, rest: dict) -> Model:
    return model.objects.filter(**key).first() or model.objects.create(**key, **rest, example=True)


def _country(slug: str) -> Model | None:
    """By the relation: the domains do not import each other."""
    countries: Iterable = Session._meta.get_field("country").related_model.objects
    return countries.filter(slug=slug).first() if slug else None
