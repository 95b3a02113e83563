"""Who helps with what."""

import pytest
from django.utils.translation import override

from countries import directory
from countries.directory import Chapter, Group
from countries.models import Contact
from tests import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


def test_each_section_has_the_contacts_that_serve_its_topic_in_the_order_given():
    work, health = rows.section(), rows.section()
    both, one, none = rows.contact(), rows.contact(), rows.contact()
    both.topics.set([work.topic, health.topic])
    one.topics.set([work.topic])
    assert directory.chapters([health, work], [one, both, none]) == [
        Chapter(health, [both]),
        Chapter(work, [one, both]),
    ]


def test_without_sections_there_are_no_chapters():
    assert directory.chapters([], [rows.contact()]) == []


def test_a_section_without_contacts_is_a_chapter_too():
    section = rows.section()
    assert directory.chapters([section], []) == [Chapter(section, [])]


def test_contacts_are_grouped_in_the_order_of_kinds_and_labelled_for_the_reader():
    training, iom, second = rows.contact(kind="training"), rows.contact(kind="iom"), rows.contact(kind="training")
    with override("en"):
        groups = directory.by_kind([training, iom, second])
        assert groups == [Group("iom", "IOM offices", [iom]), Group("training", "Training", [training, second])]


def test_every_kind_has_its_group():
    contacts = [rows.contact(kind=kind) for kind in Contact.Kind]
    assert [group.kind for group in directory.by_kind(reversed(contacts))] == list(Contact.Kind)


def test_without_contacts_there_are_no_groups():
    assert directory.by_kind([]) == []


def test_within_a_kind_contacts_come_by_city_as_the_reader_spells_it():
    b, a, none = rows.contact(city_fr="B", city_en="A"), rows.contact(city_fr="A", city_en="B"), rows.contact()
    with override("fr"):
        assert directory.by_kind([b, a, none])[0].contacts == [none, a, b]
    with override("en"):
        assert directory.by_kind([b, a, none])[0].contacts == [none, b, a]
