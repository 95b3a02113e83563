"""Morocco's holidays as closures: which, how sure, and never over what staff have changed."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from sessions_app import holidays
from sessions_app.models import Closure, Ramadan

FIXED = {
    "01-01", "01-11", "01-14", "05-01", "07-30", "08-14", "08-20", "08-21", "10-31", "11-06", "11-18",
}  # fmt: skip


@pytest.fixture
def nothing(db):
    Closure.objects.all().delete()
    Ramadan.objects.all().delete()


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_fixed_ones_are_certain_and_lunar_ones_are_not(year):
    found = list(holidays.in_year(year))
    assert {f"{holiday.day:%m-%d}" for holiday in found if holiday.certain} == FIXED
    lunar = [holiday.key.removeprefix(f"ma-{year}-") for holiday in found if not holiday.certain]
    assert sorted(lunar) == [
        "eid-al-adha-1", "eid-al-adha-2", "eid-al-fitr-1", "eid-al-fitr-2", "islamic-new-year-1",
        "prophets-birthday-1", "prophets-birthday-2",
    ]  # fmt: skip


def test_in_three_languages():
    (labour_day,) = [holiday for holiday in holidays.in_year(2026) if holiday.day == date(2026, 5, 1)]
    assert labour_day.names == {"fr": "Fête du Travail", "en": "Labor Day", "ar": "عيد العمال"}


def test_two_on_one_day_are_two():
    """14 August 2027: Oued Ed-Dahab, fixed, and by the reckoning the Prophet's birthday."""
    found = [holiday for holiday in holidays.in_year(2027) if holiday.day == date(2027, 8, 14)]
    assert [(holiday.key, holiday.names["fr"], holiday.certain) for holiday in found] == [
        ("ma-2027-oued-ed-dahab-day-1", "Allégeance Oued Eddahab", True),
        ("ma-2027-prophets-birthday-1", "Anniversaire du prophète", False),
    ]


def test_keys_and_names_fit_their_columns():
    found = [holiday for year in range(2026, 2040) for holiday in holidays.in_year(year)]
    assert len({holiday.key for holiday in found}) == len(found) > 200
    assert max(len(holiday.key) for holiday in found) <= 60
    assert all(0 < len(name) <= 120 and ";" not in name for holiday in found for name in holiday.names.values())


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, [(date(2026, 2, 19), date(2026, 3, 20))]),  # announced start, not the library's
        (2027, [(date(2027, 2, 7), date(2027, 3, 8))]),
        (2028, [(date(2028, 1, 27), date(2028, 2, 25))]),
        (2033, [(date(2032, 12, 3), date(2033, 1, 1)), (date(2033, 11, 23), date(2033, 12, 22))]),  # two in one year
    ],
)
def test_ramadan_ends_the_day_before_the_feast(year, days):
    assert holidays.ramadans(holidays.in_year(year)) == days


@pytest.mark.usefixtures("nothing")
class TestLoad:
    def test_three_years(self):
        assert holidays.load(first=2026) == (18 * 3 + 3, 0)
        assert sorted({day.year for day in Closure.objects.values_list("first_day", flat=True)}) == [2026, 2027, 2028]
        assert Closure.objects.filter(certain=True).count() == 33
        assert list(Ramadan.objects.values_list("first_day", "confirmed")) == [
            (date(2026, 2, 19), False),
            (date(2027, 2, 7), False),
            (date(2028, 1, 27), False),
        ]

    def test_each_is_one_day_at_all_points(self):
        holidays.load(1, 2026)
        row = Closure.objects.get(key="ma-2026-green-march-1")
        assert (row.first_day, row.last_day, row.point) == (date(2026, 11, 6), date(2026, 11, 6), None)
        assert (row.name_fr, row.name_en, row.name_ar) == ("La marche verte", "Green March", "ذكرى المسيرة الخضراء")

    def test_again_adds_nothing(self):
        holidays.load(first=2026)
        before = list(Closure.objects.order_by("pk").values())
        assert holidays.load(first=2026) == (0, 57)
        assert list(Closure.objects.order_by("pk").values()) == before

    def test_the_next_year_adds_one(self):
        holidays.load(first=2026)
        assert holidays.load(first=2027) == (18 + 1, 2 * 19)

    def test_what_staff_have_changed_stays(self):
        holidays.load(1, 2026)
        announced = {"first_day": date(2026, 3, 21), "last_day": date(2026, 3, 21), "certain": True, "name_fr": "Aïd"}
        Closure.objects.filter(key="ma-2026-eid-al-fitr-1").update(**announced)
        assert holidays.load(1, 2026) == (0, 19)
        assert Closure.objects.filter(key="ma-2026-eid-al-fitr-1").values(*announced).get() == announced
        assert Closure.objects.count() == 18

    def test_a_confirmed_ramadan_stays(self):
        announced = {"first_day": date(2027, 2, 9), "last_day": date(2027, 3, 10), "confirmed": True}
        Ramadan.objects.create(**announced)
        assert holidays.load(1, 2027) == (18, 1)
        assert list(Ramadan.objects.values(*announced)) == [announced]

    def test_what_staff_have_added_is_not_touched(self):
        Closure.objects.create(name_fr="Travaux", first_day=date(2026, 5, 1), last_day=date(2026, 5, 4))
        holidays.load(1, 2026)
        assert Closure.objects.filter(first_day=date(2026, 5, 1)).count() == 2


@pytest.mark.usefixtures("nothing")
class TestCommand:
    def test_so_many_years(self, capsys):
        call_command("load_holidays", years=2)
        assert capsys.readouterr().out == "Public holidays and Ramadans: 38 created, 0 kept as they were.\n"

    def test_three_unless_said(self):
        call_command("load_holidays", verbosity=0)
        assert Ramadan.objects.count() == 3

    @pytest.mark.parametrize("years", [0, -1, 11])
    def test_not_so_many(self, years):
        with pytest.raises(CommandError, match="from 1 to 10"):
            call_command("load_holidays", years=years)


@pytest.mark.django_db
def test_a_fresh_installation_has_them():
    """The session's starter content was loaded once, by `load_starter`."""
    assert Closure.objects.exclude(key=None).count() >= 3 * 18
    assert Ramadan.objects.count() >= 3
