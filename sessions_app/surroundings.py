"""What a session may clash with, read from the database as plain data for `conflicts`, in the reader's language."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from core import translated
from sessions_app import conflicts
from sessions_app.conflicts import Around
from sessions_app.models import Absence, Closure, Facilitator, OpeningHours, OrientationPoint, Ramadan, Session


def slot_of(session: Session, people: Iterable[Facilitator]) -> conflicts.Slot:
    """`session` as plain data in the reader's language."""
    room, module = session.room, session.module
    return conflicts.Slot(
        key=session.pk,
        title=translated.read(module, "title").text,
        place=_place(session.point),
        hall=conflicts.Hall(room.pk, room.name, room.capacity, room.point_id),
        day=session.day,
        starts=session.starts,
        ends=session.ends,
        seats=session.seats,
        usual_minutes=module.usual_minutes,
        people=tuple(conflicts.Person(person.pk, person.name) for person in people),
        standing=not session.is_off,
    )


def rivals(session: Session, people: list[Facilitator]) -> QuerySet[Session]:
    """The standing sessions of its day in its room or with one of its people; the index of days finds them."""
    given = Session.facilitators.through.objects.filter(session_id=OuterRef("pk"), facilitator__in=people)
    rows = Session.objects.standing().filter(day=session.day)
    return rows.filter(Q(room_id=session.room_id) | Exists(given)).exclude(pk=session.pk)


def around(slots: list[conflicts.Slot], others: QuerySet[Session]) -> Around:
    """All that may speak against `slots`: `others`, and hours, closures, absences and Ramadans of their days."""
    rows = others.select_related("module", "point", "room").prefetch_related("facilitators")
    points = {slot.place.key for slot in slots}
    first, last = min(slot.day for slot in slots), max(slot.day for slot in slots)
    people = {person.key for slot in slots for person in slot.people}
    absences = Absence.objects.filter(facilitator__in=people, first_day__lte=last, last_day__gte=first)
    return Around(
        others=[slot_of(row, row.facilitators.all()) for row in rows],
        hours=_hours(points),
        closures=_closures(points, first, last),
        absences=[conflicts.Away(row.facilitator_id, row.first_day, row.last_day) for row in absences],
        ramadans=_ramadans(first, last),
    )


def closed_days(point: OrientationPoint, first: date, last: date) -> dict[date, str]:
    """The days from `first` to `last` on which nothing can be planned, and why: what a recurrence leaves out.

    Certain closures, weekdays without opening hours, and Saturday and Sunday where the point has no hours at all.
    """
    known = Around(
        hours=_hours([point.pk]), closures=_closures([point.pk], first, last), ramadans=_ramadans(first, last)
    )
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {day: why for day in days if (why := _why_closed(day, point.pk, known))}


def _place(point: OrientationPoint) -> conflicts.Place:
    name, city = translated.read(point, "name").text, translated.read(point, "city").text
    return conflicts.Place(point.pk, name, city, point.city_fr or "")


def _hours(points: Iterable[int]) -> list[conflicts.Hours]:
    rows = OpeningHours.objects.filter(point__in=points)
    return [conflicts.Hours(row.point_id, row.weekday, row.ramadan, row.opens, row.closes) for row in rows]


def _closures(points: Iterable[int], first: date, last: date) -> list[conflicts.Closed]:
    rows = Closure.objects.filter(Q(point=None) | Q(point__in=points), first_day__lte=last, last_day__gte=first)
    return [
        conflicts.Closed(translated.read(row, "name").text, row.first_day, row.last_day, row.certain, row.point_id)
        for row in rows
    ]


def _ramadans(first: date, last: date) -> list[conflicts.Fast]:
    margin = conflicts.RAMADAN_MARGIN
    rows = Ramadan.objects.filter(first_day__lte=last + margin, last_day__gte=first - margin)
    return [conflicts.Fast(row.first_day, row.last_day, row.confirmed) for row in rows]


def _why_closed(day: date, point: int, around: Around) -> str:
    """In the reader's language; "" when the point is open."""
    if names := [closed.name for closed in conflicts.closures_on(day, point, around) if closed.certain]:
        return ", ".join(names)
    hours = conflicts.hours_on(day, point, around)
    if hours == [] or (hours is None and day.weekday() >= 5):
        return _("not open on that weekday")
    return ""
