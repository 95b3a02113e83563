"""The desk: what staff see in a list and in a form, and what they are told when something may not be saved."""

from datetime import date
from functools import partial

import html5lib
import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.forms import modelform_factory
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, override

from core import audit
from core.deleted_rows import LISTED
from core.models import Content, Source, State
from countries.models import Country, Section
from portal.models import Page, Question
from testimonies.models import Consent, Testimony
from tests import rows
from tests.foras.document import texts_of
from tests.pages import LANGUAGES

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
# Made elsewhere, so that nobody adds them here: a week is released from its view, a recording is uploaded with its
# story, links and weights are found by commands.
NEVER_ADDED = {
    "core.AuditEntry", "sessions_app.Release", "testimonies.Recording",
    "desk.LinkCheck", "desk.PageWeight",
}  # fmt: skip
OURS = [model for model in MODELS if model in rows.CONTENT]


def name_of(model):
    return model._meta.label


def path(model, action="changelist", *args, language="fr"):
    with override(language):
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


def tree_of(answer):
    return html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)


def asked_by(user, rf):
    request = rf.get("/")
    request.user = user
    return request


def column(answer, name):
    """The texts of a column, from the top down."""
    cells = [cell for cell in tree_of(answer).iter("td") if f"field-{name}" in (cell.get("class") or "").split()]
    return [" ".join(texts_of(cell)) for cell in cells]


def a_row_of(model):
    """The first row of the starter content, or one made here."""
    makers = {
        "AuditEntry": lambda: audit.record(None, "export"),
        "Closure": lambda: model.objects.create(name_fr="Travaux", first_day="2026-12-01", last_day="2026-12-01"),
        "Coordinator": lambda: rows.coordinator(rows.point()),
        "Cycle": rows.cycle,
        "Facilitator": rows.facilitator,
        "Group": lambda: model.objects.create(name="Groupe"),
        "Headcount": lambda: model.objects.create(session=rows.session(), women=3),
        "LinkCheck": lambda: model.objects.create(url="https://a.example/", state="ok", checked_at=timezone.now()),
        "PageWeight": lambda: model.objects.create(path="/fr/", bytes=9_000, weighed_at=timezone.now()),
        "Recording": lambda: model.objects.create(
            testimony=rows.public_story(), kind="sound", original="testimonies/originals/none"
        ),
        "Release": rows.page_session,
        "Room": rows.room,
        "Session": rows.session,
    }
    if not model.objects.exists():
        makers[model.__name__]()
    return model.objects.first()


@pytest.mark.parametrize("model", MODELS, ids=name_of)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_and_form_opens_in_each_language(desk, model, language):
    opened = [desk.get(path(model, "changelist", language=language))]
    added = desk.get(path(model, "add", language=language))
    if model._meta.label in NEVER_ADDED:
        assert added.status_code == 403
    else:
        opened.append(added)
    row = a_row_of(model)
    opened.append(desk.get(path(model, "change", row.pk, language=language)))
    opened.append(desk.get(path(model, "history", row.pk, language=language)))
    assert {answer.status_code for answer in opened} == {200}
    assert {tree_of(answer).get("lang") for answer in opened} == {language}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_of_the_desk_opens_in_each_language(desk, language):
    assert desk.get(f"/{language}/admin/").status_code == 200


def test_a_list_tells_the_state_the_verification_and_the_missing_languages(desk, empty):
    rows.country(name_fr="A", name_en="A", name_ar="A", position=1)
    rows.country(name_fr="B", position=2, state=State.DRAFT, verified_on=None)
    rows.country(name_fr="C", name_en="C", position=3, review_by=date(2026, 11, 23), state=State.IN_REVIEW)
    answer = desk.get(path(Country, language="en"))
    assert column(answer, "state_column") == ["published", "draft", "in review"]
    assert column(answer, "languages_column") == ["complete", "missing: en, ar", "missing: ar"]
    assert column(answer, "verified_column") == ["23 November 2026", "-", "23 November 2026 due for review"]


def test_a_text_that_was_never_verified_and_is_due_says_both(desk, empty):
    rows.country(state=State.DRAFT, verified_on=None, review_by=date(2020, 1, 1))
    assert column(desk.get(path(Country, language="en")), "verified_column") == ["— due for review"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["A", "B", "C"]),
        ("?state__exact=published", ["A", "C"]),
        ("?state__exact=draft", ["B"]),
        ("?due=yes", ["C"]),
        ("?due=maybe", ["A", "B", "C"]),
        ("?missing=ar", ["B", "C"]),
        ("?missing=en", ["B"]),
        ("?missing=fr", []),
        ("?missing=de", ["A", "B", "C"]),
        ("?missing=ar&state__exact=published", ["C"]),
        ("?q=Bénin", ["B"]),
        ("?q=Brook", ["C"]),
        ("?q=ألف", ["A"]),
        ("?q=nothing", []),
    ],
)
def test_a_list_is_filtered_and_searched_in_three_languages(desk, empty, query, names):
    rows.country(name_fr="A", name_en="A", name_ar="ألف", position=1)
    rows.country(name_fr="B", introduction_fr="Bénin", name_ar="", position=2, state=State.DRAFT)
    rows.country(name_fr="C", name_en="Brook", position=3, review_by=date(2026, 11, 23))
    shown = column_links(desk.get(path(Country) + query))
    assert shown == names


def column_links(answer):
    return ["".join(link.itertext()) for link in tree_of(answer).iterfind(".//th[@class='field-__str__']/a")]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_list_says_how_many_rows_it_has_without_declining_their_name(desk, language):
    answer = desk.get(path(Country, language=language))
    (footer,) = tree_of(answer).iterfind(".//p[@class='paginator']")
    with override(language):
        assert texts_of(footer)[0] == gettext("Total: %(n)s") % {"n": Country.objects.count()}


def test_a_list_offers_its_filters_in_words(desk):
    headings = [
        text
        for heading in tree_of(desk.get(path(Country, language="en"))).iter("summary")
        for text in texts_of(heading)
    ]
    assert headings == ["By state", "By review", "By missing language", "By older than the French"]


def test_a_list_is_in_the_order_of_positions_and_they_are_changed_in_place(desk, empty):
    first, second = rows.country(name_fr="A", position=1), rows.country(name_fr="B", position=2)
    form = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "1"}
    form |= {"form-0-id": first.pk, "form-0-position": 5, "form-1-id": second.pk, "form-1-position": 3}
    assert desk.post(path(Country), form).status_code == 302
    assert column_links(desk.get(path(Country))) == ["B", "A"]


def boxes_of(row):
    return {
        "form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "_save": "1", "form-0-id": row.pk, "form-0-position": 5,
    }  # fmt: skip


def test_a_list_sent_with_a_key_that_no_row_can_have_is_a_bad_request(desk, empty):
    first = rows.country(name_fr="A", position=1)
    answer = desk.post(path(Country), boxes_of(first) | {"form-0-id": 10**30})
    first.refresh_from_db()
    status = 400 if connection.vendor == "sqlite" else 302  # PostgreSQL compares any number: the row is told as gone
    assert (answer.status_code, first.position) == (status, 1)


def test_a_row_that_goes_while_a_list_is_saved_is_told_and_the_rest_is_saved(desk, empty):
    first, second = rows.country(name_fr="A", position=1), rows.country(name_fr="B", position=2)
    form = boxes_of(first) | {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2}
    form |= {"form-1-id": second.pk, "form-1-position": 7}

    def somebody_deletes(execute, sql, *args):
        """Once the first row is written; again when that is undone, for it is undone with it."""
        result = execute(sql, *args)
        if sql.startswith(('UPDATE "countries_country"', "ROLLBACK TO")):
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM countries_country WHERE id = %s", [second.pk])
        return result

    with connection.execute_wrapper(somebody_deletes):
        answer = desk.post(path(Country, language="en"), form)
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert told == [LISTED % {"typed": "Position: 7"}, "1 country was changed successfully."]
    assert list(Country.objects.values_list("pk", "position")) == [(first.pk, 5)]


def test_a_list_makes_no_more_forms_than_it_shows_rows(desk, empty):
    answer = desk.post(path(Country, language="en"), boxes_of(rows.country()) | {"form-TOTAL_FORMS": 10**9})
    found = answer.context_data["cl"].formset
    assert (found.non_form_errors(), len(found.forms)) == (["Please submit at most 200 forms."], 200)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_box_of_a_list_has_a_label_for_screen_readers(desk, language):
    inputs = tree_of(desk.get(path(Country, language=language))).iter("input")
    labels = [box.get("aria-label") for box in inputs if box.get("type") == "number"]
    with override(language):
        assert labels == [capfirst(gettext("position"))] * 5


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(desk, empty, model, django_assert_max_num_queries):
    make = getattr(rows, MAKERS.get(model.__name__, model.__name__.lower()))
    if model is Consent:  # each on a story of its own
        make = rows.public_story
    if model is Testimony:  # the list asks once a country whether it shows only successes
        make = partial(rows.public_story, country=rows.country())
    make()
    desk.get(path(model))
    with django_assert_max_num_queries(20) as one:
        desk.get(path(model))
    make(), make()
    with django_assert_max_num_queries(20) as three:
        desk.get(path(model))
    assert len(three) == len(one) <= 12


MAKERS = {"ChecklistItem": "checklist_item", "OrientationPoint": "point", "Testimony": "public_story"}


@pytest.mark.parametrize(("language", "open_blocks"), [("fr", {"fr"}), ("en", {"fr", "en"}), ("ar", {"fr", "ar"})])
def test_a_form_has_a_block_for_each_language_and_folds_what_the_reader_does_not_need(
    rf, editor, language, open_blocks
):
    with override(language):
        fieldsets = admin.site._registry[Section].get_fieldsets(asked_by(editor, rf))
    assert [name for name, _ in fieldsets][:4] == [None, "Français", "English", "العربية"]
    assert [tuple(options["fields"]) for _, options in fieldsets] == [
        (("country", "topic"),),
        ("title_fr", "in_brief_fr", "body_fr"),
        ("title_en", "in_brief_en", "body_en"),
        ("title_ar", "in_brief_ar", "body_ar"),
        ("state", "review_note", ("publish_at", "expire_at"), "sources", ("verified_on", "review_by"), "verified_by"),
    ]
    blocks = {code: options["classes"] for code, (_, options) in zip(LANGUAGES, fieldsets[1:4], strict=True)}
    assert blocks == {code: [f"lang-{code}", *([] if code in open_blocks else ["collapse"])] for code in LANGUAGES}


@pytest.mark.parametrize("model", [model for model in OURS if issubclass(model, Content)], ids=name_of)
def test_every_form_shows_every_field_once(rf, editor, model):
    """A field that no block names could not be mended by anybody."""
    shown = []
    for _, options in admin.site._registry[model].get_fieldsets(asked_by(editor, rf)):
        for entry in options["fields"]:
            shown += [entry] if isinstance(entry, str) else list(entry)
    editable = {field.name for field in model._meta.get_fields() if getattr(field, "editable", False)}
    columns = {name for name in editable if not {f"{name}_fr", f"{name}_en"} <= editable}
    assert sorted(shown) == sorted(columns - {"id"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_stand_for_the_object_in_the_language_of_the_desk(desk, language):
    names = {"fr": "Sénégal", "en": "Senegal", "ar": "السنغال"}
    row = Country.objects.get(slug="senegal")
    assert names[language] in " ".join(texts_of(tree_of(desk.get(path(Country, "change", row.pk, language=language)))))


FORM = {"slug": "nouvelle", "position": "9", "title_fr": "Nouvelle page", "state": "published"}
QUESTION = {"slug": "a", "position": "9", "question_fr": "Puis-je ?", "short_answer": "yes", "answer_fr": "<p>Oui</p>"}


def messages(answer):
    return [
        " ".join(texts_of(item))
        for errors in tree_of(answer).iter("ul")
        if (errors.get("class") or "").startswith("errorlist")
        for item in errors
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_publishing_without_source_or_date_is_refused_in_words(desk, language):
    answer = desk.post(path(Question, "add", language=language), QUESTION | {"state": "published"})
    with override(language):
        words = [gettext("A published text needs at least one source.")]
        words += [gettext("Before publishing, say on which day this was verified.")]
    assert (answer.status_code, messages(answer)) == (200, words)


def test_a_refused_text_is_not_saved(desk):
    desk.post(path(Question, "add"), QUESTION | {"state": "published", "verified_on": "23/11/2026"})
    assert not Question.objects.filter(slug="a").exists()


def test_a_page_states_no_fact_and_needs_a_date_only(desk):
    said = messages(desk.post(path(Page, "add", language="en"), FORM))
    assert said == ["Before publishing, say on which day this was verified."]
    assert desk.post(path(Page, "add"), FORM | {"verified_on": "23/11/2026"}).status_code == 302


def test_nobody_verifies_anything_tomorrow(desk):
    form = FORM | {"state": "draft", "verified_on": "01/01/2999"}
    assert messages(desk.post(path(Page, "add", language="en"), form)) == ["This day has not come yet."]


def test_a_draft_needs_neither_source_nor_date(desk):
    assert desk.post(path(Page, "add"), FORM | {"state": "draft"}).status_code == 302
    assert Page.objects.get(slug="nouvelle").verified_by is None


def test_whoever_sets_the_date_has_verified_the_text(desk, editor, source):
    form = FORM | {"sources": source.pk, "verified_on": "23/11/2026"}
    assert desk.post(path(Page, "add"), form).status_code == 302
    page = Page.objects.get(slug="nouvelle")
    assert (page.verified_on, page.verified_by) == (date(2026, 11, 23), editor)


def test_another_editor_who_mends_a_word_does_not_become_the_verifier(desk, source, django_user_model):
    other = django_user_model.objects.create_user("bintou")
    page = rows.page(slug="nouvelle", position=9, verified_by=other)
    page.sources.add(source)
    form = FORM | {"title_fr": "Mot", "sources": source.pk, "verified_on": "23/11/2026"}
    assert desk.post(path(Page, "change", page.pk), form).status_code == 302
    page.refresh_from_db()
    assert (page.title_fr, page.verified_by) == ("Mot", other)


def test_taking_the_date_away_takes_the_verifier_away(desk, editor, source):
    page = rows.page(slug="nouvelle", position=9, state=State.DRAFT, verified_by=editor)
    desk.post(path(Page, "change", page.pk), FORM | {"state": "draft", "verified_on": ""})
    page.refresh_from_db()
    assert (page.verified_on, page.verified_by) == (None, None)


def test_the_verifier_cannot_be_typed_in(desk, editor, source, django_user_model):
    other = django_user_model.objects.create_user("bintou")
    form = FORM | {"sources": source.pk, "verified_on": "23/11/2026", "verified_by": other.pk}
    desk.post(path(Page, "add"), form)
    assert Page.objects.get(slug="nouvelle").verified_by == editor


def test_a_rich_text_is_cleaned_when_it_is_saved(desk, source):
    form = FORM | {"state": "draft", "body_ar": "<p onclick='x()'>نص</p><script>alert(1)</script>"}
    desk.post(path(Page, "add"), form)
    assert Page.objects.get(slug="nouvelle").body_ar == "<p>نص</p>"


def test_what_is_edited_in_arabic_is_on_the_arabic_page(desk, source):
    page = rows.page(slug="nouvelle", position=9)
    form = FORM | {"title_ar": "صفحة جديدة", "sources": source.pk, "verified_on": "23/11/2026"}
    desk.post(path(Page, "change", page.pk, language="ar"), form)
    assert texts_of(tree_of(desk.get("/ar/nouvelle/")).find(".//h1")) == ["صفحة جديدة"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_window_that_ends_before_it_begins_is_refused_in_words(desk, language):
    window = {
        "publish_at_0": "2026-11-24",
        "publish_at_1": "12:00",
        "expire_at_0": "2026-11-23",
        "expire_at_1": "12:00",
    }
    answer = desk.post(path(Page, "add", language=language), FORM | {"state": "draft"} | window)
    with override(language):
        assert messages(answer) == [gettext("It would expire before it is published.")]


def site_links(answer):
    return [link.get("href") for link in tree_of(answer).iter("a") if "viewsitelink" in (link.get("class") or "")]


def test_a_published_text_has_a_link_to_its_page(desk, client):
    row = Country.objects.get(slug="mali")
    (link,) = site_links(desk.get(path(Country, "change", row.pk, language="ar")))
    assert link == "/ar/countries/mali/"


@pytest.mark.parametrize(
    "values", [{"state": State.DRAFT}, {"expire_at": "2020-01-01T00:00Z"}, {"publish_at": "2999-01-01T00:00Z"}]
)
def test_a_text_that_the_public_cannot_read_has_none(desk, values):
    Country.objects.filter(slug="mali").update(**values)
    row = Country.objects.get(slug="mali")
    assert site_links(desk.get(path(Country, "change", row.pk))) == []


@pytest.mark.parametrize("model", [model for model in OURS if issubclass(model, Content)], ids=name_of)
def test_the_link_of_every_published_row_leads_to_a_page_that_holds_it(desk, model):
    links = [row.get_absolute_url() for row in model.objects.published()]
    pages = {link: desk.get(link) for link in {link.partition("#")[0] for link in links}}
    assert {answer.status_code for answer in pages.values()} == {200}
    ids = {link: {element.get("id") for element in tree_of(answer).iter()} for link, answer in pages.items()}
    assert [link for link in links if "#" in link and link.partition("#")[2] not in ids[link.partition("#")[0]]] == []


def test_sources_are_searched_by_title_publisher_and_address(desk, source):
    for query in ("Annuaire", "ONFP", "example.org/a"):
        found = desk.get(path(Source), {"q": query})
        assert f"/fr/admin/core/source/{source.pk}/change/" in [
            link.get("href", "").partition("?")[0] for link in tree_of(found).iter("a")
        ]


def test_a_source_is_found_while_typing(desk, source):
    query = {"term": "Annuaire", "app_label": "portal", "model_name": "page", "field_name": "sources"}
    answer = desk.get("/fr/admin/autocomplete/", query)
    assert {"id": str(source.pk), "text": "Annuaire (ONFP)"} in answer.json()["results"]


def test_a_country_is_added_in_the_admin_alone(desk, client):
    """Burkina Faso becomes a country of return without a line of code."""
    source = rows.source()
    form = {"slug": "burkina-faso", "iso": "BF", "position": 6, "calling_code": "+226", "currency_code": "XOF"}
    form |= {"name_fr": "Burkina Faso", "name_en": "Burkina Faso", "name_ar": "بوركينا فاسو", "state": "published"}
    form |= {"sources": source.pk, "verified_on": "23/11/2026"}
    assert desk.post(path(Country, "add"), form).status_code == 302
    assert texts_of(tree_of(client.get("/ar/countries/burkina-faso/")).find(".//h1")) == ["بوركينا فاسو"]
    listed = [link.get("href") for link in tree_of(client.get("/fr/countries/")).iter("a")]
    assert "/fr/countries/burkina-faso/" in listed


def test_a_source_that_a_text_rests_on_is_not_deleted(desk, source):
    page = rows.page()
    page.sources.add(source)
    assert desk.post(path(Source, "delete", source.pk), {"post": "yes"}).status_code in (200, 403)
    assert Source.objects.filter(pk=source.pk).exists()


def test_a_source_that_nothing_rests_on_is_deleted(desk, source):
    assert desk.post(path(Source, "delete", source.pk), {"post": "yes"}).status_code == 302
    assert not Source.objects.filter(pk=source.pk).exists()


def test_a_text_of_a_country_that_is_a_draft_has_no_link_to_its_page(desk):
    row = rows.section(country=rows.country(state=State.DRAFT))
    assert site_links(desk.get(path(Section, "change", row.pk))) == []


def test_a_list_writes_only_its_boxes_over_what_somebody_has_saved_since_it_read_its_rows(empty, editor, rf):
    page = rows.page(position=1, title_fr="Droits")
    stale = Page.objects.get()
    page.title_ar = "حقوق"
    page.save()
    form = modelform_factory(Page, fields=["position"])({"position": "5"}, instance=stale)
    assert form.is_valid()
    request = rf.post("/")
    request.user = editor
    with transaction.atomic():
        admin.site.get_model_admin(Page).save_model(request, stale, form, change=True)
    page.refresh_from_db()
    assert (page.position, page.title_ar, page.translations.get(language="ar", field="title").state) == (
        5, "حقوق", "current",
    )  # fmt: skip
    assert list(page.history.values_list("position", "title_ar")) == [(5, "حقوق"), (1, "حقوق"), (1, None)]
