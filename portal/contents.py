"""Rows put in order for a page: the checklist by group, the sources of many rows."""

from collections.abc import Iterable

from core.models import Source
from portal.models import ChecklistItem


def by_group(items: Iterable[ChecklistItem]) -> list[tuple[str, list[ChecklistItem]]]:
    """Each group's label in the reader's language with its items; groups without one are left out."""
    items = list(items)
    groups = ((group.label, [item for item in items if item.group == group]) for group in ChecklistItem.Group)
    return [(label, rows) for label, rows in groups if rows]


def sources_of(rows: Iterable) -> list[Source]:
    """Every source of the rows, once, by title."""
    return sorted({source for row in rows for source in row.sources.all()}, key=lambda source: source.title)
