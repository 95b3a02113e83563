"""What the sheets of one session say of a draft, of its country, and before its day."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override

from sessions_app import prints, share
from sessions_app.models import Session
from sessions_app.prints import wording
from sessions_app.weeks import Week
from tests import pdf, rows

pytestmark = pytest.mark.django_db
SHEETS = {"sign-in": prints.sign_in_sheet, "slips": prints.slips, "door": prints.door_sign}
WEEK = Week(date(2026, 11, 23))


@pytest.fixture
def point(empty):
    return rows.point(name_fr="Point d’Oujda", city_fr="Oujda", slug="oujda")


def printed(make, session, language="en") -> str:
    return pdf.text(make(session, language))


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_draft_is_marked_on_every_sheet(point, sheet):
    session = rows.session(room=rows.room(point=point), seats=4, status="draft")
    draft = printed(SHEETS[sheet], session)
    Session.objects.update(status="confirmed")
    session.refresh_from_db()
    sentence = "Draft: this session is not announced yet"
    assert [sentence in draft, sentence in printed(SHEETS[sheet], session)] == [True, False]


@pytest.mark.parametrize("sheet", [*SHEETS, "certificate"])
def test_a_session_for_one_country_names_it(point, sheet):
    make = SHEETS.get(sheet, prints.certificate)
    session = rows.session(room=rows.room(point=point), seats=1, country=rows.country(name_fr="Mali", name_en="Mali"))
    everybody = rows.session(room=rows.room(point=point), seats=1)
    assert ["Mali" in printed(make, each) for each in (session, everybody)] == [True, False]


def test_slips_name_the_country_in_each_language(point):
    session = rows.session(
        room=rows.room(point=point), seats=1, country=rows.country(name_fr="Guinée", name_en="Guinea", name_ar="غينيا")
    )
    text = printed(prints.slips, session, "all")
    assert ["Guinée" in text, "Guinea" in text] == [True, True]


def test_the_message_that_is_sent_on_names_the_country(point):
    session = rows.session(point=point, country=rows.country(name_fr="Mali"))
    assert "Mali" in share.text(session, "fr", "https://www.foras.ma/x").split("\n")
    assert "Mali" not in share.text(rows.session(point=point), "fr", "https://www.foras.ma/x")


# Certificates


def status(browser, session) -> int:
    return browser.get(reverse("print_certificate", args=[session.code])).status_code


def test_a_certificate_waits_for_the_day_of_the_session(client, point):
    session = rows.session(room=rows.room(point=point), seats=1)
    found = []
    for now in ("2026-11-23T20:00:00Z", "2026-11-24T08:00:00Z"):
        with time_machine.travel(now, tick=False):
            client.force_login(rows.manager())
            found.append(status(client, session))
    assert found == [409, 200]


def test_of_a_cycle_it_waits_for_the_last_day(client, point):
    module = rows.module()
    cycle = rows.cycle(module=module, point=point, days=2)
    room = rows.room(point=point)
    first, last = (
        rows.session(module=module, room=room, cycle=cycle, day_number=n, day=f"2026-11-2{3 + n}", seats=1)
        for n in (1, 2)
    )
    with time_machine.travel("2026-11-24T18:00:00Z", tick=False):
        client.force_login(rows.manager())
        assert status(client, first) == 409
        Session.objects.filter(pk=last.pk).update(status="cancelled", reason_fr="Malade")
        assert status(client, first) == 200


@pytest.mark.parametrize(("ends", "total"), [("12:30", "3 h"), ("12:45", "3 h 15")])
def test_hours_of_a_facilitators_week_read_as_a_length(point, ends, total):
    person = rows.facilitator()
    rows.session(point=point, ends=ends).facilitators.add(person)
    text = pdf.text(prints.facilitator_week(person, WEEK, "en"))
    assert f"1 sessions, {total} in all" in text


def test_a_certificate_names_the_programme(point):
    session = rows.session(room=rows.room(point=point), seats=1)
    assert "FORAS – Renforcement des opportunités de réintégration" in printed(prints.certificate, session, "fr")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ["Semaine du 1er au 7 février 2027", "du 26 octobre au 1er novembre 2026"]),
        ("en", ["Week from 1 to 7 February 2027", "from 26 October to 1 November 2026"]),
    ],
)
def test_a_week_that_begins_or_ends_on_the_first_is_said_so_on_paper(language, said):
    with override(language):
        assert [wording.week_name(Week(date(2027, 2, 1))), wording.span(date(2026, 10, 26), date(2026, 11, 1))] == said
