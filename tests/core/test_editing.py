"""Two people at one form."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core import signing
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from core import editing
from core.models import State
from portal.models import Page
from tests import rows
from tests.core.test_admin import messages, tree_of
from tests.core.test_history_admin import said
from tests.desk.people import browser, member
from tests.foras.document import texts_of
from tests.testimonies.test_withdrawal import own_database

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
ROOT = Path(__file__).resolve().parents[2]


def path(row, language="en"):
    with override(language):
        return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def opened(browser, row):
    """What a browser would send back if nothing was touched."""
    return opened_from(browser.get(path(row)))


def opened_from(answer):
    form, sent = answer.context["adminform"].form, {}
    for name, field in form.fields.items():
        value = form[name].value()
        widgets = getattr(field.widget, "widgets", None)
        if widgets:
            parts = value if isinstance(value, list) else field.widget.decompress(value)
            sent |= {f"{name}_{n}": "" if part is None else str(part) for n, part in enumerate(parts)}
        elif value is not None:
            sent[name] = [str(getattr(one, "pk", one)) for one in value] if isinstance(value, list) else str(value)
    boxes = [box for box in tree_of(answer).iter("input") if box.get("name") == editing.OPENED]
    return sent | {box.get("name"): box.get("value") for box in boxes}


def conflicts(answer, last=-1):
    """Heading and texts of each field in conflict, without the tick at the end."""
    section = next(s for s in tree_of(answer).iter("section") if "conflicts" in s.get("class", ""))
    return list(texts_of(section))[2:last]


def seen(answer):
    return next(box.get("value") for box in tree_of(answer).iter("input") if box.get("name") == editing.SEEN)


def test_alone_one_saves_as_ever(desk):
    page = rows.page(title_fr="Un")
    assert desk.post(path(page), opened(desk, page) | {"title_fr": "Deux"}).status_code == 302
    assert Page.objects.get().title_fr == "Deux"


def test_what_only_the_other_changed_stays_and_is_said(desk, colleague):
    page = rows.page(title_fr="Un", summary_fr="Résumé")
    mine, theirs = opened(desk, page), opened(colleague, page)
    colleague.post(path(page), theirs | {"summary_fr": "Leur résumé"})
    answer = desk.post(path(page), mine | {"title_fr": "Mon titre"}, follow=True)
    page.refresh_from_db()
    assert (page.title_fr, page.summary_fr) == ("Mon titre", "Leur résumé")
    assert said(answer)[0] == (
        "Somebody else has changed this meanwhile, and it stays as they left it: summary (Français)."
    )


def test_what_both_changed_is_refused_with_both_texts_and_all_that_was_typed(desk, colleague):
    page = rows.page(title_fr="Un titre", summary_fr="Résumé")
    mine, theirs = opened(desk, page), opened(colleague, page)
    colleague.post(path(page), theirs | {"title_fr": "Leur titre"})
    answer = desk.post(path(page), mine | {"title_fr": "Mon titre", "summary_fr": "Mon résumé"})
    page.refresh_from_db()
    assert (answer.status_code, page.title_fr, page.summary_fr) == (200, "Leur titre", "Résumé")
    (message,) = messages(answer)
    assert message.startswith("bintou has saved this at ") and message.endswith("Nothing of yours is saved yet.")
    assert conflicts(answer) == [
        "title (Français)", "Stored now, by the other:", "Leur titre", "Yours:", "Leur", "Mon", "titre",
    ]  # fmt: skip
    form = answer.context["adminform"].form
    assert (form["title_fr"].value(), form["summary_fr"].value()) == ("Mon titre", "Mon résumé")


def test_once_read_one_may_save_all_the_same_and_theirs_is_in_the_history(desk, colleague):
    page = rows.page(title_fr="Un", summary_fr="Résumé")
    mine, theirs = opened(desk, page) | {"title_fr": "Mon titre"}, opened(colleague, page)
    colleague.post(path(page), theirs | {"title_fr": "Leur titre", "summary_fr": "Leur résumé"})
    refused = desk.post(path(page), mine)
    assert desk.post(path(page), mine | {editing.SEEN: seen(refused)}).status_code == 302
    page.refresh_from_db()
    assert (page.title_fr, page.summary_fr) == ("Mon titre", "Leur résumé")
    assert [version.title_fr for version in page.history.all()] == ["Mon titre", "Leur titre", "Un"]


KEPT = "Changed by somebody else only; it stays as they left it:"


def test_refused_the_form_shows_what_is_stored_where_only_the_other_changed_it(desk, colleague):
    page = rows.page(title_fr="Un", summary_fr="Résumé")
    mine, theirs = opened(desk, page) | {"title_fr": "Mon titre"}, opened(colleague, page)
    colleague.post(path(page), theirs | {"title_fr": "Leur titre", "summary_fr": "Leur résumé"})
    refused = desk.post(path(page), mine)
    assert conflicts(refused) == [
        "title (Français)", "Stored now, by the other:", "Leur titre", "Yours:", "Leur", "Mon", "titre",
        "summary (Français)", KEPT, "Résumé", "Leur résumé",
    ]  # fmt: skip
    again = opened_from(refused)
    assert (again["title_fr"], again["summary_fr"]) == ("Mon titre", "Leur résumé")
    mended = again | {"summary_fr": "Leur résumé, et le mien", editing.SEEN: seen(refused)}
    assert desk.post(path(page), mended).status_code == 302
    page.refresh_from_db()
    assert (page.title_fr, page.summary_fr) == ("Mon titre", "Leur résumé, et le mien")


def test_a_form_refused_for_another_reason_shows_it_too(desk, colleague):
    page = rows.page(title_fr="Un", summary_fr="Résumé")
    mine, theirs = opened(desk, page), opened(colleague, page)
    colleague.post(path(page), theirs | {"summary_fr": "Leur résumé"})
    refused = desk.post(path(page), mine | {"title_fr": ""})
    assert conflicts(refused, None) == ["summary (Français)", KEPT, "Résumé", "Leur résumé"]
    assert desk.post(path(page), opened_from(refused) | {"title_fr": "Deux"}).status_code == 302
    page.refresh_from_db()
    assert (page.title_fr, page.summary_fr) == ("Deux", "Leur résumé")


def test_without_the_tick_it_is_refused_again(desk, colleague):
    page = rows.page(title_fr="Un")
    mine, theirs = opened(desk, page) | {"title_fr": "Mon titre"}, opened(colleague, page)
    colleague.post(path(page), theirs | {"title_fr": "Leur titre"})
    missing = "Nothing was saved: tick this box once you have read the differences, then save again."
    first = desk.post(path(page), mine)
    second = desk.post(path(page), opened_from(first) | {editing.WARNED: "1"})
    assert [box.get("value") for box in tree_of(first).iter("input") if box.get("name") == editing.WARNED] == ["1"]
    assert [missing in conflicts(answer) for answer in (first, second)] == [False, True]
    assert Page.objects.get().title_fr == "Leur titre"


def test_the_tick_covers_only_what_was_shown(desk, colleague):
    page = rows.page(title_fr="Un")
    mine, theirs = opened(desk, page) | {"title_fr": "Mon titre"}, opened(colleague, page)
    colleague.post(path(page), theirs | {"title_fr": "Leur titre"})
    refused = desk.post(path(page), mine)
    colleague.post(path(page), opened(colleague, page) | {"title_fr": "Encore un autre"})
    again = desk.post(path(page), mine | {editing.SEEN: seen(refused)})
    assert (again.status_code, Page.objects.get().title_fr) == (200, "Encore un autre")
    assert "Encore un autre" in conflicts(again)


UNREAD = "Changed by somebody else since you opened the page. Read it before it is public:"


def test_nobody_publishes_what_somebody_else_wrote_since_they_read_it(desk, colleague):
    page = rows.page(title_fr="Un", summary_fr="Un deux", state=State.IN_REVIEW)
    mine, theirs = opened(desk, page) | {"state": "published"}, opened(colleague, page)
    source = rows.source(title="Annuaire", publisher="")
    words = {"summary_fr": "Un trois", "sources": [source.pk], "expire_at_0": "2999-11-30", "expire_at_1": "08:00"}
    colleague.post(path(page), theirs | words)
    refused = desk.post(path(page), mine)
    assert (refused.status_code, Page.objects.get().state) == (200, "review")
    assert conflicts(refused) == [
        "summary (Français)", UNREAD, "Un", "deux", "trois",
        "expire at", UNREAD, "30 November 2999, 08:00", "sources", UNREAD, "Annuaire",
    ]  # fmt: skip
    form = refused.context["adminform"].form
    assert [form[name].value() for name in ("summary_fr", "sources", "expire_at")] == [
        "Un trois", [str(source.pk)], ["2999-11-30", "08:00:00"],
    ]  # fmt: skip
    assert desk.post(path(page), mine | {editing.SEEN: seen(refused)}).status_code == 302
    page.refresh_from_db()
    assert (page.state, page.summary_fr, list(page.sources.all())) == ("published", "Un trois", [source])
    assert page.expire_at.isoformat() == "2999-11-30T08:00:00+00:00"


def test_what_such_a_form_shows_may_be_mended_and_published(desk, colleague):
    page = rows.page(title_fr="Un", summary_fr="Un deux", state=State.IN_REVIEW)
    mine = opened(desk, page) | {"state": "published"}
    colleague.post(path(page), opened(colleague, page) | {"summary_fr": "Un trois"})
    desk.post(path(page), mine)
    assert desk.post(path(page), mine | {"summary_fr": "Un trois"}).status_code == 302
    page.refresh_from_db()
    assert (page.state, page.summary_fr) == ("published", "Un trois")


def test_nor_a_translation_that_their_own_form_does_not_hold(colleague):
    page = rows.page(title_fr="Un", title_ar="واحد", state=State.IN_REVIEW)
    french = browser(member("Publisher", languages="fr"))
    mine = opened(french, page) | {"state": "published"}
    colleague.post(path(page), opened(colleague, page) | {"title_ar": "أول"})
    refused = french.post(path(page), mine)
    assert (refused.status_code, conflicts(refused)) == (200, ["title (العربية)", UNREAD, "أول"])
    assert french.post(path(page), mine).status_code == 200
    assert french.post(path(page), mine | {editing.SEEN: seen(refused)}).status_code == 302
    page.refresh_from_db()
    assert (page.state, page.title_ar) == ("published", "أول")


def test_both_typing_the_same_is_no_conflict(desk, colleague):
    page = rows.page(title_fr="Un")
    mine, theirs = opened(desk, page), opened(colleague, page)
    colleague.post(path(page), theirs | {"title_fr": "Deux"})
    assert desk.post(path(page), mine | {"title_fr": "Deux  "}).status_code == 302


def test_a_translation_of_french_that_moved_is_refused_until_the_new_french_was_read(desk, colleague):
    page = rows.page(title_fr="Un", title_ar="واحد")
    mine, theirs = opened(desk, page) | {"title_ar": "الأول"}, opened(colleague, page)
    colleague.post(path(page), theirs | {"title_fr": "Deux"})
    refused = desk.post(path(page), mine)
    assert conflicts(refused) == [
        "title (العربية)",
        "The French has changed while you were translating. It says now:", "Deux",
        "Your translation:", "الأول",
    ]  # fmt: skip
    assert Page.objects.get().title_ar == "واحد"
    assert desk.post(path(page), mine | {editing.SEEN: seen(refused)}).status_code == 302
    page.refresh_from_db()
    assert (page.title_fr, page.title_ar, page.outdated_in) == ("Deux", "الأول", "")


def test_sources_dates_and_choices_are_compared_too(desk, colleague):
    one, two, three = rows.source(title="Un"), rows.source(title="Deux"), rows.source(title="Trois")
    section = rows.section(country=rows.country(), expire_at=datetime(2027, 1, 1, 8, 30, 15, 500, tzinfo=UTC))
    section.sources.set([one])
    mine, theirs = opened(desk, section), opened(colleague, section)
    colleague.post(path(section), theirs | {"sources": [one.pk, two.pk], "state": "review"})
    changed = mine | {"sources": [one.pk, three.pk], "review_by": "01/06/2027"}
    refused = desk.post(path(section), changed)
    assert conflicts(refused) == [
        "sources", "Stored now, by the other:", "Deux", "Un", "Yours:", "Deux", "Trois", "Un",
        "state", "Changed by somebody else only; it stays as they left it:", "published", "in review",
    ]  # fmt: skip
    assert desk.post(path(section), changed | {editing.SEEN: seen(refused)}).status_code == 302
    section.refresh_from_db()
    assert (section.state, {s.title for s in section.sources.all()}) == (State.IN_REVIEW, {"Un", "Trois"})


def test_of_merged_fields_one_is_not_the_author(desk, colleague):
    """The date that the other typed makes the other the verifier, not whoever saves next."""
    page = rows.page(title_fr="Un", state=State.DRAFT, verified_on=None)
    mine, theirs = opened(desk, page), opened(colleague, page)
    colleague.post(path(page), theirs | {"verified_on": "23/11/2026"})
    assert desk.post(path(page), mine | {"title_fr": "Deux"}).status_code == 302
    page.refresh_from_db()
    assert (page.title_fr, str(page.verified_on), page.verified_by.username) == ("Deux", "2026-11-23", "bintou")


def test_a_token_that_was_altered_or_belongs_to_another_row_is_refused(desk):
    page, other = rows.page(title_fr="Un"), rows.page()
    mine = opened(desk, page)
    for wrong in (mine["opened"] + "x", opened(desk, other)["opened"], "", "a" * 5000):
        answer = desk.post(path(page), mine | {"opened": wrong, "title_fr": "Deux"})
        assert messages(answer) == ["This form was altered on its way. Copy your text, and open the page again."]
    assert Page.objects.get(pk=page.pk).title_fr == "Un"


def test_a_tick_made_by_hand_counts_for_nothing(desk, colleague):
    page = rows.page(title_fr="Un")
    mine, theirs = opened(desk, page) | {"title_fr": "Mon titre"}, opened(colleague, page)
    colleague.post(path(page), theirs | {"title_fr": "Leur titre"})
    for wrong in ("on", "1", mine["opened"]):
        assert desk.post(path(page), mine | {editing.SEEN: wrong}).status_code == 200


def test_a_position_that_the_other_moved_is_not_moved_back_by_the_list(desk):
    one, two = rows.page(position=1), rows.page(position=2)
    form = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "1"}
    form |= {"form-0-id": one.pk, "form-0-position": 1, "initial-form-0-position": 1}
    form |= {"form-1-id": two.pk, "form-1-position": 7, "initial-form-1-position": 2}
    Page.objects.filter(pk=one.pk).update(position=5)
    assert desk.post("/en/admin/portal/page/", form).status_code == 302
    assert list(Page.objects.order_by("pk").values_list("position", flat=True)) == [5, 7]


def test_a_new_row_and_a_form_that_is_only_looked_at_carry_no_token(desk, client):
    page = rows.page()
    assert 'name="opened"' not in desk.get("/en/admin/portal/page/add/").content.decode()
    user = rows.user()
    user.user_permissions.set(Permission.objects.filter(codename="view_page"))
    client.force_login(user)
    assert 'name="opened"' not in client.get(path(page)).content.decode()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, ""), ("a\r\n b", "a b"), (3, "3"), ([2, 1], [1, 2]), ([], ""),
        (datetime(2026, 1, 1, 9, tzinfo=timezone(timedelta(hours=1))), datetime(2026, 1, 1, 8, 0, 0, 7, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_the_same_value_stored_and_typed_has_one_digest(one, other):
    assert editing.digest(one) == editing.digest(other)


def test_other_values_have_others():
    digests = {editing.digest(value) for value in (None, "0", 1, "a", "A", "a b", [1, 2], [1, 3], True, False)}
    assert len(digests) == 10


def test_the_token_says_nothing_of_the_text(desk):
    page = rows.page(title_fr="Confidentiel")
    fields, texts = signing.loads(opened(desk, page)["opened"], salt=f"core.editing:portal.Page:{page.pk}")
    assert {len(digest) for digest in [*fields.values(), *texts.values()]} == {16}


def race(folder, *arguments):
    """The last line of tests/core/editing_race.py on a database of its own."""
    with own_database() as url:
        environment = os.environ | {"DATA_DIR": str(folder), "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "tests/core/editing_race.py", "10", *arguments]
        process = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert process.returncode == 0, process.stderr[-3000:]
    return process.stdout.strip().splitlines()[-1]


def test_of_two_posts_at_the_same_moment_one_wins_and_the_other_is_told(tmp_path):
    assert race(tmp_path) == "rounds=10 saved=10 told=10 other=0"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="there, the transaction itself is the lock")
def test_without_the_lock_both_would_win(tmp_path):
    """The control."""
    assert race(tmp_path, "unlocked") != "rounds=10 saved=10 told=10 other=0"
