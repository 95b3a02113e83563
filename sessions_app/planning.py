"""Sessions are planned here and nowhere else: checked, booked, confirmed, cancelled, moved, copied.

Two people who book the same room or facilitator at the same moment wait for each other: the rows of the rooms, then of
the facilitators, are locked in the order of their keys before anything is checked (on SQLite the immediate transaction
is that lock). On PostgreSQL an exclusion constraint refuses a room booked twice even to those who do not come this way.
"""

import uuid
from collections.abc import Iterable
from datetime import date, time
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import languages, translated
from sessions_app import codes
from sessions_app.conflicts import Conflict
from sessions_app.models import Cycle, Facilitator, Headcount, Module, OrientationPoint, Room, Session
from sessions_app.objections import Refused, conflicts_of, overtaken, refuse, unfit_for_the_public
from sessions_app.weeks import Week

ROOM_CONSTRAINT = "one_session_per_room_and_time"
CODE_CONSTRAINT = ("sessions_app_session.code", "sessions_app_session_code_key")  # as SQLite and PostgreSQL name it
MOST_CODES = 5  # tried for a new session, of 33 million: more repeats than that are no accident
FOLLOWED = ("day", "starts", "ends", "room_id", "point_id", "status")  # a calendar must hear of a change in these
NEW_IN_COPY = {"id", "code", "uid", "sequence", "changed_at", "moved_to", "reason"}  # each row has its own
NOT_COPIED = {"status", "cycle", "day_number", "internal_note", "example"}  # what staff wrote about that one session


class Copied(NamedTuple):
    """What was made, and what was not and why (unsaved sessions)."""

    created: list[Session]
    skipped: list[tuple[Session, list[Conflict]]]


class Confirmed(NamedTuple):
    """The drafts that are public now, and those that stay drafts and why."""

    confirmed: list[Session]
    refused: list[tuple[Session, list[Conflict]]]


@transaction.atomic
def book(session: Session, facilitators: Iterable[Facilitator]) -> list[Conflict]:
    """Check and save `session` with its facilitators; the warnings. Raises Refused, and then nothing is saved."""
    people = list(facilitators)
    _lock([session.room_id], people)
    stored = _stored(session)
    refuse(overtaken(session, stored))
    if not (stored and stored.is_public):
        refuse(unfit_for_the_public(session, people))
    return _book(session, people, stored)


@transaction.atomic
def confirm(sessions: Iterable[Session]) -> Confirmed:
    """Make drafts public, unless something has come to speak against them since. What is no draft is left alone."""
    done = Confirmed([], [])
    drafts = Session.objects.filter(pk__in=[row.pk for row in sessions], status="draft").with_all()
    _lock([row.room_id for row in drafts], [person for row in drafts for person in row.facilitators.all()])
    for row in drafts.select_for_update(of=("self",)):  # read again: somebody may have changed them meanwhile
        row.status = Session.Status.CONFIRMED
        try:
            book(row, row.facilitators.all())
        except Refused as refused:
            row.status = Session.Status.DRAFT
            done.refused.append((row, refused.conflicts))
        else:
            done.confirmed.append(row)
    return done


@transaction.atomic
def cancel(session: Session, reasons: dict[str, str]) -> None:
    """It stays on the site, struck through, with the reason (by language, French at least). Raises ValidationError."""
    row = _still_standing(session)
    if not row.is_public:
        raise ValidationError(_("A draft is not public: delete it, there is nothing to cancel."), code="draft")
    _give_reasons(row, reasons)
    row.status = Session.Status.CANCELLED
    row.sequence += 1
    row.save()
    session.refresh_from_db()


@transaction.atomic
def restore(session: Session) -> list[Conflict]:
    """Take a cancellation back: confirmed, without a reason; the warnings. Raises Refused or ValidationError.

    Its room and its facilitators may have been given to others since, or its day of the cycle to another session.
    """
    people = list(session.facilitators.all())
    _lock([session.room_id], people)
    row = Session.objects.select_for_update().get(pk=session.pk)
    if row.status != Session.Status.CANCELLED:
        raise ValidationError(_("This session is not cancelled: there is nothing to take back."), code="standing")
    row.status = Session.Status.CONFIRMED
    for code in languages.CODES:
        setattr(row, f"reason_{code}", "")
    refuse(unfit_for_the_public(row, people))
    row.validate_constraints()
    row.sequence += 1
    found = _book(row, people, None)
    session.refresh_from_db()
    return found


@transaction.atomic
def move(
    session: Session,
    *,
    day: date,
    starts: time,
    ends: time,
    room: Room,
    facilitators: Iterable[Facilitator],
    reasons: dict[str, str],
) -> Session:
    """The session at its new time and place. Calendars see one event that moved: the new row takes over the uid.

    The old row stays, struck through, with the reason. A draft is simply changed. Raises Refused or ValidationError.
    """
    people = list(facilitators)
    _lock([room.pk], people)
    old = _still_standing(session)
    place = {"day": day, "starts": starts, "ends": ends, "room": room, "point": room.point}
    if not old.is_public:
        return _change(old, place, people)
    new = _copy(old, keep=NOT_COPIED, uid=old.uid, sequence=old.sequence + 1, **place)
    _give_reasons(old, reasons)
    old.status, old.uid, old.sequence = Session.Status.MOVED, uuid.uuid4(), 0
    old.save()  # before the new row: it frees the uid, the room and the day of the cycle
    _book(new, people, None)
    old.moved_to = new
    old.save(update_fields=["moved_to"])
    session.refresh_from_db()
    return new


@transaction.atomic
def copy_week(point: OrientationPoint, week: Week, target_week: Week) -> Copied:
    """The standing sessions of `week` again in `target_week`, as drafts; what falls on a closure or clashes is told."""
    rows = list(point.sessions.standing().in_week(week.monday).with_all())
    _lock([row.room_id for row in rows], [person for row in rows for person in row.facilitators.all()])
    copied, cycles, distance = Copied([], []), _whole_cycles(rows), target_week.monday - week.monday
    for row in rows:
        session = _copy(row, day=row.day + distance)
        if row.cycle_id in cycles:
            session.cycle = _copy_of_cycle(cycles, row.cycle)
            session.day_number = 1 + sum(made.cycle == session.cycle for made in copied.created)
        _book_or_skip(copied, session, [person for person in row.facilitators.all() if person.active])
    for cycle in filter(None, cycles.values()):
        _fit(cycle, sum(made.cycle == cycle for made in copied.created))
    return copied


@transaction.atomic
def make_cycle(
    module: Module,
    point: OrientationPoint,
    room: Room,
    facilitators: Iterable[Facilitator],
    dates: Iterable[date],
    starts: time,
    ends: time,
    *,
    group: str = "",
    **common: Any,
) -> Copied:
    """One session a date, day n of those that could be made; closures and clashes are skipped and told.

    `common` holds other fields of the sessions (languages, country, seats, status …); without seats, the room's.
    """
    people, dates = list(facilitators), sorted(dates)
    made = Copied([], [])
    if not dates:
        return made
    _lock([room.pk], people)
    common = {"module": module, "point": point, "room": room, "seats": room.capacity} | common
    example = common.get("example", False)
    cycle = Cycle.objects.create(module=module, point=point, group=group, days=len(dates), example=example)
    for day in dates:
        number = len(made.created) + 1
        session = Session(**common, cycle=cycle, day_number=number, day=day, starts=starts, ends=ends)
        _book_or_skip(made, session, people)
    _fit(cycle, len(made.created))
    return made


def _lock(rooms: Iterable[int], people: Iterable[Facilitator]) -> None:
    """Until the transaction ends, nobody else books these. Always rooms first, each kind by key: no deadlock."""
    list(Room.objects.select_for_update().filter(pk__in=set(rooms)).order_by("pk"))
    list(Facilitator.objects.select_for_update().filter(pk__in={person.pk for person in people}).order_by("pk"))


def _still_standing(session: Session) -> Session:
    """The stored row, locked. Raises ValidationError when somebody has cancelled, moved or counted it already."""
    row = Session.objects.select_for_update().get(pk=session.pk)
    if row.is_off:
        raise ValidationError(_("This session has been moved or cancelled already."), code="off")
    if Headcount.objects.filter(session=row).exists():
        words = _("People were counted in this session: it took place, and is neither moved nor cancelled.")
        raise ValidationError(words, code="counted")
    return row


def _stored(session: Session) -> Session | None:
    """The row as it is now, locked until the transaction ends; None for a new session."""
    return Session.objects.select_for_update().filter(pk=session.pk).first() if session.pk else None


def _book(session: Session, people: list[Facilitator], stored: Session | None) -> list[Conflict]:
    found = conflicts_of(session, people)
    refuse(found)
    if stored:
        _count_change(session, stored)
    _save(session)
    session.facilitators.set(people)
    return found


def _count_change(session: Session, stored: Session) -> None:
    """SEQUENCE of the calendar: one more for each change of a public session that a calendar shows."""
    changed = any(getattr(stored, name) != getattr(session, name) for name in FOLLOWED)
    session.sequence = stored.sequence + (changed and stored.is_public)


def _save(session: Session) -> None:
    """A new session whose code exists already gets another one; a room taken meanwhile is Refused."""
    for tried in range(1, MOST_CODES + 1):
        try:
            with transaction.atomic():
                return session.save()
        except IntegrityError as error:
            if ROOM_CONSTRAINT in str(error):
                words = _("The room has just been booked by somebody else at that time.")
                raise Refused([Conflict("room", True, words, "room")]) from None
            repeated = session._state.adding and any(name in str(error) for name in CODE_CONSTRAINT)
            if not repeated or tried == MOST_CODES:
                raise
            session.code = codes.new_code()
    return None


def _book_or_skip(copied: Copied, session: Session, people: Iterable[Facilitator]) -> None:
    try:
        book(session, people)
    except Refused as refused:
        copied.skipped.append((session, refused.conflicts))
    else:
        copied.created.append(session)


def _change(session: Session, values: dict[str, Any], people: list[Facilitator]) -> Session:
    for name, value in values.items():
        setattr(session, name, value)
    book(session, people)
    return session


def _copy(session: Session, *, keep: Iterable[str] = (), **changes: Any) -> Session:
    """A new row that says the same, but for `changes`; of NOT_COPIED only what is to `keep`."""
    bare = set(translated.fields(Session))  # their columns by language are copied
    left_out = (NEW_IN_COPY | bare | NOT_COPIED) - set(keep)
    left_out |= {f"reason_{code}" for code in languages.CODES}
    fields = [field for field in Session._meta.concrete_fields if field.name not in left_out]
    copy = Session(**{field.attname: getattr(session, field.attname) for field in fields})
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy


def _give_reasons(session: Session, reasons: dict[str, str]) -> None:
    """Raises ValidationError, by column, when the French is missing or one is too long."""
    given = {f"reason_{code}": reasons.get(code, "").strip() for code in languages.CODES}
    longest = Session._meta.get_field("reason").max_length
    if not given[f"reason_{languages.REFERENCE}"]:
        message = _("Say why the session is moved or cancelled: people read it on the site.")
        raise ValidationError({f"reason_{languages.REFERENCE}": message})
    if too_long := [column for column, text in given.items() if len(text) > longest]:
        message = _("At most %(count)d characters.") % {"count": longest}
        raise ValidationError(dict.fromkeys(too_long, message))
    for column, text in given.items():
        setattr(session, column, text)


def _whole_cycles(rows: list[Session]) -> dict[int, Cycle | None]:
    """The cycles that lie wholly among `rows`, each with its copy to come: part of a cycle is not a cycle."""
    keys = {row.pk for row in rows}
    found = {row.cycle_id for row in rows if row.cycle_id}
    outside = Session.objects.standing().filter(cycle__in=found).exclude(pk__in=keys)
    return dict.fromkeys(found - set(outside.values_list("cycle_id", flat=True)))


def _fit(cycle: Cycle, days: int) -> None:
    """A cycle has as many days as could be made of it; one without any is none."""
    if not days:
        cycle.delete()
    elif days != cycle.days:
        cycle.days = days
        cycle.save()


def _copy_of_cycle(cycles: dict[int, Cycle | None], cycle: Cycle) -> Cycle:
    if cycles[cycle.pk] is None:
        cycles[cycle.pk] = Cycle.objects.create(
            module=cycle.module, point=cycle.point, group=cycle.group, days=cycle.days
        )
    return cycles[cycle.pk]
