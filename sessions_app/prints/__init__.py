"""What a point prints, as PDF bytes in "fr", "en" or "ar"; posters, strips and slips also in "all" three at once."""

from sessions_app.prints.corrections import NothingChanged, correction_strip
from sessions_app.prints.facilitators import facilitator_week
from sessions_app.prints.posters import draft_poster, poster
from sessions_app.prints.sheets import certificate, door_sign, last_day, sign_in_sheet, slips

__all__ = [
    "NothingChanged",
    "certificate",
    "correction_strip",
    "door_sign",
    "draft_poster",
    "facilitator_week",
    "last_day",
    "poster",
    "sign_in_sheet",
    "slips",
]
