"""What speaks against a session: each rule with a clash, its edge, and no clash."""

from datetime import date, time

import pytest
from django.utils import translation

from sessions_app import conflicts, travel
from sessions_app.conflicts import Around, Away, Closed, Fast, Hall, Hours, Person, Place, Slot

TUESDAY = date(2026, 11, 24)
OUJDA = Place(1, "Oujda orientation point", "Oujda", "Oujda")
RABAT = Place(2, "Rabat orientation point", "Rabat", "Rabat")
CASABLANCA = Place(3, "Casablanca orientation point", "Casablanca", "Casablanca")
OTHER_IN_OUJDA = Place(4, "Second point in Oujda", "Oujda", "Oujda")
HALL, OTHER_HALL, RABAT_HALL = Hall(1, "Room A", 20, 1), Hall(2, "Room B", 12, 1), Hall(3, "Room C", 20, 2)
ANNA, BELA = Person(1, "Facilitator 1"), Person(2, "Facilitator 2")
SLOT = Slot(10, "Life skills", OUJDA, HALL, TUESDAY, time(9, 30), time(12, 30), 15, 180, (ANNA,))
OTHER = SLOT._replace(key=11, title="Soft skills", people=(BELA,))
ELSEWHERE = OTHER._replace(hall=OTHER_HALL, people=(ANNA,))  # shares the person, not the room
IN_RABAT = ELSEWHERE._replace(place=RABAT, hall=RABAT_HALL)
IN_CASABLANCA = ELSEWHERE._replace(place=CASABLANCA, hall=Hall(4, "Room D", 20, 3))

ROOM, PERSON = ("room", True, "room"), ("facilitator", True, "facilitators")
TRAVEL, SEATS = ("travel", True, "facilitators"), ("seats", True, "seats")
NOT_OPEN, TOO_LATE = ("hours", True, "day"), ("hours", True, "starts")
CLOSURE, UNSURE = ("closure", True, "day"), ("closure_unsure", False, "day")
ABSENCE, LENGTH = ("absence", True, "facilitators"), ("length", False, "starts")
RAMADAN_UNSURE, ORDER = ("ramadan_unsure", False, "day"), ("order", True, "starts")

EVERY_DAY = [Hours(1, day, False, time(9), time(17)) for day in range(5)]
IN_RAMADAN = [Hours(1, day, True, time(9), time(15)) for day in range(5)]
RAMADAN = Fast(date(2026, 11, 1), date(2026, 11, 30), True)
NEXT_RAMADAN = Fast(date(2027, 2, 8), date(2027, 3, 9), False)


def at(slot, starts, ends):
    hours = [time.fromisoformat(text) for text in (starts, ends)]
    return slot._replace(starts=hours[0], ends=hours[1])


def on(day):
    return SLOT._replace(day=date.fromisoformat(day))


CASES = [
    ("nothing around", SLOT, Around(), []),
    # the session itself
    ("ends before it starts", at(SLOT, "12:30", "09:30"), Around(), [ORDER]),
    ("ends as it starts", at(SLOT, "09:30", "09:30"), Around(), [ORDER]),
    ("no other rule of hours for it", at(SLOT, "12:30", "09:30"), Around([OTHER], EVERY_DAY), [ORDER]),
    ("but those of the day", at(SLOT, "12:30", "09:30"), Around(absences=[Away(1, TUESDAY, TUESDAY)]),
     [ORDER, ABSENCE]),
    ("as many seats as the room", SLOT._replace(seats=20), Around(), []),
    ("one seat more", SLOT._replace(seats=21), Around(), [SEATS]),
    ("one seat", SLOT._replace(seats=1), Around(), []),
    ("no seat", SLOT._replace(seats=0), Around(), [SEATS]),
    ("a room of another point", SLOT._replace(hall=RABAT_HALL), Around(), [("place", True, "room")]),
    # its length, usually 180 minutes
    ("half as long", at(SLOT, "09:30", "11:00"), Around(), []),
    ("a minute less than half", at(SLOT, "09:30", "10:59"), Around(), [LENGTH]),
    ("half as long again", at(SLOT, "09:30", "14:00"), Around(), []),
    ("a minute more than that", at(SLOT, "09:30", "14:01"), Around(), [LENGTH]),
    # the room
    ("same room, same hours", SLOT, Around([OTHER]), [ROOM]),
    ("other starts before it ends", SLOT, Around([at(OTHER, "12:29", "15:00")]), [ROOM]),
    ("other ends after it starts", SLOT, Around([at(OTHER, "08:00", "09:31")]), [ROOM]),
    ("other within", SLOT, Around([at(OTHER, "10:00", "11:00")]), [ROOM]),
    ("other around", SLOT, Around([at(OTHER, "08:00", "18:00")]), [ROOM]),
    ("other starts as it ends", SLOT, Around([at(OTHER, "12:30", "15:00")]), []),
    ("other ends as it starts", SLOT, Around([at(OTHER, "08:00", "09:30")]), []),
    ("another day", SLOT, Around([OTHER._replace(day=date(2026, 11, 25))]), []),
    ("another room", SLOT, Around([OTHER._replace(hall=OTHER_HALL)]), []),
    ("two others", SLOT, Around([OTHER, OTHER._replace(key=12)]), [ROOM, ROOM]),
    ("itself", SLOT, Around([SLOT]), []),
    ("two that are not stored", SLOT._replace(key=None), Around([OTHER._replace(key=None)]), [ROOM]),
    ("other moved or cancelled", SLOT, Around([OTHER._replace(standing=False, people=(ANNA,))]), []),
    ("itself moved or cancelled", SLOT._replace(standing=False, seats=99), Around([OTHER]), []),
    # the facilitators
    ("same person", SLOT, Around([ELSEWHERE]), [PERSON]),
    ("same person and room", SLOT, Around([OTHER._replace(people=(ANNA,))]), [ROOM, PERSON]),
    ("another person", SLOT, Around([ELSEWHERE._replace(people=(BELA,))]), []),
    ("one of two", SLOT, Around([ELSEWHERE._replace(people=(BELA, ANNA))]), [PERSON]),
    ("both of two", SLOT._replace(people=(ANNA, BELA)), Around([ELSEWHERE._replace(people=(BELA, ANNA))]),
     [PERSON] * 2),
    ("nobody yet", SLOT._replace(people=()), Around([ELSEWHERE]), []),
    ("same person right after", SLOT, Around([at(ELSEWHERE, "12:30", "15:00")]), []),
    ("same person in another city, same hours", SLOT, Around([IN_RABAT]), [PERSON]),
    # the way between two cities: eight hours from Oujda, two between Casablanca and Rabat
    ("away too early", SLOT, Around([at(IN_RABAT, "20:29", "22:00")]), [TRAVEL]),
    ("away just in time", SLOT, Around([at(IN_RABAT, "20:30", "22:00")]), []),
    ("away before", at(SLOT, "18:00", "21:00"), Around([at(IN_RABAT, "08:00", "10:01")]), [TRAVEL]),
    ("away before, in time", at(SLOT, "18:00", "21:00"), Around([at(IN_RABAT, "08:00", "10:00")]), []),
    ("the next morning", SLOT, Around([IN_RABAT._replace(day=date(2026, 11, 25))]), []),
    ("somebody else away", SLOT, Around([at(IN_RABAT, "14:00", "17:00")._replace(people=(BELA,))]), []),
    ("moved away", SLOT, Around([at(IN_RABAT, "14:00", "17:00")._replace(standing=False)]), []),
    ("another point of the city", SLOT, Around([at(ELSEWHERE, "12:30", "15:00")._replace(place=OTHER_IN_OUJDA)]), []),
    ("coast, too early", IN_RABAT._replace(key=1), Around([at(IN_CASABLANCA, "14:29", "17:00")]), [TRAVEL]),
    ("coast, in time", IN_RABAT._replace(key=1), Around([at(IN_CASABLANCA, "14:30", "17:00")]), []),
    # opening hours
    ("within the hours", SLOT, Around(hours=EVERY_DAY), []),
    ("exactly the hours", at(SLOT, "09:00", "13:30"), Around(hours=[Hours(1, 1, False, time(9), time(13, 30))]), []),
    ("before they open", at(SLOT, "08:59", "12:00"), Around(hours=EVERY_DAY), [TOO_LATE]),
    ("after they close", at(SLOT, "14:01", "17:01"), Around(hours=EVERY_DAY), [TOO_LATE]),
    ("closed on that weekday", on("2026-11-28"), Around(hours=EVERY_DAY), [NOT_OPEN]),
    ("no hours set at all", on("2026-11-28"), Around(), []),
    ("hours of another point", on("2026-11-28"), Around(hours=[Hours(2, 1, False, time(9), time(10))]), []),
    ("only hours of Ramadan set", on("2026-11-28"), Around(hours=IN_RAMADAN), []),
    # Ramadan
    ("usual hours hold no more", at(SLOT, "14:00", "17:00"), Around(hours=EVERY_DAY + IN_RAMADAN, ramadans=[RAMADAN]),
     [TOO_LATE]),
    ("within its hours", at(SLOT, "12:00", "15:00"), Around(hours=EVERY_DAY + IN_RAMADAN, ramadans=[RAMADAN]), []),
    ("closed on Saturdays too", on("2026-11-28"), Around(hours=EVERY_DAY + IN_RAMADAN, ramadans=[RAMADAN]), [NOT_OPEN]),
    ("no hours set for it", on("2026-11-28"), Around(hours=EVERY_DAY, ramadans=[RAMADAN]), []),
    ("on its first day", at(on("2026-11-02"), "14:00", "17:00"),
     Around(hours=EVERY_DAY + IN_RAMADAN, ramadans=[RAMADAN._replace(first_day=date(2026, 11, 2))]), [TOO_LATE]),
    ("on its last day", at(on("2026-11-30"), "14:00", "17:00"),
     Around(hours=EVERY_DAY + IN_RAMADAN, ramadans=[RAMADAN]), [TOO_LATE]),
    ("the day after", at(on("2026-12-01"), "14:00", "17:00"),
     Around(hours=EVERY_DAY + IN_RAMADAN, ramadans=[RAMADAN]), []),
    ("eight days before it", on("2027-01-31"), Around(ramadans=[NEXT_RAMADAN]), []),
    ("a week before it", on("2027-02-01"), Around(ramadans=[NEXT_RAMADAN]), [RAMADAN_UNSURE]),
    ("a week into it", on("2027-02-15"), Around(ramadans=[NEXT_RAMADAN]), [RAMADAN_UNSURE]),
    ("in the middle", on("2027-02-22"), Around(ramadans=[NEXT_RAMADAN]), []),
    ("a week after it", on("2027-03-16"), Around(ramadans=[NEXT_RAMADAN]), [RAMADAN_UNSURE]),
    ("eight days after it", on("2027-03-17"), Around(ramadans=[NEXT_RAMADAN]), []),
    ("confirmed", on("2027-02-08"), Around(ramadans=[NEXT_RAMADAN._replace(confirmed=True)]), []),
    # closures
    ("all points closed", SLOT, Around(closures=[Closed("Works", TUESDAY, TUESDAY, True)]), [CLOSURE]),
    ("this point closed", SLOT, Around(closures=[Closed("Works", TUESDAY, TUESDAY, True, 1)]), [CLOSURE]),
    ("another point closed", SLOT, Around(closures=[Closed("Works", TUESDAY, TUESDAY, True, 2)]), []),
    ("to be confirmed", SLOT, Around(closures=[Closed("Works", TUESDAY, TUESDAY, False)]), [UNSURE]),
    ("first of several days", SLOT, Around(closures=[Closed("Works", TUESDAY, date(2026, 11, 27), True)]), [CLOSURE]),
    ("last of several days", SLOT, Around(closures=[Closed("Works", date(2026, 11, 20), TUESDAY, True)]), [CLOSURE]),
    ("over the day before", SLOT, Around(closures=[Closed("Works", date(2026, 11, 20), date(2026, 11, 23), True)]), []),
    ("from the day after", SLOT, Around(closures=[Closed("Works", date(2026, 11, 25), date(2026, 11, 26), True)]), []),
    # absences
    ("absent", SLOT, Around(absences=[Away(1, TUESDAY, TUESDAY)]), [ABSENCE]),
    ("first day away", SLOT, Around(absences=[Away(1, TUESDAY, date(2026, 11, 27))]), [ABSENCE]),
    ("last day away", SLOT, Around(absences=[Away(1, date(2026, 11, 20), TUESDAY)]), [ABSENCE]),
    ("back the day before", SLOT, Around(absences=[Away(1, date(2026, 11, 20), date(2026, 11, 23))]), []),
    ("somebody else absent", SLOT, Around(absences=[Away(2, TUESDAY, TUESDAY)]), []),
]  # fmt: skip


@pytest.mark.parametrize(("slot", "around", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_case(slot, around, expected):
    assert [(found.kind, found.refused, found.field) for found in conflicts.find(slot, around)] == expected


def test_every_kind_is_in_the_table():
    found = {found.kind for _, slot, around, _ in CASES for found in conflicts.find(slot, around)}
    assert found == {
        "order", "seats", "place", "length", "room", "facilitator", "travel", "hours", "closure", "closure_unsure",
        "absence", "ramadan_unsure",
    }  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [(case[1], other) for case in CASES for other in case[2].others])
def test_clashes_are_mutual(one, other):
    """Whoever of the two is planned second is refused."""
    between = ("room", "facilitator", "travel")
    there = [found.kind for found in conflicts.find(one, Around([other])) if found.kind in between]
    back = [found.kind for found in conflicts.find(other, Around([one])) if found.kind in between]
    if one.ends > one.starts:
        assert there == back


MESSAGES = [
    (SLOT, Around([OTHER]), "Room A is taken: “Soft skills” (Oujda orientation point, Tuesday 24 November 2026, "
     "09:30–12:30)."),
    (SLOT, Around([ELSEWHERE]), "Facilitator 1 is busy: “Soft skills” (Oujda orientation point, "
     "Tuesday 24 November 2026, 09:30–12:30)."),
    (SLOT, Around([at(IN_RABAT, "14:00", "17:00")]), "Facilitator 1 gives “Soft skills” (Rabat orientation point, "
     "Tuesday 24 November 2026, 14:00–17:00); the way between Oujda and Rabat takes at least 8 h 00."),
    (SLOT._replace(seats=25), Around(), "Room A holds 20 people: 25 seats are too many."),
    (SLOT._replace(seats=0), Around(), "A session needs at least one seat."),
    (SLOT._replace(hall=RABAT_HALL), Around(), "Room C is not a room of this point: Oujda orientation point."),
    (at(SLOT, "12:30", "09:30"), Around(), "The session ends before it starts."),
    (at(SLOT, "15:00", "18:00"), Around(hours=EVERY_DAY), "Open on Tuesday 24 November 2026: 09:00–17:00."),
    (at(SLOT, "15:00", "18:00"), Around(hours=IN_RAMADAN, ramadans=[RAMADAN]),
     "Open on Tuesday 24 November 2026, in Ramadan: 09:00–15:00."),
    (on("2026-11-28"), Around(hours=EVERY_DAY), "Not open on Saturday 28 November 2026."),
    (on("2026-11-28"), Around(hours=IN_RAMADAN, ramadans=[RAMADAN]),
     "Not open on Saturday 28 November 2026, in Ramadan."),
    (SLOT, Around(closures=[Closed("Works", TUESDAY, TUESDAY, True)]), "Closed on Tuesday 24 November 2026: Works."),
    (SLOT, Around(closures=[Closed("Eid", TUESDAY, TUESDAY, False)]),
     "Perhaps closed on Tuesday 24 November 2026: Eid. The date is still to be confirmed."),
    (SLOT, Around(absences=[Away(1, TUESDAY, date(2026, 11, 27))]),
     "Facilitator 1 is absent from Tuesday 24 November 2026 to Friday 27 November 2026."),
    (on("2027-02-08"), Around(ramadans=[NEXT_RAMADAN]), "Ramadan is expected from Monday 8 February 2027 to "
     "Tuesday 9 March 2027, not confirmed yet: the opening hours may change."),
    (at(SLOT, "09:30", "10:30"), Around(), "Life skills usually lasts 3 h 00; this session lasts 1 h 00."),
]  # fmt: skip


@pytest.mark.parametrize(("slot", "around", "message"), MESSAGES)
def test_message_says_what_and_which(slot, around, message):
    with translation.override("en"):
        assert [found.message for found in conflicts.find(slot, around)] == [message]


def test_in_arabic_hours_and_names_keep_their_direction():
    with translation.override("ar"):
        (found,) = conflicts.find(SLOT, Around([OTHER]))
    for part in ("\u2068Soft skills\u2069", "\u206609:30–12:30\u2069", "الثلاثاء 24 نونبر 2026"):
        assert part in found.message


@pytest.mark.parametrize(
    ("one", "other", "minutes"),
    [
        ("Casablanca", "Rabat", 120),
        ("Rabat", "Casablanca", 120),
        ("Casablanca", "Oujda", 480),
        ("Oujda", "Rabat", 480),
        ("Oujda", "Oujda", 0),
        ("oujda ", "Oujda", 0),
        ("Tanger", "Rabat", 480),
        ("Tanger", "Tanger", 0),
    ],
)
def test_least_minutes(one, other, minutes):
    assert travel.least_minutes(one, other) == minutes
