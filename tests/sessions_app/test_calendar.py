"""Calendar files: instants in UTC by the pinned rules, events that keep their identity, text that cannot break out."""

import re
import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from icalendar import Calendar

from core import clock
from sessions_app import calendar, timetable
from sessions_app.models import Session
from sessions_app.weeks import Week
from tests import rows

pytestmark = pytest.mark.django_db

# The same 09:30 on the wall, by the decrees in force: UTC+1, UTC+0 in Ramadan (15 February to 22 March 2026), UTC+1
# again, and UTC+0 all year since 20 September 2026. (day, offset in hours, what UTC says)
DAYS = (
    ("2026-02-14", 1, "20260214T083000Z"),
    ("2026-03-03", 0, "20260303T093000Z"),
    ("2026-03-23", 1, "20260323T083000Z"),
    ("2026-09-19", 1, "20260919T083000Z"),
    ("2026-09-21", 0, "20260921T093000Z"),
    ("2026-11-24", 0, "20261124T093000Z"),
    ("2027-02-20", 0, "20270220T093000Z"),
    ("2027-06-01", 0, "20270601T093000Z"),
)


@pytest.fixture
def point(empty):
    return rows.point(slug="oujda", phone="+212 5 36 00 00 00")


def events(content: bytes) -> list:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def lines(content: bytes) -> list[str]:
    """The file's lines, folded ones joined."""
    return content.decode().replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize("day, offset, instant", DAYS)
def test_the_wall_the_page_and_the_calendar_agree(client, point, day, offset, instant):
    session = rows.session(point=point, day=day)
    with time_machine.travel(f"{day}T00:30:00Z", tick=False):
        file = client.get(f"/fr/sessions/oujda/{session.code}.ics").content
        pages = [
            client.get(f"/fr/sessions/oujda/{path}").content.decode()
            for path in (f"{session.code}/", f"{Week.of(session.day)}/", "")
        ]
    assert f"DTSTART:{instant}" in lines(file)
    assert session.start_instant.utcoffset() == timedelta(hours=offset)
    times = [re.findall(r'<time datetime="([^"]*T[^"]*)"', page) for page in pages]
    assert times == [[f"{day}T09:30", f"{day}T12:30"]] * 3
    (entry,) = timetable.week(point, Week.of(session.day))
    assert (entry["day"], entry["starts"], entry["ends"]) == (day, "09:30", "12:30")
    wall = datetime.strptime(instant, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) + timedelta(hours=offset)
    assert f"{wall:%Y-%m-%dT%H:%M}" == times[0][0]


@pytest.mark.parametrize("day, offset, instant", DAYS)
def test_old_zone_files_would_be_seen(point, day, offset, instant, tmp_path):
    """The control: with the rules of before the decree, exactly the days after it come out wrong."""
    session = rows.session(point=point, day=day)
    before = zoneinfo.TZPATH
    try:
        zoneinfo.reset_tzpath(to=[_zones_before_the_decree(tmp_path)])
        zoneinfo.ZoneInfo.clear_cache()
        wrong = f"DTSTART:{instant}" not in lines(calendar.session_ics(session, "fr"))
    finally:
        zoneinfo.reset_tzpath(to=before)
        zoneinfo.ZoneInfo.clear_cache()
    assert wrong == (day in ("2026-09-21", "2026-11-24", "2027-06-01"))


def _zones_before_the_decree(folder) -> str:
    """A zone folder whose Morocco is that of IANA 2026b and before: +1 but in Ramadan.

    Written in the old TZif form: two offsets, and the changes of 2026 and 2027.
    """
    import struct

    changes = [
        ("2025-04-06T02:00", 1), ("2026-02-15T02:00", 0), ("2026-03-22T02:00", 1), ("2027-02-07T02:00", 0),
        ("2027-03-14T02:00", 1),
    ]  # fmt: skip
    instants = [int(datetime.fromisoformat(f"{text}+00:00").timestamp()) for text, _ in changes]
    data = struct.pack(">4sc15x6l", b"TZif", b"\0", 0, 0, 0, len(changes), 2, 8)
    data += struct.pack(f">{len(changes)}l", *instants) + bytes(kind for _, kind in changes)
    data += struct.pack(">lbB", 0, 0, 0) + struct.pack(">lbB", 3600, 0, 4) + b"+00\0+01\0"
    file = folder / clock.MOROCCO
    file.parent.mkdir(parents=True)
    file.write_bytes(data)
    return str(folder)


def test_one_event_in_full(point):
    module = rows.module(title_fr="Vendre", title_ar="البيع", what_you_learn_fr="Fixer un prix.")
    session = rows.session(
        module=module, room=rows.room(point=point, name="Salle A"), languages="fr wo", what_to_bring_fr="Un cahier"
    )
    (event,) = events(calendar.session_ics(session, "ar", "https://www.foras.ma"))
    assert event["UID"] == f"{session.uid}@foras"
    assert event["SEQUENCE"] == 0
    assert event["STATUS"] == "CONFIRMED"
    assert event["SUMMARY"] == "البيع"
    assert event["URL"] == f"https://www.foras.ma/ar/sessions/oujda/{session.code}/"
    assert event["LOCATION"] == f"{point.name_fr} · Salle A"
    assert event["DTSTAMP"].dt == session.changed_at.astimezone(UTC).replace(microsecond=0)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=3)
    description = str(event["DESCRIPTION"]).split("\n")
    assert description[0] == "Fixer un prix."
    assert [line for line in description if "\u200e+212 5 36 00 00 00\u200e" in line]
    assert [line for line in description if "Un cahier" in line]


def test_form_of_the_file(point):
    session = rows.session(point=point, module=rows.module(title_fr="é" * 100))
    content = calendar.session_ics(session, "fr")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"VTIMEZONE" not in content
    assert b"TZID" not in content
    assert "METHOD:PUBLISH" in lines(content)


HOSTILE = 'A; B, "C" \\ <b>&\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:autre'


def test_text_cannot_end_the_event(point):
    session = rows.session(
        room=rows.room(point=point, name=HOSTILE[:80]), module=rows.module(title_fr=HOSTILE), what_to_bring_fr=HOSTILE
    )
    content = calendar.session_ics(session, "fr")
    (event,) = events(content)
    assert str(event["SUMMARY"]).replace("\r\n", "\n") == HOSTILE.replace("\r\n", "\n")
    assert [line for line in lines(content) if line.startswith("SUMMARY")] == [
        'SUMMARY:A\\; B\\, "C" \\\\ <b>&\\nEND:VEVENT\\nBEGIN:VEVENT\\nSUMMARY:autre'
    ]


def test_feed_holds_what_is_public_and_not_moved(client, point):
    kept = rows.session(point=point)
    full = rows.session(point=point, day="2026-11-25", status="full")
    cancelled = rows.session(point=point, day="2026-11-26", status="cancelled", reason_fr="Malade", sequence=3)
    rows.session(point=point, day="2026-11-27", status="draft")
    rows.session(point=point, day="2026-11-27", starts="14:00", ends="15:00", status="moved", reason_fr="Prise")
    rows.session(point=point, day="2026-10-01")
    rows.session()
    with time_machine.travel("2026-11-24T08:00:00Z", tick=False):
        response = client.get("/en/sessions/oujda/feed.ics")
    found = [(str(event["UID"]), event["STATUS"], event["SEQUENCE"]) for event in events(response.content)]
    assert found == [
        (f"{kept.uid}@foras", "CONFIRMED", 0),
        (f"{full.uid}@foras", "CONFIRMED", 0),
        (f"{cancelled.uid}@foras", "CANCELLED", 3),
    ]
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="foras-oujda.ics"'


def test_an_unchanged_feed_costs_a_304(client, point):
    rows.session(point=point)
    with time_machine.travel("2026-11-24T08:00:00Z", tick=False):
        etag = client.get("/fr/sessions/oujda/feed.ics")["ETag"]
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False):
        assert client.get("/fr/sessions/oujda/feed.ics", headers={"if-none-match": etag}).status_code == 304


def test_an_example_says_so(point):
    session = rows.session(point=point, module=rows.module(title_fr="Vendre"))
    Session.objects.filter(pk=session.pk).update(example=True)
    (event,) = events(calendar.session_ics(Session.objects.get(), "en"))
    assert event["SUMMARY"] == "Example: Vendre"


def test_a_moved_session_leads_to_its_new_date(client, point):
    new = rows.session(point=point, day="2026-11-26")
    old = rows.session(point=point, status="moved", reason_fr="Prise", moved_to=new)
    response = client.get(f"/fr/sessions/oujda/{old.code}.ics")
    assert (response.status_code, response["Location"]) == (302, f"/fr/sessions/oujda/{new.code}.ics")
    Session.objects.filter(pk=new.pk).update(status="draft")
    assert client.get(f"/fr/sessions/oujda/{old.code}.ics").status_code == 404


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_a_draft_is_not_found(client, point, language):
    draft = rows.session(point=point, status="draft")
    rows.session(point=point)
    assert client.get(f"/{language}/sessions/oujda/{draft.code}.ics").status_code == 404
    assert client.get(f"/{language}/sessions/oujda/00000.ics").status_code == 404
    assert client.get(f"/{language}/sessions/nulle-part/feed.ics").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_feed_queries_do_not_grow(point, count, django_assert_num_queries):
    for n in range(count):
        rows.session(point=point, day=f"2026-11-{24 + n}", country=rows.country())
    with time_machine.travel("2026-11-24T08:00:00Z", tick=False), django_assert_num_queries(1):
        assert len(events(calendar.feed_ics(point, "fr"))) == count
