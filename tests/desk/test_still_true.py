"""One click says that a text is still true, and one takes it back."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.models import State
from countries.models import Section
from desk import still_true
from desk.still_true import Verification
from tests import rows
from tests.desk.people import member

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today():
    return timezone.localdate()


@pytest.fixture
def section(empty):
    """Due since yesterday, a check of it holds 100 days."""
    return rows.section(verified_on=today() - 101 * DAY, review_by=today() - DAY)


@pytest.mark.parametrize(
    ("verified_on", "review_by", "span"),
    [
        ("2026-01-01", "2026-04-11", 100),
        ("2026-01-01", "2028-01-01", 730),
        ("2026-01-01", "2026-01-05", 30),
        ("2026-01-01", "2026-01-01", 30),
        (None, "2026-04-11", 183),
        ("2026-01-01", None, 183),
        (None, None, 183),
    ],
)
def test_a_check_holds_as_long_as_the_last_was_meant_to(verified_on, review_by, span):
    days = (day and date.fromisoformat(day) for day in (verified_on, review_by))
    verified, until = days
    assert still_true.span(Verification(verified, None, until)) == span * DAY


def test_it_is_verified_today_by_who_clicked_and_due_again_later(section, editor):
    before = Verification.of(section)
    renewal = still_true.renew(section, editor)
    section.refresh_from_db()
    assert Verification.of(section) == Verification(today(), editor.pk, today() + 100 * DAY) == renewal.after
    assert renewal.before == before
    assert not section.is_due


def test_nothing_else_of_the_row_changes(section, editor):
    """What somebody saved since the list was drawn stays."""
    Section.objects.filter(pk=section.pk).update(title_fr="Neuf", state=State.IN_REVIEW)
    ours = {"verified_on", "verified_by_id", "review_by"}
    before = Section.objects.values().get(pk=section.pk)
    still_true.renew(section, editor)
    after = Section.objects.values().get(pk=section.pk)
    assert {name for name in after if after[name] != before[name]} == ours


def test_it_is_in_the_history_of_the_row(section, editor, english):
    still_true.renew(section, editor)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.get_change_message()) == (editor, str(section.pk), "Still true.")


def test_a_row_that_is_wrong_in_itself_is_refused_and_left_as_it_was(section, editor):
    Section.objects.filter(pk=section.pk).update(in_brief_fr="a\nb\nc\nd\ne\nf")
    before = Section.objects.values().get(pk=section.pk)
    with pytest.raises(ValidationError):
        still_true.renew(section, editor)
    assert Section.objects.values().get(pk=section.pk) == before
    assert not LogEntry.objects.exists()


def test_undone_it_is_as_before(section, editor):
    before = Section.objects.values().get(pk=section.pk)
    renewal = still_true.renew(section, editor)
    still_true.undo(section, renewal.before, renewal.after, editor)
    assert Section.objects.values().get(pk=section.pk) == before


def test_what_somebody_verified_meanwhile_is_not_undone(section, editor):
    renewal = still_true.renew(section, editor)
    Section.objects.filter(pk=section.pk).update(verified_by=rows.user())
    before = Section.objects.values().get(pk=section.pk)
    with pytest.raises(still_true.MovedOnError):
        still_true.undo(section, renewal.before, renewal.after, editor)
    assert Section.objects.values().get(pk=section.pk) == before


@pytest.mark.parametrize(
    "verification", [Verification(None, None, None), Verification(date(2026, 1, 2), 7, date(2027, 1, 2))]
)
def test_the_way_back_survives_json(verification):
    assert Verification.read(verification.kept()) == verification


def test_what_is_not_due_is_not_renewed(section, editor):
    still_true.renew(section, editor)
    before = Section.objects.values().get(pk=section.pk)
    with pytest.raises(still_true.NotDueError):
        still_true.renew(section, rows.user())
    assert Section.objects.values().get(pk=section.pk) == before


@pytest.mark.parametrize(
    ("group", "values", "public", "draft"),
    [
        ("Translator", {"languages": "ar"}, False, False),
        ("Editor", {"all_countries": True}, False, True),
        ("Publisher", {}, True, True),
        ("Session manager", {}, False, True),
        ("", {}, False, False),
    ],
)
def test_of_a_public_text_only_who_publishes_says_that_it_is_true(empty, group, values, public, draft):
    user = member(group, **values)
    answers = [still_true.may(user, rows.section(state=state)) for state in (State.PUBLISHED, State.DRAFT)]
    assert answers == [public, draft]


def test_whoever_manages_all_points_says_so_of_points_and_modules(empty):
    user = member("Session manager")
    assert [still_true.may(user, row) for row in (rows.point(), rows.module(), rows.section())] == [True, True, False]
