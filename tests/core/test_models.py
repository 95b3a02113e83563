"""What must always hold is held by the database; what the public may read is decided by state and clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.models import Content, Source, State, validate_phones, validate_sentences
from countries.models import Country
from tests import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CONTENT = [model for model in rows.CONTENT if issubclass(model, Content)]


def refused_by_the_database(constraint, change):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        change()


@pytest.mark.parametrize("model", CONTENT, ids=lambda model: model.__name__)
@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("expires_after_publication", {"publish_at": NOW, "expire_at": NOW - SECOND}),
        ("expires_after_publication", {"publish_at": NOW, "expire_at": NOW}),
        ("published_is_verified", {"state": State.PUBLISHED, "verified_on": None}),
        ("review_after_verification", {"verified_on": date(2026, 11, 23), "review_by": date(2026, 11, 22)}),
    ],
)
def test_every_published_model_refuses_what_cannot_be(model, constraint, values):
    row = model.objects.filter(pk=model.objects.first().pk)
    refused_by_the_database(
        f"{model._meta.app_label}_{model._meta.model_name}_{constraint}", lambda: row.update(**values)
    )


@pytest.mark.parametrize(
    "values",
    [
        {"publish_at": NOW, "expire_at": NOW + SECOND},
        {"publish_at": NOW, "expire_at": None},
        {"publish_at": None, "expire_at": NOW},
        {"state": State.DRAFT, "verified_on": None, "review_by": None},
        {"verified_on": date(2026, 11, 23), "review_by": date(2026, 11, 23)},
    ],
)
def test_what_can_be_is_accepted(values):
    assert Country.objects.filter(slug="senegal").update(**values) == 1


def test_the_same_web_address_is_one_source(source):
    refused_by_the_database("source_url_unique|core_source.url", lambda: rows.source(url=source.url))


def test_two_documents_that_are_not_on_the_web_are_two_sources():
    rows.source(url="", title="a"), rows.source(url="", title="b")
    assert Source.objects.filter(url="", title__in="ab").count() == 2


def test_the_form_says_in_words_that_a_source_exists(source):
    twin = Source(title="x", url=source.url, accessed_on=date(2026, 11, 23))
    with pytest.raises(ValidationError) as refusal:
        twin.full_clean()
    assert refusal.value.messages == ["This web address is among the sources already."]


@pytest.mark.parametrize(("publisher", "name"), [("ONFP", "Annuaire (ONFP)"), ("", "Annuaire")])
def test_a_source_is_named_by_title_and_publisher(publisher, name):
    assert str(Source(title="Annuaire", publisher=publisher)) == name


@pytest.mark.parametrize(
    ("values", "is_public"),
    [
        ({}, True),
        ({"state": State.DRAFT}, False),
        ({"state": State.IN_REVIEW}, False),
        ({"publish_at": NOW - SECOND}, True),
        ({"publish_at": NOW}, True),
        ({"publish_at": NOW + SECOND}, False),
        ({"expire_at": NOW - SECOND}, False),
        ({"expire_at": NOW}, False),
        ({"expire_at": NOW + SECOND}, True),
        ({"publish_at": NOW - SECOND, "expire_at": NOW + SECOND}, True),
        ({"state": State.DRAFT, "publish_at": NOW - SECOND}, False),
    ],
)
def test_the_public_reads_what_is_published_and_in_its_window(empty, values, is_public):
    row = rows.country(**values)
    with time_machine.travel(NOW, tick=False):
        assert list(Country.objects.published()) == ([row] if is_public else [])


def test_a_new_text_is_a_draft():
    assert Country().state == State.DRAFT


@pytest.mark.parametrize(
    ("instant", "is_due"),
    [
        ("2026-11-22T23:59:59+00:00", False),
        ("2026-11-23T23:59:59+00:00", False),
        ("2026-11-24T00:00:00+00:00", True),
    ],
)
def test_a_text_is_due_from_the_day_after_its_review_date(empty, instant, is_due):
    row = rows.country(verified_on=date(2026, 1, 1), review_by=date(2026, 11, 23))
    with time_machine.travel(datetime.fromisoformat(instant), tick=False):
        assert row.is_due is is_due
        assert list(Country.objects.due()) == ([row] if is_due else [])


def test_the_day_is_the_moroccan_one(empty):
    """While Morocco was an hour ahead, its day began at 23:00 UTC."""
    row = rows.country(verified_on=date(2026, 1, 1), review_by=date(2026, 7, 1))
    with time_machine.travel(datetime(2026, 7, 1, 23, tzinfo=UTC), tick=False):
        assert (row.is_due, list(Country.objects.due())) == (True, [row])


def test_a_text_without_review_date_is_never_due(empty):
    row = rows.country(review_by=None)
    assert (row.is_due, list(Country.objects.due())) == (False, [])


@pytest.mark.parametrize("value", ["", "a", "a\nb\nc\nd\ne", "a\n\nb\n\nc\n\nd\n\ne\n"])
def test_five_sentences_are_accepted(value):
    assert validate_sentences(value) is None


def test_six_sentences_are_refused():
    with pytest.raises(ValidationError) as refusal:
        validate_sentences("a\nb\nc\nd\ne\nf")
    assert refusal.value.messages == ["At most five sentences, one on each line."]


@pytest.mark.parametrize("value", ["", "17", "+221 33 827 13 46", "(0)5 37.65-00\n1515"])
def test_telephone_numbers_are_accepted(value):
    assert validate_phones(value) is None


@pytest.mark.parametrize(
    ("value", "line"),
    [("call us", "call us"), ("17\nabc", "abc"), ("1", "1"), ("17\n\n18", ""), ("33 827 / 28", "33 827 / 28")],
)
def test_anything_else_is_no_telephone_number(value, line):
    with pytest.raises(ValidationError) as refusal:
        validate_phones(value)
    assert refusal.value.messages == [f"“{line}” is not a phone number. One number on each line."]


@pytest.mark.parametrize("value", ["٠١٢٣", "²²"])
def test_digits_of_other_scripts_are_no_telephone_number(value):
    with pytest.raises(ValidationError):
        validate_phones(value)
