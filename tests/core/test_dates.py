"""Partial dates as sources print them, and Moroccan month names."""

from datetime import date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils.formats import date_format, localize
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
        ("2022-07-01", "1er juillet 2022", "1 July 2022", "1 يوليوز 2022"),
        ("2022-02-31", "31 février 2022", "31 February 2022", "31 فبراير 2022"),  # no such day, and no error either
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


@pytest.mark.parametrize(
    ("form", "said"), [("j M Y", "1er Oct 2026"), ("j N Y", "1er oct. 2026"), ("j E", "1er Octobre")]
)
def test_the_first_is_said_before_a_month_in_any_length(form, said):
    with override("fr"):
        assert date_format(date(2026, 10, 1), form) == said


@pytest.mark.parametrize("language", MONTHS)
def test_full_dates_are_printed_with_the_same_names(language):
    template = Template("{{ day|date }}")
    with override(language):
        printed = [template.render(Context({"day": date(2026, month, 23)})) for month in range(1, 13)]
    assert printed == [f"23 {name} 2026" for name in MONTHS[language].split()]


FIRST = datetime(2026, 12, 1, 9, 30)


@pytest.mark.parametrize("day", [FIRST, FIRST.date()])
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ["1er décembre 2026", "mardi 1er décembre", "1er", "mar 1/12/2026", "2026-12-01", "01/12"]),
        ("en", ["1 December 2026", "Tuesday 1 December", "1", "Tue 1/12/2026", "2026-12-01", "01/12"]),
        ("ar", ["1 دجنبر 2026", "الثلاثاء 1 دجنبر", "1", "ثلاثاء 1/12/2026", "2026-12-01", "01/12"]),
    ],
)
def test_french_counts_the_first_of_a_month_in_words_and_in_nothing_else(language, said, day):
    formats = ["DATE_FORMAT", "l j F", "j", "D j/m/Y", "Y-m-d", "d/m"]
    with override(language):
        printed = [Template("{{ day|date:how }}").render(Context({"day": day, "how": how})) for how in formats]
    assert printed == said


@pytest.mark.parametrize("language", MONTHS)
def test_all_other_days_are_numbers_in_every_language(language):
    with override(language):
        assert [date_format(date(2026, 12, day), "j F").split()[0] for day in (2, 11, 21, 31)] == [
            "2",
            "11",
            "21",
            "31",
        ]


def test_a_date_in_a_form_a_list_and_a_version_is_said_so_too():
    with override("fr"):
        assert (localize(FIRST.date()), localize(FIRST)) == ("1er décembre 2026", "1er décembre 2026, 09:30")
        assert date_format(time(9, 30), "H:i") == "09:30"


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
