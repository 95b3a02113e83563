"""What a person's languages and facts mean for sessions: in the form, and on the pages that move and cancel."""

import pytest
from django.urls import reverse

from core import languages
from sessions_app.models import Session
from tests import rows
from tests.desk.people import browser, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty", "english")]
WORDS = ("audience_note", "what_to_bring")
DAY = "2027-01-05"


@pytest.fixture
def translator():
    """Somebody who reaches every session, and changes no facts."""
    user = member("Translator", languages="ar")
    given = rows.unlimited("view_session", "change_session", "add_session", "manage_all_points")
    user.user_permissions.set(given.exclude(codename__in=["change_whole_texts", "change_all_countries"]))
    return browser(user)


def change(session) -> str:
    return reverse("admin:sessions_app_session_change", args=[session.pk])


def open_boxes(answer) -> set[str]:
    """Names of the boxes to type into, but for the ticks that go with the languages."""
    columns = {field.name for field in Session._meta.get_fields()}
    return columns & set(answer.context["adminform"].form.fields)


def stored(session) -> dict:
    return Session.objects.rewrite(False).filter(pk=session.pk).values().get()


def refused(client, *addresses) -> list[tuple[int, int]]:
    return [(client.get(address).status_code, client.post(address).status_code) for address in addresses]


def test_a_manager_types_only_into_the_languages_named(settings):
    settings.SECOND_FACTOR = "none"
    arabic = browser(member("Session manager", languages="ar"))
    standing, off = rows.session(day=DAY), rows.session(day=DAY, status="cancelled", reason_fr="A", reason_en="B")
    facts = {
        "module", "status", "point", "room", "day", "starts", "ends", "facilitators", "languages", "country", "seats",
        "cycle", "day_number", "internal_note",
    }  # fmt: skip
    assert open_boxes(arabic.get(change(standing))) == facts | {f"{name}_ar" for name in WORDS}
    once_off = {"languages", "country", "seats", "internal_note", "reason_ar", "audience_note_ar", "what_to_bring_ar"}
    assert open_boxes(arabic.get(change(off))) == once_off
    typed = {"languages": ["fr"], "seats": "15", "reason_ar": "ج", "reason_en": "by hand", "reason_fr": "by hand"}
    assert arabic.post(change(off), typed).status_code == 302
    after = stored(off)
    assert [after[f"reason_{code}"] for code in languages.CODES] == ["A", "B", "ج"]


def test_who_changes_no_facts_types_into_texts_only(translator):
    session = rows.session(day=DAY, seats=12)
    before = stored(session)
    assert open_boxes(translator.get(change(session))) == {"audience_note_ar", "what_to_bring_ar"}
    typed = {"audience_note_ar": "للجميع", "seats": "3", "status": "full", "day": "2027-02-02", "internal_note": "x"}
    assert translator.post(change(session), typed).status_code == 302
    after, told = stored(session), ("audience_note_ar", "sequence", "changed_at")  # calendars learn that it changed
    assert after["audience_note_ar"] == "للجميع"
    assert {**after, **dict.fromkeys(told)} == {**before, **dict.fromkeys(told)}


def test_who_changes_no_facts_plans_nothing(translator):
    session, off = rows.session(day=DAY), rows.session(day=DAY, status="cancelled", reason_fr="A")
    draft = rows.session(day=DAY, status="draft")
    before = [stored(row) for row in (session, off, draft)]
    move = reverse("admin:sessions_app_session_move", args=[session.pk])
    cancel = reverse("admin:sessions_app_session_cancel") + f"?ids={session.pk}"
    reinstate = reverse("admin:sessions_app_session_reinstate", args=[off.pk])
    assert refused(translator, move, cancel, reinstate) == [(403, 403)] * 3
    week = [draft.point.slug, "2027-W01"]
    for name in ("confirm", "copy"):
        assert translator.post(reverse(f"admin:sessions_app_week_{name}", args=week)).status_code == 403
    page = translator.get(reverse("admin:sessions_app_session_changelist"))
    assert page.context["action_form"] is None
    form = translator.get(change(session)).content.decode()
    assert move not in form
    assert [stored(row) for row in (session, off, draft)] == before


@pytest.mark.parametrize(("named", "asked"), [("", ["fr", "en", "ar"]), ("ar", ["fr", "ar"]), ("fr", ["fr"])])
def test_the_reason_is_asked_in_french_and_in_the_languages_of_the_person(settings, named, asked):
    settings.SECOND_FACTOR = "none"
    client, session = browser(member("Session manager", languages=named)), rows.session(day=DAY)
    cancel = reverse("admin:sessions_app_session_cancel") + f"?ids={session.pk}"
    pages = [client.get(cancel), client.get(reverse("admin:sessions_app_session_move", args=[session.pk]))]
    for page in pages:
        names = [name for name in page.context["form"].fields if name.startswith("reason_")]
        assert names == [f"reason_{code}" for code in asked]
    typed = {f"reason_{code}": code for code in languages.CODES}
    assert client.post(cancel, typed).status_code == 302
    after = stored(session)
    assert [after[f"reason_{code}"] or "" for code in languages.CODES] == [
        code if code in asked else "" for code in languages.CODES
    ]
