"""What speaks against a session that somebody wants to save: clashes, a row that has changed meanwhile, a draft unfit
for the public. It is asked by `planning` under its locks, and before that by the forms."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sessions_app import conflicts, surroundings
from sessions_app.conflicts import Conflict
from sessions_app.models import Facilitator, Headcount, Module, Session


class Refused(ValidationError):  # noqa: N818  (reads as a sentence: except Refused)
    """Nothing was saved. The messages stand under the form fields they belong to; `conflicts` holds them whole."""

    def __init__(self, conflicts: Sequence[Conflict]):
        self.conflicts = list(conflicts)
        messages: dict[str, list] = {}
        for conflict in self.conflicts:
            messages.setdefault(conflict.field, []).append(ValidationError(conflict.message, code=conflict.kind))
        super().__init__(messages)


def refuse(found: Iterable[Conflict]) -> None:
    """Raises Refused when there is a refusal among them."""
    if refused := [conflict for conflict in found if conflict.refused]:
        raise Refused(refused)


def conflicts_of(session: Session, facilitators: Iterable[Facilitator]) -> list[Conflict]:
    """What speaks against `session`, saved or not, with these facilitators. Reads the sessions of its day only."""
    if session.is_off:
        return []
    people = list(facilitators)
    slot = surroundings.slot_of(session, people)
    return conflicts.find(slot, surroundings.around([slot], surroundings.rivals(session, people)))


def conflicts_in(sessions: QuerySet[Session]) -> dict[int, list[Conflict]]:
    """What speaks against each of the standing sessions of a queryset, by primary key: a constant number of queries."""
    slots = [surroundings.slot_of(row, row.facilitators.all()) for row in sessions.standing().with_all()]
    if not slots:
        return {}
    days = {slot.day for slot in slots}
    around = surroundings.around(slots, Session.objects.standing().filter(day__in=days))
    return {slot.key: conflicts.find(slot, around) for slot in slots}


def unfit_for_the_public(session: Session, facilitators: Iterable[Facilitator]) -> list[Conflict]:
    """What a draft may have, and a session that becomes public may not: nothing for a draft."""
    if not session.is_public:
        return []
    found = [
        Conflict("inactive", True, _("%(name)s does not work any more.") % {"name": person.name}, "facilitators")
        for person in facilitators
        if not person.active
    ]
    if not Module.objects.published().filter(pk=session.module_id).exists():
        words = _("The module is not published: its title and text would be read on the site.")
        found.append(Conflict("module", True, words, "module"))
    return found


def overtaken(session: Session, stored: Session | None) -> list[Conflict]:
    """What somebody has done meanwhile and an old copy of the row would undo; calling off and its undoing have their
    own ways, and so has what is public, which never becomes a draft again."""
    if stored is None:
        return []
    if (stored.is_off or session.is_off) and stored.status != session.status:
        words = _("Somebody has meanwhile moved, cancelled or restored this session: nothing of yours was saved.")
        return [Conflict("off", True, words, "status")]
    if stored.is_public and not session.is_public:
        words = _("Somebody has meanwhile confirmed this session: nothing of yours was saved.")
        return [Conflict("public", True, words, "status")]
    held = ("day", "point_id")
    counted = any(getattr(stored, name) != getattr(session, name) for name in held)
    if counted and Headcount.objects.filter(session=stored).exists():
        words = _("People were counted in this session: its day and its point stay as they were.")
        return [Conflict("counted", True, words, "day")]
    return []
