"""Reading, falling back and missing are one and the same idea, told three times; here they must agree."""

from itertools import product

import pytest
from django.utils.translation import override

from core import languages, translated
from core.models import Source
from core.translated import Reading
from countries.models import Country, Topic
from tests import rows

pytestmark = pytest.mark.django_db
VALUES = (None, "", "texte")


@pytest.mark.parametrize(
    ("texts", "language", "reading"),
    [
        ({"fr": "eau", "en": "water", "ar": "ماء"}, "ar", Reading("ماء", "ar")),
        ({"fr": "eau", "en": "water", "ar": "ماء"}, "fr", Reading("eau", "fr")),
        ({"fr": "eau", "en": "water", "ar": ""}, "ar", Reading("eau", "fr")),
        ({"fr": "eau", "en": None, "ar": "ماء"}, "en", Reading("eau", "fr")),
        ({"fr": "", "en": "water", "ar": None}, "ar", Reading("", "ar")),
        ({"fr": None, "en": "water", "ar": None}, "fr", Reading("", "fr")),
    ],
)
def test_a_text_is_read_in_the_language_asked_for_then_in_french(texts, language, reading):
    topic = Topic(**{f"name_{code}": text for code, text in texts.items()})
    assert translated.read(topic, "name", language) == reading


def test_without_a_language_the_readers_own_is_read():
    topic = Topic(name_fr="eau", name_en="water", name_ar="ماء")
    with override("en"):
        assert translated.read(topic, "name") == Reading("water", "en")


@pytest.mark.parametrize(
    ("reading", "is_fallback"),
    [(Reading("eau", "fr"), True), (Reading("ماء", "ar"), False), (Reading("", "fr"), False)],
)
def test_a_reading_is_a_fallback_when_it_is_a_text_in_another_language(reading, is_fallback):
    with override("ar"):
        assert reading.is_fallback is is_fallback


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl")])
def test_a_reading_runs_in_the_direction_of_its_own_language(language, direction):
    assert Reading("x", language).direction == direction


def test_the_translated_fields_come_in_the_order_of_the_model():
    assert translated.fields(Country) == ("name", "introduction", "capital", "currency_name", "languages")


def test_a_model_without_translations_has_no_translated_fields():
    assert translated.fields(Source) == ()


@pytest.fixture
def all_combinations(empty):
    """A country for each way in which an introduction can be there, empty or absent in three languages."""
    for introductions in product(VALUES, repeat=3):
        texts = {f"introduction_{code}": text for code, text in zip(languages.CODES, introductions, strict=True)}
        row = rows.country(name_en="x", name_ar="x")
        Country.objects.filter(pk=row.pk).update(**texts)
    return Country.objects.all()


@pytest.mark.parametrize("language", languages.CODES)
def test_the_database_and_the_row_agree_on_what_is_missing(all_combinations, language):
    by_row = {row.pk for row in all_combinations if language in translated.missing_in(row)}
    by_database = set(Country.objects.filter(translated.missing(Country, language)).values_list("pk", flat=True))
    assert by_database == by_row


@pytest.mark.parametrize("language", languages.CODES)
def test_a_text_falls_back_exactly_where_it_is_missing(all_combinations, language):
    with override(language):
        fallen = {row.pk for row in all_combinations if translated.read(row, "introduction").is_fallback}
    assert fallen == {row.pk for row in all_combinations if language in translated.missing_in(row)}


def test_french_is_never_missing_and_the_others_are_in_six_of_27_combinations(all_combinations):
    missing = [translated.missing_in(row) for row in all_combinations]
    assert [sum(code in codes for codes in missing) for code in languages.CODES] == [0, 6, 6]
