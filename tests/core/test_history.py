"""A version for each save, what it costs, and what it holds."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import history, translated
from core.models import TranslatedModel, TranslationState
from countries.models import Section, Topic
from portal.models import Page
from testimonies.models import Consent, Testimony
from tests import rows

pytestmark = pytest.mark.django_db


def versions_of(row):
    return list(row.history.values_list("history_type", "history_user__username"))


def queries_of(action):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        action()
    return [query["sql"].split()[0] for query in captured]


def test_every_translated_model_is_tracked_and_nothing_else_of_ours():
    names = [model.__name__ for model in history.models_tracked()]
    assert sorted(names) == [
        "ChecklistItem", "Closure", "Contact", "Country", "Figure", "Module", "Opportunity", "OrientationPoint", "Page",
        "Partner", "Question", "Section", "Sector", "Session", "Step", "Testimony", "Topic",
    ]  # fmt: skip
    assert all(issubclass(model, TranslatedModel) for model in history.models_tracked())
    assert not hasattr(Consent, "history")


@pytest.mark.parametrize("model", history.models_tracked(), ids=lambda model: model.__name__)
def test_a_version_holds_every_column_but_those_that_mirror_the_language_of_the_reader(model):
    kept = {field.name for field in model.history.model.tracked_fields}
    assert kept == {field.name for field in model._meta.concrete_fields} - set(translated.fields(model))


def test_each_save_writes_one_version(empty):
    page = rows.page(title_fr="Un")
    page.title_fr = "Deux"
    page.save()
    assert [version.title_fr for version in page.history.all()] == ["Deux", "Un"]


def test_who_was_signed_in_is_in_the_version(desk, empty):
    form = {"slug": "nouvelle", "position": "9", "title_fr": "Nouvelle", "state": "draft"}
    assert desk.post("/fr/admin/portal/page/add/", form).status_code == 302
    assert versions_of(Page.objects.get()) == [("+", "amina")]


def test_outside_of_a_request_nobody_is(empty):
    assert versions_of(rows.page()) == [("+", None)]


def test_a_public_page_asks_for_no_user(client, empty):
    rows.page(slug="droits")
    assert (client.get("/fr/droits/").cookies, "Cookie" in client.get("/fr/droits/").headers["Vary"]) == ({}, False)


def test_saving_one_row_costs_at_most_five_queries_more_than_the_row_itself(empty):
    """The dearest save: one French text changed, another emptied."""
    page = rows.page(title_fr="Un", summary_fr="Deux", title_ar="واحد")
    page.title_fr, page.summary_fr = "Trois", ""
    assert queries_of(page.save) == ["SELECT", "SELECT", "UPDATE", "INSERT", "INSERT", "DELETE"]


def test_a_save_without_change_costs_three(empty):
    page = rows.page(title_fr="Un", summary_fr="Deux")
    assert queries_of(page.save) == ["SELECT", "SELECT", "UPDATE", "INSERT"]


def test_a_new_row_costs_two(empty):
    page = Page(slug="neuve", title_fr="Neuve")
    assert queries_of(page.save) == ["INSERT", "INSERT", "INSERT"]


def test_three_rows_cost_three_times_one(empty):
    pages = [rows.page() for _number in range(3)]
    assert len(queries_of(lambda: [page.save() for page in pages])) == 3 * 4


def test_starter_content_begins_with_one_version_and_its_sources():
    section = Section.objects.exclude(sources=None).first()
    version = section.history.get()
    links = {"sources": sorted(section.sources.values_list("pk", flat=True))}
    assert (version.history_type, version.history_user, version.kept) == ("+", None, links)


def test_beginning_gives_a_version_to_what_has_none_and_to_nothing_else(empty, source):
    old, new = rows.page(title_fr="Ancienne"), rows.page()
    old.sources.add(source)
    old.history.all().delete()
    assert (history.begin(), history.begin()) == (1, 0)
    assert [(version.title_fr, version.kept) for version in old.history.all()] == [
        ("Ancienne", {"sources": [source.pk]})
    ]
    assert new.history.count() == 1


def test_beginning_takes_as_many_queries_for_three_rows_as_for_one(empty):
    def begin(number):
        made = [rows.topic() for _number in range(number)]
        Topic.history.all().delete()
        return len(queries_of(history.begin)), made

    assert begin(1)[0] == begin(3)[0]


def test_a_form_keeps_the_sources_in_the_version_it_makes(desk, empty, source):
    form = {"slug": "nouvelle", "position": "9", "title_fr": "Nouvelle", "state": "draft", "sources": source.pk}
    desk.post("/fr/admin/portal/page/add/", form)
    assert Page.objects.get().history.get().kept == {"sources": [source.pk]}


def test_links_at_a_version_that_keeps_none_are_those_of_the_one_before(empty, source):
    page = rows.page()
    assert history.links_at(page.history.first()) is None
    page.sources.add(source)
    history.keep_links(page)
    page.save()
    assert (page.history.first().kept, history.links_at(page.history.first())) == (None, {"sources": [source.pk]})


def test_versions_carry_the_links_that_an_older_one_knows(empty, source):
    page = rows.page()
    page.save()
    page.sources.add(source)
    history.keep_links(page)
    page.save()
    versions = list(page.history.all())
    history.carry_links(versions)
    assert [version.kept for version in versions] == [{"sources": [source.pk]}, {"sources": [source.pk]}, None]


def test_a_deletion_keeps_the_links_and_what_outdated_translations_were_made_from(empty, source):
    page = rows.page(title_fr="Un", title_ar="واحد", title_en="One")
    page.sources.add(source)
    page.title_fr, page.title_en = "Deux", "Two"
    page.save()
    key = page.pk
    page.delete()
    version = Page.history.filter(id=key).first()
    assert version.history_type == "-"
    assert version.kept == {
        "sources": [source.pk],
        "made_from": [["title", "ar", "Un", TranslationState.OUTDATED]],
    }


def test_a_story_leaves_no_version_whichever_way_it_is_deleted(empty):
    one, other = rows.story(), rows.story()
    one.title_fr = "Autre titre"
    one.save()
    assert Testimony.history.count() == 3
    one.delete()
    Testimony.objects.filter(pk=other.pk).delete()
    assert Testimony.history.count() == 0


def test_no_version_holds_anything_of_a_consent(empty):
    rows.public_story()
    columns = {field.name for field in Testimony.history.model._meta.fields}
    consents = {field.name for field in Consent._meta.fields} - {"id"}
    assert columns & consents == set()
    assert history.links_of(Testimony.objects.get()) == {"sources": []}


def test_a_version_made_by_somebody_who_was_deleted_stays(desk, editor, empty):
    form = {"slug": "nouvelle", "position": "9", "title_fr": "Nouvelle", "state": "draft"}
    desk.post("/fr/admin/portal/page/add/", form)
    editor.delete()
    assert versions_of(Page.objects.get()) == [("+", None)]


def test_one_request_does_not_lend_its_user_to_the_next(editor, django_user_model, empty):
    form = {"slug": "nouvelle", "position": "9", "title_fr": "Nouvelle", "state": "draft"}
    for name in ("bintou", "chaima"):
        browser = Client()
        browser.force_login(django_user_model.objects.create_superuser(name))
        browser.post("/fr/admin/portal/page/add/", form | {"slug": name})
    assert [versions_of(page) for page in Page.objects.order_by("slug")] == [[("+", "bintou")], [("+", "chaima")]]
