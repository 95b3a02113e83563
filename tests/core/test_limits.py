"""Which languages a translator changes, and which countries an editor: one module decides."""

import pytest
from django.contrib.auth.models import AnonymousUser

from core import limits
from core.models import Source
from countries.models import Contact, Country, Section
from portal.models import Page
from sessions_app.models import Session
from testimonies.models import Consent, Testimony
from tests import rows
from tests.desk.people import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


@pytest.fixture
def mali():
    return rows.country(slug="mali-a")


@pytest.fixture
def guinea():
    return rows.country(slug="guinee-a")


@pytest.mark.parametrize(
    ("group", "named", "wanted"),
    [
        ("Translator", "", set()),
        ("Translator", "ar", {"ar"}),
        ("Translator", "ar en", {"ar", "en"}),
        ("Translator", "xx", set()),
        ("Editor", "", {"fr", "en", "ar"}),
        ("Editor", "fr", {"fr"}),
        ("Publisher", "", {"fr", "en", "ar"}),
        ("Administrator", "", {"fr", "en", "ar"}),
        ("Session coordinator", "", {"fr", "en", "ar"}),
        ("Programme manager", "", set()),
        ("", "", set()),
    ],
)
def test_languages_of_each_group(group, named, wanted):
    assert limits.languages_of(member(group, languages=named)) == wanted


def test_countries_of_each_group(mali, guinea):
    assert limits.countries_of(member("Editor")) == frozenset()
    assert limits.countries_of(member("Editor", countries=[mali])) == {mali.pk}
    assert limits.countries_of(member("Editor", countries=[mali], all_countries=True)) is None
    assert limits.countries_of(member("Publisher")) is None
    assert limits.countries_of(member("Publisher", countries=[guinea])) == {guinea.pk}
    assert limits.countries_of(member("Translator", languages="ar")) is None
    assert limits.countries_of(member("Programme manager")) == frozenset()


def test_a_superuser_is_limited_by_nothing(editor, mali):
    from core.models import Limits

    Limits.objects.create(user=editor, languages="ar").countries.add(mali)
    assert (limits.languages_of(editor), limits.countries_of(editor)) == ({"fr", "en", "ar"}, None)


@pytest.mark.parametrize("values", [{"is_staff": False}, {"is_active": False}])
def test_who_is_not_on_the_staff_any_more_changes_nothing(values):
    user = member("Publisher", **values)
    assert (limits.languages_of(user), limits.countries_of(user), limits.changes_facts(user)) == (
        set(),
        frozenset(),
        False,
    )
    assert limits.languages_of(AnonymousUser()) == set()


def test_an_editor_of_mali_changes_what_belongs_to_mali(mali, guinea):
    user = member("Editor", countries=[mali])
    ours, theirs = rows.section(country=mali), rows.section(country=guinea)
    shared, page, story = rows.section(), rows.page(), rows.story(country=mali)
    answers = {row: limits.may_change(user, row) for row in (mali, guinea, ours, theirs, shared, page, story)}
    assert answers == {mali: True, guinea: False, ours: True, theirs: False, shared: False, page: False, story: True}
    assert list(limits.reachable(Section.objects.all(), user)) == [ours]
    assert list(limits.changeable(Section.objects.all(), user)) == [ours]
    assert (list(limits.reachable(Page.objects.all(), user)), list(limits.changeable(Page.objects.all(), user))) == (
        [page],
        [],
    )


def test_what_is_asked_is_where_the_row_stands_not_where_a_form_would_move_it(mali, guinea):
    user, theirs = member("Editor", countries=[mali]), rows.section(country=guinea)
    theirs.country = mali
    assert limits.may_change(user, theirs) is False


def test_an_editor_adds_only_what_belongs_to_a_country(mali):
    user = member("Editor", countries=[mali])
    wanted = {Section: True, Contact: True, Testimony: True, Country: False, Page: False}
    assert {model: limits.may_add(user, model) for model in wanted} == wanted
    everywhere = member("Editor", all_countries=True)
    assert {model: limits.may_add(everywhere, model) for model in wanted} == dict.fromkeys(wanted, True)


def test_a_translator_adds_and_deletes_nothing():
    user, row = member("Translator", languages="ar"), rows.section()
    assert (limits.may_add(user, Section), limits.may_delete(user, row), limits.may_change(user, row)) == (
        False,
        False,
        True,
    )


def test_consents_follow_their_story(mali, guinea):
    user = member("Publisher", countries=[mali])
    ours, theirs = rows.consent(rows.story(country=mali)), rows.consent(rows.story(country=guinea))
    loose = rows.consent(None)
    assert [limits.is_within(user, row) for row in (ours, theirs, loose)] == [True, False, False]
    assert list(limits.reachable(Consent.objects.all(), user)) == [ours]


def test_sessions_are_limited_by_their_point_and_not_by_the_country_they_are_for(mali, guinea):
    user, row = member("Session manager", countries=[mali]), rows.session(country=guinea)
    assert (limits.is_within(user, row), list(limits.changeable(Session.objects.all(), user))) == (True, [row])


def test_the_columns_that_stay_closed():
    facts = {"country", "topic", "state", "publish_at", "expire_at", "sources", "verified_on", "review_by"}
    french = {"title_fr", "in_brief_fr", "body_fr"}
    english = {"title_en", "in_brief_en", "body_en"}
    arabic = {"title_ar", "in_brief_ar", "body_ar"}
    closed = limits.closed_columns(member("Translator", languages="ar"), Section)
    assert closed >= facts | french | english and closed.isdisjoint(arabic)
    assert limits.closed_columns(member("Translator"), Section) >= facts | french | english | arabic
    assert limits.closed_columns(member("Editor", languages="fr"), Section) == english | arabic
    assert limits.closed_columns(member("Publisher"), Section) == set()
    assert "title" in limits.closed_columns(member("Translator", languages="ar"), Source)


def test_who_can_change_nothing_is_told_why(mali):
    assert len(limits.refusals(member("Translator"))) == 1
    assert len(limits.refusals(member("Editor"))) == 1
    assert limits.refusals(member("Translator", languages="ar")) == []
    assert limits.refusals(member("Editor", countries=[mali])) == []


def test_superusers_cost_no_query_and_others_ask_once(editor, mali, django_assert_num_queries):
    section = rows.section(country=mali)
    with django_assert_num_queries(0):
        limits.reachable(Section.objects.all(), editor), limits.closed_columns(editor, Section)
    user = type(editor).objects.get(pk=member("Editor", countries=[mali]).pk)
    with django_assert_num_queries(5):  # two of permissions, the limits, their countries, the row
        assert limits.may_change(user, section)
        limits.closed_columns(user, Section), limits.countries_of(user)
