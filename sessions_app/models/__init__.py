"""The records of orientation sessions, one module a subject."""

from sessions_app.models.closures import Closure, Ramadan
from sessions_app.models.headcounts import Headcount, HeadcountByCountry
from sessions_app.models.people import Absence, Coordinator, Facilitator
from sessions_app.models.places import OpeningHours, OrientationPoint, Room
from sessions_app.models.programme import Cycle, Module, Session
from sessions_app.models.releases import Release

__all__ = [
    "Absence",
    "Closure",
    "Coordinator",
    "Cycle",
    "Facilitator",
    "Headcount",
    "HeadcountByCountry",
    "Module",
    "OpeningHours",
    "OrientationPoint",
    "Ramadan",
    "Release",
    "Room",
    "Session",
]
