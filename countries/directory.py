"""Who helps with what: contacts beside the section they serve, and contacts by kind."""

from collections.abc import Iterable
from typing import NamedTuple

from core import translated
from countries.models import Contact, Section


class Chapter(NamedTuple):
    """A section with the contacts that serve its topic."""

    section: Section
    contacts: list[Contact]


class Group(NamedTuple):
    """Contacts of one kind; `label` is in the reader's language."""

    kind: str
    label: str
    contacts: list[Contact]


def chapters(sections: Iterable[Section], contacts: Iterable[Contact]) -> list[Chapter]:
    """Each section with its contacts, both in the order given. Topics of `contacts` should be prefetched."""
    serving: dict[int, list[Contact]] = {}
    for contact in contacts:
        for topic in contact.topics.all():
            serving.setdefault(topic.pk, []).append(contact)
    return [Chapter(section, serving.get(section.topic_id, [])) for section in sections]


def by_kind(contacts: Iterable[Contact]) -> list[Group]:
    """The contacts by kind, in the order of `Contact.Kind`, and by city within it; empty kinds are left out."""
    contacts = sorted(contacts, key=lambda contact: translated.read(contact, "city").text)  # stable: else as given
    groups = (Group(kind.value, kind.label, [c for c in contacts if c.kind == kind]) for kind in Contact.Kind)
    return [group for group in groups if group.contacts]
