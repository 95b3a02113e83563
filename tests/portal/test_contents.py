"""Rows put in order for a page."""

import pytest

from portal import contents
from portal.models import ChecklistItem
from tests import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty", "english")]


def test_items_are_grouped_in_the_order_of_groups_and_stay_in_their_own():
    first, papers, second = (rows.checklist_item(group=group) for group in ("money", "papers", "money"))
    assert contents.by_group([first, papers, second]) == [("Papers", [papers]), ("Money", [first, second])]


def test_every_group_may_have_items():
    items = [rows.checklist_item(group=group) for group in ChecklistItem.Group]
    assert [label for label, _ in contents.by_group(reversed(items))] == [group.label for group in ChecklistItem.Group]


def test_without_items_there_are_no_groups():
    assert contents.by_group([]) == []


def test_every_source_is_named_once_by_title():
    b, a = rows.source(title="B"), rows.source(title="A")
    one, two = rows.checklist_item(), rows.checklist_item()
    one.sources.set([b, a])
    two.sources.set([b])
    assert contents.sources_of([one, two]) == [a, b]


def test_rows_without_sources_have_none():
    assert contents.sources_of([rows.checklist_item()]) == []
