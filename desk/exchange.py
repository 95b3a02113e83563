"""Translations that come back from outside: what an import would change, and the change itself.

A plan says for each unit what would happen to it, and why not (desk/weighing.py). It is computed when the file is
shown, and once more, under lock, when somebody confirms: only the very plan that was shown is applied.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, languages
from core.models import Action
from desk import spreadsheet, units, weighing, xliff
from desk.packages import LARGEST, Package, RefusedError
from desk.units import Key
from desk.weighing import Case, Line, Outcome, Stock

OPEN = (Outcome.CHANGED, Outcome.STILL_RIGHT, Outcome.ASKED)  # what somebody may let in


class Plan(NamedTuple):
    """What an import would do, in the order of the file."""

    language: str
    lines: list[Line]

    @property
    def counts(self) -> dict[Outcome, int]:
        found = Counter(line.outcome for line in self.lines)
        return {outcome: found[outcome] for outcome in Outcome}

    @property
    def digest(self) -> str:
        """Differs as soon as anything in it differs."""
        told = [(line.key, str(line.outcome), line.was, line.becomes, line.takes_down) for line in self.lines]
        return hashlib.sha256(repr((self.language, told)).encode()).hexdigest()

    def of(self, *outcomes: Outcome) -> list[Line]:
        return [line for line in self.lines if line.outcome in outcomes]

    @property
    def stories(self) -> dict[str, str]:
        """The public stories that would leave the site, until somebody has read them again: what to tick → name."""
        return {line.takes_down: line.what for line in self.lines if line.takes_down}

    @property
    def ordinary(self) -> frozenset[str]:
        """The keys of what goes in unless somebody takes its tick away."""
        return frozenset(line.key for line in self.of(Outcome.CHANGED, Outcome.STILL_RIGHT))

    def chosen(self, ticked: Iterable[str]) -> list[Line]:
        """What goes in when these are ticked: texts, by their keys, and stories."""
        ticked = {*ticked}
        return [
            line for line in self.of(*OPEN) if line.key in ticked and (not line.takes_down or line.takes_down in ticked)
        ]


class MovedError(Exception):
    """The plan is no longer the one that was shown; `plan` is that of now."""

    def __init__(self, plan: Plan):
        super().__init__()
        self.plan = plan


def read(content: bytes) -> Package:
    """The package of a file, by its content. Raises RefusedError."""
    if len(content) > LARGEST:
        raise RefusedError(_("The file is too big: at most %(megabytes)d MB.") % {"megabytes": LARGEST // 1_000_000})
    if not content.strip():
        raise RefusedError(_("The file is empty."))
    return (spreadsheet if content.startswith(b"PK") else xliff).read(content)


def plan(package: Package, language: str, user: Any, *, lock: bool = False) -> Plan:
    """What importing `package` into `language` would do for `user`. A few queries for each model it names.

    Raises RefusedError when the file as a whole cannot be meant for here. `lock`: inside a transaction, nobody else
    changes the rows until it ends.
    """
    _check_mark(package.mark, language)
    found = [(weighing.key(unit.key, language), unit) for unit in package.units]
    keys = [key for key, _unit in found if isinstance(key, Key)]
    stock = Stock(keys, language, user, lock=lock)
    times = Counter(key[:4] for key in keys)
    return Plan(
        language,
        [
            key if isinstance(key, Line) else Case(key, unit, stock, twice=times[key[:4]] > 1).line
            for key, unit in found
        ],
    )


def apply(package: Package, language: str, user: Any, shown: str, ticked: Iterable[str] = ()) -> list[Line]:
    """Carry out the plan whose digest is `shown`, with what is `ticked` of it (`Plan.chosen`); the lines carried out.

    All or nothing, in one transaction with its line in the audit log, each row through its save(); no line for nothing.
    Raises MovedError, and RefusedError.
    """
    with transaction.atomic():
        now = plan(package, language, user, lock=True)
        if now.digest != shown:
            raise MovedError(now)
        chosen = now.chosen(ticked)
        by_row = defaultdict(list)
        for line in chosen:
            by_row[type(line.row), line.row.pk].append(line)
        for lines in by_row.values():
            _save(lines, language, user)
        if chosen:
            audit.record(user, Action.IMPORT, language=language, texts=len(chosen))
    return chosen


def _save(lines: list[Line], language: str, user: Any) -> None:
    """Write what the plan has cleaned."""
    row = lines[0].row
    row.written_by = user  # a story keeps account of who changed it since its safety review
    for line in lines:
        setattr(row, line.column, line.becomes)
    row.still_right = frozenset(line.column for line in lines)  # made for, or accepted for, the French of now
    if any(line.ends_work for line in lines):
        row.finished = frozenset({language})
    row.save()


def _check_mark(mark: str, language: str) -> None:
    found = units.language_of(mark)
    if not found:
        raise RefusedError(_("This file does not come from this site, or its first cell or heading was changed."))
    if found != language:
        names = languages.NAMES
        raise RefusedError(
            _("The file is for %(file)s, and you have chosen %(chosen)s.")
            % {"file": names.get(found, found), "chosen": names[language]}
        )
