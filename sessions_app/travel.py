"""How long the way between two cities takes at least, for somebody who gives sessions in both."""

# Minutes from the door of one point to the door of the other. Rules of planning, on the safe side, not a timetable:
# Casablanca–Rabat is about an hour by train, every half hour on working days (ONCF, 2026), and as much again to and
# from the stations; Oujda is at the other end of the country: nobody gives a session here and there on one day.
LEAST_MINUTES: dict[frozenset[str], int] = {
    frozenset({"casablanca", "rabat"}): 2 * 60,
    frozenset({"casablanca", "oujda"}): 8 * 60,
    frozenset({"rabat", "oujda"}): 8 * 60,
}
UNKNOWN_MINUTES = 8 * 60  # two cities that are not listed: a day, until somebody lists them


def least_minutes(one: str, other: str) -> int:
    """Between two cities by their French names; 0 within one city."""
    pair = frozenset({one.strip().casefold(), other.strip().casefold()})
    return 0 if len(pair) == 1 else LEAST_MINUTES.get(pair, UNKNOWN_MINUTES)
