"""The public pages: the sessions of the fortnight, a point, a week, a session."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from sessions_app import release
from sessions_app.models import Closure, Cycle, Release, Session
from sessions_app.weeks import Week
from tests import rows
from tests.pages import FILES, LANGUAGES, PAGES

pytestmark = pytest.mark.django_db
NOW = "2026-11-24T08:00:00Z"


@pytest.fixture(autouse=True)
def tuesday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def point(empty):
    Closure.objects.all().delete()
    return rows.point(slug="oujda", city_fr="Oujda")


def page(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def codes(html: str) -> list[str]:
    """Codes of the sessions that a page's rows lead to, in order."""
    return re.findall(r'<div><a href="/\w\w/sessions/[\w-]+/(\w{5})/"', html)


def struck(html: str) -> list[str]:
    return re.findall(r"<s>(?:<(?:bdi|time|span)[^>]*>)*([^<]*)", html)


# The fortnight


def test_the_next_two_weeks_and_no_more(client, point):
    rows.session(point=point, day="2026-11-23")
    rows.session(point=point, starts="07:00", ends="08:00")  # over by now
    running = rows.session(point=point, starts="07:00", ends="09:30")
    last = rows.session(point=point, day="2026-12-07")
    rows.session(point=point, day="2026-12-08")
    assert codes(page(client, "/fr/sessions/")) == [running.code, last.code]


def test_drafts_and_unpublished_points_are_not_there(client, point):
    rows.session(point=point, status="draft")
    rows.session(point=rows.point(state="draft"))
    assert codes(page(client, "/fr/sessions/")) == []


def test_a_city_shows_two_that_take_place_and_one_that_was_called_off(client, point):
    shown = []
    for day in range(24, 28):
        off = rows.session(point=point, day=f"2026-11-{day}", starts="09:00", status="cancelled", reason_fr="Malade")
        on = rows.session(point=point, day=f"2026-11-{day}", starts="10:00")
        shown += [off, on] if day == 24 else [on] if day == 25 else []
    assert codes(page(client, "/fr/sessions/")) == [row.code for row in shown]


def test_what_can_still_be_joined_comes_before_what_is_full_or_has_begun(client, point):
    rows.session(point=point, starts="07:00", ends="11:00")
    rows.session(point=point, starts="10:00", ends="11:00", status="full")
    open_ones = [rows.session(point=point, day=f"2026-11-{day}") for day in (25, 26, 27)]
    html = page(client, "/en/sessions/")
    assert codes(html) == [row.code for row in open_ones[:2]]
    assert "<small>5 sessions</small>" in html


def test_a_city_without_sessions_says_when_the_next_one_is(client, point):
    rows.session(point=point, day="2026-12-20", status="cancelled", reason_fr="Malade")
    assert re.search(r"announced for the next two weeks\.</p>", page(client, "/en/sessions/"))
    rows.session(point=point, day="2026-12-21")
    assert "The next one is on Monday 21 December." in page(client, "/en/sessions/")


def test_no_point_at_all(client, empty):
    assert "No orientation point is published" in page(client, "/en/sessions/")


@pytest.mark.parametrize(
    "query, found",
    [
        ("city=oujda", ["a", "b"]),
        ("city=rabat", ["c"]),
        ("module=vendre", ["b"]),
        ("country=mali", ["a", "b"]),  # b is for all countries
        ("country=togo", ["b"]),
        ("language=wo", ["b"]),
        ("language=fr", ["a", "b", "c"]),
        ("city=oujda&language=fr&country=mali&module=", ["a", "b"]),
        ("city=rabat&country=mali", []),
        ("city=nulle-part", []),
        ("module=nothing", []),
        ("country=atlantis", []),
        ("language=xx", []),
        ("language=f", []),
        ("city=%00", []),
        ("city=" + "x" * 300, []),
        ("city=oujda&city=rabat", ["c"]),
        ("other=1", ["a", "b", "c"]),
    ],
)
def test_filters(client, point, query, found):
    rabat, mali = rows.point(slug="rabat", position=9), rows.country(slug="mali")
    rows.country(slug="togo")
    sessions = {
        "a": rows.session(point=point, country=mali),
        "b": rows.session(point=point, day="2026-11-25", languages="fr wo", module=rows.module(slug="vendre")),
        "c": rows.session(point=rabat, country=rows.country(slug="guinee")),
    }
    html = page(client, f"/en/sessions/?{query}")
    assert codes(html) == [sessions[name].code for name in found]
    assert ("fits this choice" in html) == (not found)


# Called off


@pytest.mark.parametrize("path", ["", "oujda/", "oujda/2026-W48/", "oujda/{code}/"])
def test_a_cancelled_session_stays_with_the_word_and_the_reason(client, point, path):
    session = rows.session(
        point=point, module=rows.module(title_fr="Vendre"), status="cancelled", reason_fr="Salle <inondée>"
    )
    html = page(client, "/en/sessions/" + path.format(code=session.code))
    assert "Vendre" in struck(html)
    assert '<strong>Cancelled</strong> · <span lang="fr" dir="ltr">Salle &lt;inondée&gt;</span>' in html


@pytest.mark.parametrize("path", ["", "oujda/", "oujda/2026-W48/", "oujda/{code}/"])
def test_a_moved_session_leads_to_its_new_date_once_that_is_public(client, point, path):
    new = rows.session(point=point, day="2026-11-26", status="draft")
    old = rows.session(point=point, status="moved", reason_fr="Salle prise", moved_to=new)
    address = "/en/sessions/" + path.format(code=old.code)
    assert new.code not in page(client, address)
    Session.objects.filter(pk=new.pk).update(status="confirmed")
    link = f'<a href="/en/sessions/oujda/{new.code}/">New date: Thursday 26 November, <bdi dir="ltr">09:30</bdi></a>'
    assert link in page(client, address)


# A point


def test_a_point_without_an_address_says_whom_to_ask(client, point):
    assert "We have no verified address. Ask IOM in Rabat" in page(client, "/en/sessions/oujda/")


def test_a_point_without_a_number_gives_that_of_another(client, point):
    rows.point(slug="rabat", city_fr="Rabat", phone="+212 5 37 00 00 00")
    session = rows.session(point=point)
    for path in ("", f"{session.code}/"):
        html = page(client, f"/en/sessions/oujda/{path}")
        assert 'href="tel:+212537000000"' in html
        assert 'Call the point in Rabat <bdi dir="ltr">+212 5 37 00 00 00</bdi>' in html


def test_made_up_hours_open_no_door(client, point):
    for day in range(7):
        point.opening_hours.create(weekday=day, opens="08:00", closes="17:00")
    assert "Open now, until" in page(client, "/en/sessions/oujda/")
    point.opening_hours.update(example=True)
    html = page(client, "/en/sessions/oujda/")
    assert ("Open now" in html, "These hours are made up" in html) == (False, True)


def test_a_point_says_where_it_is_and_when_it_is_open(client, empty):
    rows.point(
        slug="oujda", address_fr="1, rue Vraie", directions_fr="Derrière la gare", phone="+212 5 36 00 00 00",
        map_link="https://www.openstreetmap.org/node/1",
    )  # fmt: skip
    html = page(client, "/fr/sessions/oujda/")
    assert "We have no verified address" not in html
    wanted = ("1, rue Vraie", "Derrière la gare", 'href="tel:+212536000000"', "openstreetmap.org/node/1")
    assert [text for text in wanted if text not in html] == []


def test_a_point_shows_what_comes_and_its_week(client, point):
    session = rows.session(point=point, day="2027-01-11")
    html = page(client, "/fr/sessions/oujda/")
    assert codes(html) == [session.code]
    assert 'href="/fr/sessions/oujda/2026-W48/"' in html
    assert 'href="/fr/sessions/oujda/feed.ics"' in html


# A week


def test_a_week_has_every_day_and_its_closures(client, point):
    Closure.objects.create(name_fr="Fête", name_en="Feast", first_day="2026-11-25", last_day="2026-11-25")
    session = rows.session(point=point)
    html = page(client, "/en/sessions/oujda/2026-W48/")
    assert re.findall(r'<h2 id="day-\d"><time datetime="([\d-]+)">', html) == [
        f"2026-11-{day}" for day in range(23, 30)
    ]
    assert codes(html) == [session.code]
    assert "Feast · closed" in html


def test_a_week_knows_its_neighbours_only_where_there_is_something(client, point):
    assert re.findall(r'rel="(prev|next)"', page(client, "/fr/sessions/oujda/2026-W48/")) == []
    rows.session(point=point, day="2026-11-02")
    rows.session(point=point, day="2026-12-20", status="draft")
    assert re.findall(r'rel="(prev|next)" href="([^"]+)"', page(client, "/fr/sessions/oujda/2026-W48/")) == [
        ("prev", "/fr/sessions/oujda/2026-W47/")
    ]


@pytest.mark.parametrize("week", ["2000-W01", "2099-W52", "2026-W53"])
def test_the_ends_of_the_calendar_are_pages(client, point, week):
    rows.session(point=point)
    assert client.get(f"/fr/sessions/oujda/{week}/").status_code == 200


def test_a_week_carries_its_version_and_what_changed(client, point):
    session = rows.session(point=point, module=rows.module(title_fr="Vendre"))
    assert "This week is not final yet" in page(client, "/en/sessions/oujda/2026-W48/")
    release.release(point, Week.parse("2026-W48"), None, "secret")
    html = page(client, "/en/sessions/oujda/2026-W48/")
    assert 'Version 1 of 24 November 2026, <bdi dir="ltr">08:00</bdi>' in html
    assert ("secret" in html, "Changed since the poster" in html) == (False, False)
    Session.objects.filter(pk=session.pk).update(day=date(2026, 11, 26))
    html = page(client, "/en/sessions/oujda/2026-W48/")
    assert re.findall(r"<strong>(\w+)</strong> · <span lang=\"fr\" dir=\"ltr\">Vendre</span>", html) == ["Moved"]


# A session


def test_a_session_in_full(client, point):
    cycle = Cycle.objects.create(module=rows.module(title_fr="Vendre"), point=point, days=2)
    room = rows.room(point=point, name="Salle A")
    first, second = (
        rows.session(
            room=room, module=cycle.module, cycle=cycle, day_number=n,
            day=f"2026-11-{23 + n}", languages="fr wo", what_to_bring_fr="Un cahier", audience_note_fr="Débutants",
        )
        for n in (1, 2)
    )  # fmt: skip
    html = page(client, f"/fr/sessions/oujda/{second.code}/")
    wanted = ["Salle A", "wolof", "Un cahier", "Débutants", "Jour 2 sur 2", f"/{first.code}/", f"{second.code}.ics"]
    assert [text for text in wanted if text not in html] == []
    assert '<meta name="robots" content="noindex">' in html


def test_names_of_facilitators_are_nowhere(client, point):
    session = rows.session(point=point)
    session.facilitators.create(name="Fatou Secrète")
    session.internal_note = "note interne"
    session.save()
    for path in (
        "",
        "oujda/",
        "oujda/2026-W48/",
        "oujda/feed.ics",
        *(f"oujda/{session.code}{e}" for e in ("/", ".ics", ".txt")),
    ):
        text = page(client, f"/fr/sessions/{path}")
        assert ("Fatou" in text, "note interne" in text) == (False, False)


def test_share_as_text(client, empty):
    point = rows.point(slug="oujda", name_fr="Point d’Oujda", address_fr="1, rue Vraie", phone="+212 5 36 00 00 00")
    session = rows.session(room=rows.room(point=point, name="Salle A"), module=rows.module(title_fr="Vendre"))
    response = client.get(f"/en/sessions/oujda/{session.code}.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "FORAS · Vendre",
        "Tuesday 24 November 2026",
        "From 09:30 to 12:30, Moroccan time",
        "Languages: French",
        "Point d’Oujda · Salle A",
        "1, rue Vraie",
        "Telephone: \u200e+212 5 36 00 00 00\u200e",
        f"http://testserver/en/sessions/oujda/{session.code}/",
    ]


def test_share_says_that_it_is_off_and_when_instead(client, point):
    new = rows.session(point=point, day="2026-11-26")
    old = rows.session(point=point, status="moved", reason_fr="Salle prise", moved_to=new)
    lines = page(client, f"/en/sessions/oujda/{old.code}.txt").splitlines()
    assert lines[1:4] == ["Moved", "Salle prise", "New date: Thursday 26 November 2026, 09:30"]


def test_the_first_of_a_month_is_said_as_each_language_does_and_machines_read_figures(client, point):
    session = rows.session(point=point, day="2026-12-01")
    days = {"fr": "Mardi 1er décembre 2026", "en": "Tuesday 1 December 2026", "ar": "الثلاثاء 1 دجنبر 2026"}
    texts = {code: page(client, f"/{code}/sessions/oujda/{session.code}.txt").splitlines()[1] for code in days}
    assert texts == days
    html = page(client, f"/fr/sessions/oujda/{session.code}/")
    assert "<strong>mardi 1er décembre 2026</strong>" in html
    assert re.findall(r'datetime="([^"]+)"', html)[:2] == ["2026-12-01T09:30", "2026-12-01T12:30"]
    assert "1er" not in client.get(f"/fr/sessions/oujda/{session.code}.ics").content.decode()


def test_an_example_is_called_one(client, point):
    session = rows.session(point=point)
    Session.objects.update(example=True)
    for path in ("", "oujda/", "oujda/2026-W48/", f"oujda/{session.code}/", f"oujda/{session.code}.txt"):
        assert "xample" in page(client, f"/en/sessions/{path}"), path


# Not found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "nulle-part/", "nulle-part/2026-W48/", "oujda/2026-W60/", "oujda/2026-W54/", "oujda/2025-W53/",
        "oujda/2026-W00/", "brouillon/{hidden}/", "oujda/ILOU0/",
        "oujda/0001-W01/", "oujda/9999-W52/", "oujda/2026-W4/", "oujda/00000/", "oujda/{draft}/", "oujda/{draft}.txt",
        "oujda/{other}/", "brouillon/", "brouillon/2026-W48/", "brouillon/feed.ics",
    ],
)  # fmt: skip
def test_not_found(client, point, language, path):
    codes = {
        "draft": rows.session(point=point, status="draft").code,
        "other": rows.session().code,
        "hidden": rows.session(point=rows.point(slug="brouillon", state="draft")).code,
    }
    assert client.get(f"/{language}/sessions/{path.format(**codes)}").status_code == 404


# Home, countries, search engines


def test_home_shows_the_next_two_of_each_city(client, point):
    page_before = page(client, "/en/")
    assert ("Next sessions" in page_before, codes(page_before)) == (False, [])
    rows.session(point=point, starts="09:00", ends="09:20", status="cancelled", reason_fr="Malade")
    sessions = [rows.session(point=point, day=f"2026-11-{day}") for day in (24, 25, 26)]
    assert codes(page(client, "/en/")) == [session.code for session in sessions[:2]]


def test_a_country_links_to_its_sessions_while_there_are_any(client, point):
    country = rows.country(slug="mali")
    rows.session(point=point, country=country, day="2026-11-20")
    rows.session(point=point, country=country, status="draft")
    rows.session(point=point, country=country, status="cancelled", reason_fr="Malade")
    assert "/fr/sessions/?country=mali" not in page(client, "/fr/countries/mali/")
    rows.session(point=point, country=country, day="2026-11-25")
    assert "/fr/sessions/?country=mali" in page(client, "/fr/countries/mali/")


def test_search_engines_find_points_and_no_dates(client, point):
    session = rows.session(point=point)
    rows.point(slug="brouillon", state="draft")
    found = re.findall(r"<loc>[^<]*/fr/(sessions/[^<]*)</loc>", page(client, "/sitemap.xml"))
    assert found == ["sessions/", "sessions/oujda/"]
    for path in (f"{session.code}.ics", f"{session.code}.txt", "feed.ics"):
        assert client.get(f"/fr/sessions/oujda/{path}")["X-Robots-Tag"] == "noindex"


# Three languages, few queries


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [path for path in PAGES if path.startswith("sessions/")])
def test_listed_pages_are_there(client, db, language, path):
    rows.page_session()
    html = page(client, f"/{language}/{path}")
    assert html.startswith(f'<!doctype html>\n<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">')


@pytest.mark.parametrize("path", [path for path in FILES if not path.endswith(".pdf")])
def test_listed_files_are_there(client, db, path):
    rows.page_session()
    assert client.get(f"/ar/{path}").status_code == 200


def test_the_poster_is_one_tap_away(client, db):
    rows.page_session()
    html = page(client, "/ar/sessions/oujda/2026-W48/")
    posters = re.findall(r'href="(/ar/sessions/oujda/2026-W48\.pdf[^"]*)"', html)
    assert posters == ["/ar/sessions/oujda/2026-W48.pdf", "/ar/sessions/oujda/2026-W48.pdf?language=all"]
    assert 'href="/ar/sessions/oujda/2026-W48.pdf"' in page(client, "/ar/sessions/oujda/")


@pytest.mark.parametrize("language, text", [("fr", "24 novembre"), ("en", "24 November"), ("ar", "24 نونبر")])
def test_months_as_said_in_morocco(client, point, language, text):
    session = rows.session(point=point)
    assert text in page(client, f"/{language}/sessions/oujda/2026-W48/")
    assert text in page(client, f"/{language}/sessions/oujda/{session.code}/")
    assert text in page(client, f"/{language}/sessions/oujda/{session.code}.txt")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "path, queries",
    [("", 5), ("?city=oujda&language=fr", 5), ("oujda/", 8), ("oujda/2026-W48/", 8), ("oujda/{code}/", 3),
     ("oujda/{code}.ics", 1)],
)  # fmt: skip
def test_queries_do_not_grow(client, point, django_assert_num_queries, count, path, queries):
    for n in range(count):
        cycle = Cycle.objects.create(module=rows.module(), point=point, days=1)
        new = rows.session(point=point, day=f"2026-12-0{n + 1}", country=rows.country())
        rows.session(point=point, day=f"2026-11-2{n + 4}", status="moved", reason_fr="Prise", moved_to=new)
        session = rows.session(point=point, day=f"2026-11-2{n + 4}", cycle=cycle, day_number=1, module=cycle.module)
    released = release.release(point, Week.parse("2026-W48"), None, "")
    Release.objects.filter(pk=released.pk).update(content=[])
    with django_assert_num_queries(queries):
        page(client, "/fr/sessions/" + path.format(code=session.code))


@pytest.mark.parametrize("count", [1, 3])
def test_home_asks_once(client, point, django_assert_num_queries, count):
    for n in range(count):
        rows.session(point=point, day=f"2026-11-2{n + 4}", country=rows.country())
    with django_assert_num_queries(5):  # countries, figures, steps, sessions, stories
        page(client, "/fr/")


def test_first_view_is_light(client, point):
    for n in range(12):
        day = date(2026, 11, 24) + timedelta(days=n)
        rows.session(point=point, day=day, module=rows.module(title_fr=f"Un module au titre assez long {n}"))
    response = client.get("/ar/sessions/", headers={"accept-encoding": "br"})
    assert response["Content-Encoding"] == "br"
    assert len(response.content) < 6000
