"""The audit log: what is written, that it is not written again, and that it keeps nothing of a person in a story."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from core import audit
from core.models import AuditEntry
from testimonies import withdrawal
from tests import rows
from tests.core.test_admin import column
from tests.core.test_editing import opened, path
from tests.core.test_publication import signed_in
from tests.desk.people import browser, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
LOG = "/en/admin/core/auditentry/"


def lines() -> list[tuple]:
    return [(entry.username, entry.action, entry.model, entry.label) for entry in AuditEntry.objects.order_by("pk")]


def test_a_line_says_who_what_and_of_what(editor):
    page = rows.page(title_fr="Vos droits")
    entry = audit.record(editor, "export", page, language="ar", units=14)
    assert (entry.user, entry.username, entry.action) == (editor, "amina", "export")
    assert (entry.model, entry.row, entry.label) == ("portal.page", str(page.pk), "Vos droits")
    assert entry.detail == {"language": "ar", "units": 14}


def test_an_unknown_action_is_an_error(editor):
    with pytest.raises(ValueError, match="dance"):
        audit.record(editor, "dance")


def test_nothing_changes_or_deletes_a_line(editor):
    entry = audit.record(editor, "export")
    entry.username = "somebody else"
    for act in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(username=""),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert lines() == [("amina", "export", "", "")]


def test_a_line_outlives_the_account(editor):
    person = rows.user()
    audit.record(person, "sign_in")
    name = person.username
    person.delete()
    assert lines() == [(name, "sign_in", "", "")]


@pytest.mark.parametrize("address", ["add/", "{pk}/change/", "{pk}/delete/"])
def test_the_desk_only_reads_it_a_superuser_too(desk, editor, address):
    entry = audit.record(editor, "export")
    assert desk.post(LOG + address.format(pk=entry.pk), {"username": "x", "post": "yes"}).status_code == 403
    desk.post(LOG, {"action": "delete_selected", "_selected_action": entry.pk, "post": "yes"})
    assert lines() == [("amina", "export", "", "")]


def test_administrators_read_and_filter_it_and_others_do_not(editor):
    audit.record(editor, "export"), audit.record(editor, "import")
    office = browser(member("Administrator"))
    shown = office.get(f"{LOG}?action__exact=import").context["cl"].result_list
    assert [entry.action for entry in shown] == ["import"]
    assert browser(member("Publisher")).get(LOG).status_code == 403


def test_publishing_and_taking_down_are_lines_and_other_saves_are_not(desk, editor):
    section = rows.section(state="draft")
    section.sources.add(rows.source())
    form = {
        "topic": section.topic_id, "title_fr": "Se loger", "body_fr": "<p>T</p>", "verified_on": "2026-11-23",
        "sources": section.sources.get().pk,
    }  # fmt: skip
    for state in ("review", "published", "published", "draft"):
        address = f"/en/admin/countries/section/{section.pk}/change/"
        assert desk.post(address, form | {"state": state}).status_code == 302
    assert [line[1] for line in lines()] == ["publish", "take_down"]


def test_what_publishes_nothing_is_no_publication(desk):
    """A translator's save, in whose form there is no state; a comma; a position typed into the list."""
    page = rows.page(title_fr="Droits", position=1)
    arabic, writer = browser(member("Translator", languages="ar")), signed_in("change_page", "view_page")
    assert arabic.post(path(page), opened(arabic, page) | {"title_ar": "حقوق"}).status_code == 302
    sent = opened(writer, page) | {"title_fr": "Droits.", "minor_correction": "on"}
    assert writer.post(path(page), sent).status_code == 302
    desk.post("/en/admin/portal/page/", boxes_of(page, position=5))
    page.refresh_from_db()
    assert (page.title_ar, page.title_fr, page.position) == ("حقوق", "Droits.", 5)
    assert [line[1] for line in lines()] == ["correct"]


def boxes_of(row, **typed):
    """What a list with one row sends; the box says what it said when the list was opened."""
    known = {f"initial-form-0-{name}": getattr(row, name) for name in typed}
    boxes = {f"form-0-{name}": value for name, value in typed.items()}
    return {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "_save": "1", "form-0-id": row.pk} | known | boxes


def test_from_when_until_when_stands_in_the_line_and_a_changed_date_is_one(desk):
    page = rows.page(state="review", slug="droits")
    sent = opened(desk, page) | {"state": "published", "publish_at_0": "2999-11-30", "publish_at_1": "08:00"}
    assert desk.post(path(page), sent).status_code == 302
    for date in ("2999-12-01", "2999-12-01", ""):
        time = "08:00" if date else ""
        sent = opened(desk, page) | {"publish_at_0": date, "publish_at_1": time}
        assert desk.post(path(page), sent).status_code == 302
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "detail")) == [
        ("publish", {"publish at": "2999-11-30 08:00"}),
        ("dates", {"publish at": "2999-12-01 08:00"}),
        ("dates", {"publish at": "—"}),
    ]


def test_a_row_that_came_back_as_published_is_published(editor):
    page = rows.page(title_fr="Droits")
    audit.publication(editor, page, None)
    audit.publication(editor, page, audit.standing(page))
    assert lines() == [("amina", "publish", "portal.page", "Droits")]


def test_a_withdrawal_leaves_the_reference_and_nothing_of_the_story(desk, editor):
    story = rows.story(title_fr="Aïssatou revient à Kolda", slug="aissatou-kolda")
    consent = rows.consent(story, reference="C-2026-7")
    audit.publication(editor, story, None)
    withdrawal.withdraw(consent, editor)
    assert lines() == [
        ("amina", "publish", "testimonies.testimony", ""),
        ("amina", "withdraw", "testimonies.consent", "C-2026-7"),
    ]
    kept = str(list(AuditEntry.objects.values())).lower()
    assert [word for word in ("aïssatou", "aissatou", "kolda") if word in kept] == []


def test_a_source_and_a_story_are_deleted_by_number(desk, editor):
    story, source = rows.story(title_fr="Aïssatou"), rows.source(title="Aïssatou, éleveuse")
    for address in (f"core/source/{source.pk}", f"testimonies/testimony/{story.pk}"):
        assert desk.post(f"/en/admin/{address}/delete/", {"post": "yes"}).status_code == 302
    assert lines() == [("amina", "delete", "core.source", ""), ("amina", "delete", "testimonies.testimony", "")]


def test_after_two_years_a_line_is_forgotten(editor, capsys):
    audit.record(editor, "export")
    old = AuditEntry(username="ancienne", action="export", at=timezone.now() - timedelta(days=732))
    old.save()
    call_command("forget_old")
    assert "Forgotten: 1 lines" in capsys.readouterr().out
    assert [line[0] for line in lines()] == ["amina"]


def test_the_list_says_kinds_in_words(editor):
    section, page = rows.section(), rows.page(title_fr="Droits")
    audit.record(editor, "export", section), audit.record(editor, "delete", page)
    AuditEntry(action="delete", model="gone.thing", row="7").save()
    office = browser(member("Administrator"))
    assert column(office.get(LOG), "what") == [
        "gone.thing 7",
        f"Droits page {page.pk}",
        f"Tous les pays · Se loger section {section.pk}",
    ]
    shown = office.get(f"{LOG}?model=portal.page").context["cl"].result_list
    assert [entry.label for entry in shown] == ["Droits"]
