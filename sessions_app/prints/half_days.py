"""Mornings and afternoons: a sheet has one signature for each, as those who fund a session ask."""

from datetime import time
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from sessions_app.opening import MIDDAY

SHORTEST = 60  # minutes; less on one side of midday belongs to the other side


class HalfDay(NamedTuple):
    """A morning or an afternoon of a session, in wall time."""

    name: str
    starts: time
    ends: time


def half_days(starts: time, ends: time) -> list[HalfDay]:
    """One or two half-days that together last from `starts` to `ends`."""
    before = _minutes(MIDDAY) - _minutes(starts)
    after = _minutes(ends) - _minutes(MIDDAY)
    morning, afternoon = _("morning"), _("afternoon")
    if before >= SHORTEST and after >= SHORTEST:
        return [HalfDay(morning, starts, MIDDAY), HalfDay(afternoon, MIDDAY, ends)]
    return [HalfDay(morning if before > after else afternoon, starts, ends)]


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
