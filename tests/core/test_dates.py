"""Partial dates as sources print them, and Moroccan month names."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils.translation import override

from core import dates

MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
    "ar": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
}


@pytest.mark.parametrize(
    ("value", "fr", "en", "ar"),
    [
        ("2022", "2022", "2022", "2022"),
        ("2022-11", "novembre 2022", "November 2022", "نونبر 2022"),
        ("2022-07-05", "5 juillet 2022", "5 July 2022", "5 يوليوز 2022"),
        ("", "", "", ""),
        ("demain", "", "", ""),
    ],
)
def test_a_partial_date_is_said_as_far_as_it_is_known(value, fr, en, ar):
    said = {}
    for language in ("fr", "en", "ar"):
        with override(language):
            said[language] = dates.partial(value)
    assert said == {"fr": fr, "en": en, "ar": ar}


@pytest.mark.parametrize("language", MONTHS)
def test_the_months_have_the_names_they_have_in_morocco(language):
    with override(language):
        assert [str(month) for month in dates.MONTHS] == MONTHS[language].split()


@pytest.mark.parametrize("language", MONTHS)
def test_full_dates_are_printed_with_the_same_names(language):
    template = Template("{{ day|date }}")
    with override(language):
        printed = [template.render(Context({"day": date(2026, month, 23)})) for month in range(1, 13)]
    assert printed == [f"23 {name} 2026" for name in MONTHS[language].split()]


@pytest.mark.parametrize(
    ("language", "first", "eleventh"),
    [
        ("fr", "1er décembre 2026", "11 décembre 2026"),
        ("en", "1 December 2026", "11 December 2026"),
        ("ar", "1 دجنبر 2026", "11 دجنبر 2026"),
    ],
)
def test_french_counts_the_first_of_a_month(language, first, eleventh):
    with override(language):
        assert [dates.full(date(2026, 12, day)) for day in (1, 11)] == [first, eleventh]


@pytest.mark.parametrize("value", ["2022", "2022-10", "2022-10-05", "1999-12-31"])
def test_a_year_a_month_or_a_day_is_accepted(value):
    assert dates.validate_partial(value) is None


@pytest.mark.parametrize("value", ["22", "2022-13", "2022-00", "2022-1", "2022-10-32", "2022-10-00", "05/10/2022", "x"])
@pytest.mark.usefixtures("english")
def test_anything_else_is_refused(value):
    with pytest.raises(ValidationError) as refusal:
        dates.validate_partial(value)
    assert refusal.value.messages == ["Write a year, a year and month, or a full date: 2022, 2022-10 or 2022-10-05."]


def test_a_line_break_after_the_date_is_refused():
    with pytest.raises(ValidationError):
        dates.validate_partial("2022-10\n")
