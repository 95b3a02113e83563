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
    assert html.count('<svg class="report-chart"') == 4
    numbers = re.findall(r'<text class="report-number"[^>]*>([^<]*)</text>', html)
    assert numbers[:4] == ["22", "70", "22", "70"]
    assert len(re.findall(r'<td class="report-hidden"><bdi>[^<]*5</bdi></td>', html)) == 3
    assert 'style="' not in html


@NOW
def test_the_period_is_what_is_asked_and_this_year_in_doubt(desk, counted):
    def period(query):
        return desk.get("/en/desk/reports/", query).context_data["report"].period.label

    assert period({"first": "2026-02-01", "last": "2026-02-01"}) == "February 2026"
    assert period({"first": "2026-03-01", "last": "2026-01-01"}) == "January 2026 – March 2026"
    usual = "January 2026 – November 2026"
    for first in ("", "2026-02-15", "1999-01-01", "x", "\u0661"):
        assert period({"first": first}) == usual


@pytest.mark.parametrize("ending", FILES)
@NOW
def test_downloads(desk, counted, ending):
    answer = desk.get(f"/ar/desk/reports.{ending}", {"first": "2026-01-01", "last": "2026-02-01"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, FILES[ending])
    assert answer.headers["Content-Disposition"] == f'attachment; filename="foras-202601-202602.{ending}"'
    assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_the_separator_of_the_csv(desk, counted):
    for asked, sign in (("comma", b","), ("semicolon", b";"), ("", b";"), ("=", b";")):
        head = desk.get("/en/desk/reports.csv", {"separator": asked}).content.partition(b"\r\n")[0]
        assert head.startswith(b"\xef\xbb\xbfPeriod" + sign)


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


@NOW
def test_a_name_is_dead_in_the_page(desk, empty):
    rows.session(point=rows.point(name_fr="<script>alert(1)</script>"), day="2026-01-05")
    html = desk.get("/en/desk/reports/").content.decode()
    assert "<script>alert(1)" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
