"""The report's page and its downloads."""

import re

import pytest
import time_machine
from django.contrib.auth.models import Permission

from sessions_app.models import Headcount
from tests import rows

pytestmark = pytest.mark.django_db
FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
NOW = time_machine.travel("2026-11-24 12:00Z", tick=False)
ADDRESSES = ("/en/desk/reports/", *(f"/en/desk/reports.{ending}" for ending in FILES))


@pytest.fixture
def counted(empty):
    for name, women, men, day in (("Oujda", 2, 20, "2026-01-05"), ("Rabat", 30, 40, "2026-02-05")):
        session = rows.session(point=rows.point(name_fr=name), day=day)
        Headcount.objects.create(session=session, women=women, men=men, good=women + men)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@NOW
def test_the_page_draws_bars_and_the_same_numbers_in_a_table(desk, counted, language):
    html = desk.get(f"/{language}/desk/reports/").content.decode()
    assert html.count('<table class="desk-chart"') == 4
    drawn = re.findall(r'<td class="number"><bdi>([^<]*)</bdi></td><td class="drawing"><svg ', html)
    assert drawn[:4] == ["22", "70", "22", "70"]
    assert len(re.findall(r'<td class="report-hidden"><bdi>[^<]*5</bdi></td>', html)) == 3
    assert re.findall(r"<dt>[^<]+</dt><dd><bdi>([^<]*)</bdi></dd>", html) == ["2", "0", "30", "2", "92"]
    assert 'style="' not in html


@NOW
def test_the_period_is_what_is_asked_and_this_year_in_doubt(desk, counted):
    def shown(query):
        context = desk.get("/en/desk/reports/", query).context_data
        return context["report"].period.label, context["form"].correction

    usual, first_quarter, half = (f"January 2026 – {month} 2026" for month in ("December", "March", "June"))
    assert shown({}) == shown({"first": "", "last": ""}) == (usual, "")
    assert shown({"first": "2026-01-01", "last": "2026-01-01"}) == (first_quarter, "")
    assert shown({"last": "2026-04-01"}) == (half, "")
    said = "The period asked for does not exist or runs backwards. Shown instead: {}."
    assert shown({"first": "2026-04-01", "last": "2026-01-01"}) == (half, said.format(half))
    for first in ("2026-08-15", "2026-08-01", "9999-01-01", "1999-01-01", "x", "\u0662\u0660\u0662\u0666-01-01"):
        assert shown({"first": first}) == shown({"last": first}) == (usual, said.format(usual))
    html = desk.get("/en/desk/reports/", {"first": "x"}).content.decode()
    assert f'<p class="report-correction" role="status">{said.format(usual)}</p>' in html
    assert "report-correction" not in desk.get("/en/desk/reports/").content.decode()


@pytest.mark.parametrize("ending", FILES)
@NOW
def test_downloads(desk, counted, ending):
    answer = desk.get(f"/ar/desk/reports.{ending}", {"first": "2026-01-01", "last": "2026-04-01"})
    how = "-semicolon" if ending == "csv" else ""
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, FILES[ending])
    assert answer.headers["Content-Disposition"] == f'attachment; filename="foras-202601-202606{how}.{ending}"'
    assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_the_separator_of_the_csv(desk, counted):
    for asked, sign in (("comma", b","), ("semicolon", b";"), ("", b";"), ("=", b";")):
        answer = desk.get("/en/desk/reports.csv", {"separator": asked})
        assert answer.content.startswith(b"\xef\xbb\xbfPeriod" + sign)
        assert answer.headers["Content-Disposition"].endswith('-comma.csv"' if sign == b"," else '-semicolon.csv"')


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_door(client, address):
    assert client.get(address).status_code == 302
    client.force_login(rows.coordinator(rows.point()))
    assert client.get(address).status_code == 403
    manager = rows.user()
    manager.user_permissions.add(Permission.objects.get(codename="view_reports"))
    client.force_login(manager)
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 405


def test_who_only_reads_reports_is_not_led_elsewhere(client, desk, empty):
    def tabs(visitor):
        html = visitor.get("/en/desk/reports/").content.decode()
        found = re.findall(r"<nav class=\"desk-tabs\".*?</nav>", html, re.DOTALL)[0]
        return [text for text in re.findall(r"<a [^>]*>([^<]*)</a>", found) if text != "Weeks"]

    mounir = rows.user("Programme manager")
    client.force_login(mounir)
    assert tabs(client) == ["What needs me today", "Reports", "Second factor"]
    mounir.user_permissions.add(Permission.objects.get(codename="view_section"))
    assert tabs(client) == ["What needs me today", "Translations", "Reports", "Second factor"]
    assert "Translations" in tabs(desk)


@NOW
def test_a_name_is_dead_in_the_page(desk, empty):
    rows.session(point=rows.point(name_fr="<script>alert(1)</script>"), day="2026-01-05")
    html = desk.get("/en/desk/reports/").content.decode()
    assert "<script>alert(1)" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
