"""How many came: the quick form, its checks, and the figures of a year."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from core.clock import MOROCCO
from sessions_app import headcounts, planning
from sessions_app.admin.counting import HeadcountForm
from sessions_app.headcounts import Fault, Group, Typed
from sessions_app.models import Headcount, HeadcountByCountry
from tests import rows

pytestmark = pytest.mark.django_db
NOBODY = dict.fromkeys(("women", "men", "minors", "good", "medium", "bad"), "")


@pytest.fixture
def session(empty):
    return rows.session(day="2026-11-17", room=rows.room(capacity=20, name="Salle A"))


@pytest.fixture
def amal(client, session):
    client.force_login(rows.coordinator(session.point))
    return client


def address(session) -> str:
    return reverse("admin:sessions_app_session_headcount", args=[session.pk])


def count(session, **values) -> Headcount:
    by_country = values.pop("by_country", {})
    headcount = Headcount.objects.create(session=session, **values)
    for country, people in by_country.items():
        HeadcountByCountry.objects.create(headcount=headcount, country=country, people=people)
    return headcount


# The quick form


def test_what_the_paper_says_is_kept(session, amal):
    mali, senegal = rows.country(name_fr="Mali"), rows.country(name_fr="Sénégal")
    rows.country(state="draft")
    data = NOBODY | {"women": "7", "men": "4", "minors": "1", "good": "9", "bad": "2"}
    data |= {f"country_{mali.pk}": "8", f"country_{senegal.pk}": "", "elsewhere": "4"}
    response = amal.post(address(session), data)
    assert response.url == reverse("admin:sessions_app_week", args=[session.point.slug, "2026-W47"])
    headcount = Headcount.objects.get()
    assert (headcount.women, headcount.men, headcount.minors, headcount.total) == (7, 4, 1, 12)
    assert (headcount.good, headcount.medium, headcount.bad) == (9, 0, 2)
    assert headcount.filled_by == session.point.coordinators.get().user
    assert {row.country: row.people for row in headcount.by_country.all()} == {mali: 8, None: 4}


def test_it_is_mended_on_the_same_page(session, amal):
    mali = rows.country()
    count(session, women=3, by_country={mali: 3})
    form = amal.get(address(session)).context["form"]
    assert (form["women"].value(), form[f"country_{mali.pk}"].value()) == (3, 3)
    amal.post(address(session), NOBODY | {"women": "5", "elsewhere": "5"})
    assert (Headcount.objects.get().women, Headcount.objects.get().by_country.get().people) == (5, 5)


def test_the_form_asks_for_no_name(session, amal):
    form = amal.get(address(session)).context["form"]
    assert {type(field).__name__ for field in form.fields.values()} == {"CountField", "BooleanField"}


@pytest.mark.parametrize(
    ("values", "field"),
    [({"women": "-1"}, "women"), ({"men": "douze"}, "men"), ({"minors": "99999999999"}, "minors"),
     ({"women": "5", "elsewhere": "4"}, "__all__"), ({"women": "5", "good": "4", "bad": "2"}, "good"),
     ({"women": "21"}, "above_capacity")],
)  # fmt: skip
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_what_cannot_be_is_refused_and_stays_typed(language, values, field, session, amal):
    with translation.override(language):
        response = amal.post(address(session), NOBODY | values)
    assert list(response.context["form"].errors) == [field]
    assert f'value="{next(iter(values.values()))}"' in response.content.decode()
    assert Headcount.objects.count() == 0


def test_more_than_the_room_holds_is_kept_once_it_is_confirmed(session, amal):
    page = amal.post(address(session), NOBODY | {"women": "21"}).content.decode()
    assert 'name="above_capacity"' in page
    amal.post(address(session), NOBODY | {"women": "21", "above_capacity": "on"})
    assert Headcount.objects.get().total == 21


# The checks


def test_a_session_is_counted_once_it_has_begun_by_the_clock_of_morocco(session):
    with time_machine.travel(datetime(2026, 11, 17, 9, 29, tzinfo=ZoneInfo(MOROCCO))):
        assert isinstance(headcounts.too_early(session), Fault)
    with time_machine.travel(datetime(2026, 11, 17, 9, 30, tzinfo=ZoneInfo(MOROCCO))):
        assert headcounts.too_early(session) is None


def test_nobody_counts_what_has_not_begun(session, amal):
    with time_machine.travel(datetime(2026, 11, 17, 9, 0, tzinfo=ZoneInfo(MOROCCO)), tick=False):
        amal.force_login(session.point.coordinators.get().user)
        assert 'name="women"' not in amal.get(address(session)).content.decode()
        assert amal.post(address(session), NOBODY | {"women": "3"}).status_code == 200
    assert Headcount.objects.count() == 0


@pytest.mark.parametrize("status", ["draft", "moved", "cancelled"])
def test_only_what_took_place_is_counted(status, session, amal):
    session.status, session.reason_fr = status, "Malade"
    session.save()
    amal.post(address(session), NOBODY | {"women": "3"})
    assert Headcount.objects.count() == 0


def test_the_sum_by_country_may_be_left_out(session):
    typed = Typed(women=3, men=0, minors=0, good=3, medium=0, bad=0)
    assert headcounts.faults(session, typed, above_capacity=False) == []


def test_all_faults_are_told_at_once(session):
    typed = Typed(women=21, men=0, minors=0, good=22, medium=0, bad=0, by_country=(3,))
    found = headcounts.faults(session, typed, above_capacity=False)
    assert [fault.field for fault in found] == ["", "good", "above_capacity"]


# The record in the admin obeys the same checks


def record(session, people: str, **values) -> dict:
    return {
        "session": session.pk, "women": "5", "men": "0", "minors": "0", "good": "0", "medium": "0", "bad": "0",
        "by_country-TOTAL_FORMS": "1", "by_country-INITIAL_FORMS": "0", "by_country-0-country": "",
        "by_country-0-people": people,
    } | values  # fmt: skip


def test_the_record_is_checked_as_a_whole(session, amal):
    add = reverse("admin:sessions_app_headcount_add")
    assert amal.post(add, record(session, "4")).status_code == 200
    assert amal.post(add, record(session, "21", women="21")).status_code == 200
    assert Headcount.objects.count() == 0
    assert amal.post(add, record(session, "5")).status_code == 302
    assert Headcount.objects.get().filled_by == session.point.coordinators.get().user


def test_another_country_is_counted_in_one_row(session, amal):
    add = reverse("admin:sessions_app_headcount_add")
    twice = {"by_country-TOTAL_FORMS": "2", "by_country-1-country": "", "by_country-1-people": "3"}
    assert amal.post(add, record(session, "2") | twice).status_code == 200
    assert Headcount.objects.count() == 0


def test_what_is_called_off_after_the_check_is_not_counted(session):
    form = HeadcountForm(session, {"women": "3"})
    assert form.is_valid()
    planning.cancel(session, {"fr": "Malade"})
    with pytest.raises(ValidationError):
        form.save(None)
    assert Headcount.objects.count() == 0


def test_the_database_itself_refuses_another_country_twice(session):
    headcount = Headcount.objects.create(session=session, women=5)
    headcount.by_country.create(people=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        headcount.by_country.create(people=3)


def test_a_record_is_not_made_for_a_session_of_another_point(session, amal):
    other = rows.session(day="2026-11-17")
    assert amal.post(reverse("admin:sessions_app_headcount_add"), record(other, "5")).status_code == 200
    assert Headcount.objects.count() == 0


# The figures of a year


def test_a_year_is_added_up(empty):
    mali, guinea = rows.country(), rows.country()
    for day, women, men, by_country in (
        ("2025-03-04", 10, 5, {mali: 9, guinea: 6}),
        ("2025-12-30", 8, 9, {mali: 17}),
        ("2024-06-04", 10, 0, {}),
    ):
        count(rows.session(day=day), women=women, men=men, by_country=by_country)
    last, before = headcounts.figures()
    assert last == headcounts.Year(2025, date(2025, 3, 4), date(2025, 12, 30), 2, 30, 10, 10, 0, [Group(mali, 20)])
    assert (before.year, before.people, before.by_country) == (2024, 10, [])


def test_small_groups_cannot_be_read_off(empty):
    count(rows.session(day="2025-03-04"), women=20, men=4)
    count(rows.session(day="2024-03-04"), women=9)
    (year,) = headcounts.figures()
    assert (year.year, year.people, year.women, year.men, year.minors) == (2025, 20, None, None, None)


def test_what_did_not_take_place_does_not_count(empty):
    count(rows.session(day="2025-03-04", status="cancelled", reason_fr="Malade"), women=20)
    assert headcounts.figures() == []


@pytest.mark.parametrize(
    ("people", "others", "shown"),
    [([30, 12], 0, [30, 12]), ([30, 4], 0, [34]), ([30, 12, 4], 0, [30, 16]), ([30, 3, 3], 0, [30, 6]),
     ([30, 12], 3, [30, 15]), ([30, 12], 5, [30, 12, 5]), ([4], 0, []), ([], 4, []), ([], 9, [9]), ([30], 2, [32])],
)  # fmt: skip
def test_countries_of_fewer_than_five_are_put_together(people, others, shown, empty):
    groups = [Group(rows.country(), number) for number in people] + ([Group(None, others)] if others else [])
    pooled = headcounts.pooled(groups)
    assert [group.people for group in pooled] == shown
    assert all(group.people >= headcounts.SMALLEST for group in pooled)


@pytest.mark.parametrize("years", [1, 3])
def test_figures_take_three_queries(years, empty, django_assert_num_queries):
    for n in range(years):
        count(rows.session(day=f"{2023 + n}-03-04"), women=10, by_country={rows.country(): 10})
    with django_assert_num_queries(3):
        assert len(headcounts.figures()) == years
