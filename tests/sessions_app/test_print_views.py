from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from core import paper
from sessions_app import release
from sessions_app.models import Session
from sessions_app.weeks import Week
from tests import pdf, rows

WEEK = Week(date(2026, 11, 23))
POSTER = "/fr/sessions/oujda/2026-W48.pdf"


@pytest.fixture
def point(empty):
    return rows.point(slug="oujda", name_fr="Point d’Oujda")


@pytest.fixture
def session(point):
    return rows.session(room=rows.room(point=point), seats=2)


@pytest.fixture
def released(session):
    return release.release(session.point, WEEK, None, "")


@pytest.fixture
def broken(tmp_path, monkeypatch):
    """An installation whose fonts are gone."""
    monkeypatch.setattr(paper, "FONTS", tmp_path)


def desk_addresses(session, facilitator) -> dict[str, str]:
    point, code = session.point.slug, session.code
    names = ("print_sign_in", "print_slips", "print_door", "print_certificate")
    return {name: reverse(name, args=[code]) for name in names} | {
        "print_poster_draft": reverse("print_poster_draft", args=[point, WEEK]),
        "print_correction": reverse("print_correction", args=[point, WEEK]),
        "print_facilitator": reverse("print_facilitator", args=[facilitator.pk, WEEK]),
    }


@pytest.fixture
def addresses(released, session):
    """Every print of the desk."""
    facilitator = rows.facilitator()
    session.facilitators.add(facilitator)
    Session.objects.update(seats=1)  # there is something to correct
    return desk_addresses(session, facilitator)


def statuses(client, addresses) -> dict[str, int]:
    return {name: client.get(address).status_code for name, address in addresses.items()}


def all_are(status: int, addresses) -> dict[str, int]:
    return dict.fromkeys(addresses, status)


def test_everybody_gets_the_poster_of_a_released_week(client, released):
    response = client.get(POSTER)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == 'inline; filename="oujda-2026-W48-fr.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    assert pdf.pages(response.content) == 1
    assert "testserver/fr/sessions/oujda/2026-W48" in pdf.text(response.content)


@pytest.mark.parametrize(("path", "language"), [
    ("/fr/sessions/oujda/2026-W48.pdf", "fr"),
    ("/ar/sessions/oujda/2026-W48.pdf", "ar"),
    ("/ar/sessions/oujda/2026-W48.pdf?language=en", "en"),
    ("/ar/sessions/oujda/2026-W48.pdf?language=all", "fr"),
])  # fmt: skip
def test_the_poster_speaks_the_language_of_the_page_or_the_one_asked_for(client, released, path, language):
    assert pdf.language(client.get(path).content) == language


def test_an_unchanged_poster_is_not_sent_twice(client, released):
    etag = client.get(POSTER)["ETag"]
    assert client.get(POSTER, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("path", [
    "/fr/sessions/oujda/2026-W49.pdf",  # not released
    "/fr/sessions/oujda/2026-W60.pdf",  # does not exist
    "/fr/sessions/nowhere/2026-W48.pdf",
    "/fr/sessions/oujda/2026-W48.pdf?language=de",
    "/fr/sessions/oujda/2026-W48.pdf?language=",
])  # fmt: skip
def test_no_such_poster(client, released, path):
    assert client.get(path).status_code == 404


def test_a_point_that_is_not_published_has_no_poster(client, point, released):
    point.state = "draft"
    point.save()
    assert client.get(POSTER).status_code == 404


def test_a_poster_is_read_not_posted(client, released):
    assert client.post(POSTER).status_code == 405


def test_a_missing_font_leaves_the_page_and_says_where_it_is(client, released, broken):
    response = client.get(POSTER)
    assert response.status_code == 503
    assert reverse("week", args=["oujda", WEEK]) in response.content.decode()
    assert "Vazirmatn" not in response.content.decode()
    assert client.get(reverse("week", args=["oujda", WEEK])).status_code == 200


def test_a_missing_font_is_named_to_staff(desk, addresses, broken):
    response = desk.get(addresses["print_slips"])
    assert response.status_code == 503
    assert "Vazirmatn-Regular.ttf" in response.content.decode()


def test_strangers_are_sent_to_the_login(client, addresses):
    for address in addresses.values():
        response = client.get(address)
        assert (response.status_code, response.url) == (302, f"{reverse('admin:login')}?next={address}")


def test_the_desk_prints_everything_at_its_own_point(client, point, addresses):
    client.force_login(rows.coordinator(point))
    for name, address in addresses.items():
        response = client.get(address)
        assert (name, response.status_code, response["Content-Type"]) == (name, 200, "application/pdf")
        assert pdf.is_accessible(response.content)


def test_nothing_of_another_point_is_printed(client, addresses):
    client.force_login(rows.coordinator(rows.point(slug="rabat")))
    expected = all_are(404, addresses) | {"print_facilitator": 200}  # works everywhere; the sheet holds Rabat only
    assert statuses(client, addresses) == expected


def test_a_facilitator_of_other_points_is_not_there(client, point, addresses, session):
    session.facilitators.get().points.add(point)
    client.force_login(rows.coordinator(rows.point(slug="rabat")))
    assert statuses(client, addresses) == all_are(404, addresses)


def test_a_coordinator_sees_of_a_facilitator_the_sessions_at_the_own_point(client, point, addresses, session):
    elsewhere = rows.session()
    elsewhere.facilitators.add(session.facilitators.get())
    client.force_login(rows.coordinator(point))
    text = pdf.text(client.get(addresses["print_facilitator"]).content)
    assert [code in text for code in (session.code, elsewhere.code)] == [True, False]


def test_managers_print_at_every_point(client, addresses):
    client.force_login(rows.manager())
    assert statuses(client, addresses) == all_are(200, addresses)


def test_staff_without_the_permission_are_refused(client, addresses):
    client.force_login(rows.user())
    assert statuses(client, addresses) == all_are(403, addresses)


def test_staff_of_no_point_see_none(client, addresses):
    reader = rows.user()
    reader.user_permissions.add(Permission.objects.get(codename="view_session", content_type__app_label="sessions_app"))
    client.force_login(reader)
    assert statuses(client, addresses) == all_are(404, addresses)


@pytest.mark.parametrize(("name", "status"), [
    ("print_sign_in", 404), ("print_door", 404), ("print_certificate", 404), ("print_facilitator", 404),
    ("print_slips", 200), ("print_poster_draft", 200), ("print_correction", 200),
])  # fmt: skip
def test_only_what_hangs_or_is_handed_out_prints_in_three_languages_at_once(desk, addresses, name, status):
    assert desk.get(addresses[name] + "?language=all").status_code == status


@pytest.mark.parametrize("status", ["draft", "cancelled", "moved"])
def test_a_session_that_is_not_held_gives_no_certificate(desk, point, status):
    session = rows.session(room=rows.room(point=point), status=status, reason_fr="grève")
    response = desk.get(reverse("print_certificate", args=[session.code]))
    assert (response.status_code, response["Content-Type"]) == (409, "text/html; charset=utf-8")


def test_without_a_release_there_is_nothing_to_correct(desk, session):
    assert desk.get(reverse("print_correction", args=["oujda", WEEK])).status_code == 404


def test_a_poster_that_still_holds_is_not_corrected(desk, released):
    response = desk.get(reverse("print_correction", args=["oujda", WEEK]))
    assert (response.status_code, response["Content-Type"]) == (409, "text/html; charset=utf-8")


def test_a_session_that_does_not_exist(desk, point):
    assert desk.get(reverse("print_sign_in", args=["ZZZZZ"])).status_code == 404
