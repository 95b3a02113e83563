"""Starter files: loaded whole or not at all, never over what somebody edited, and every fault told in one line."""

from datetime import date
from itertools import product
from shutil import copytree

import pytest
import yaml
from django.db import transaction

import sessions_app.starter
from core import starter_content
from core.models import Source, State
from core.starter_content import StarterError, StarterFile
from countries.models import Contact, Country, Opportunity, Topic
from portal.models import Page
from tests import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HEAD = """
checked_on: 2026-11-23
review_by: 2027-05-23
sources:
  directory: {title: Annuaire, publisher: ONFP, url: "https://example.org/annuaire", dated: "2022-10"}
  leaflet: {title: Notice, url: ""}
"""
ITEM = {"slug": "bureau", "kind": "training", "name": {"fr": "Bureau"}, "sources": ["directory"]}


@pytest.fixture
def starter(tmp_path):
    """Writes a starter file and opens it."""

    def write(text):
        folder = tmp_path / "things" / "starter"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "list.yaml").write_text(text, encoding="utf-8")
        return StarterFile(folder / "list.yaml")

    return write


def fault_of(load):
    with pytest.raises(StarterError) as fault, transaction.atomic():
        load()
    return str(fault.value)


def with_items(name, *items, head=HEAD):
    """A file with a list of items, as YAML."""
    return f"{head}\n{yaml.safe_dump({name: list(items)}, allow_unicode=True)}"


def contact_fault(starter, *items, head=HEAD):
    return fault_of(lambda: starter(with_items("contacts", *items, head=head)).load("contacts", Contact))


def test_an_item_becomes_a_published_verified_row_with_its_sources(empty, starter):
    topic = rows.topic(slug="work")
    more = {"phones": ["33 82", "33 83"], "topics": ["work"], "position": 7, "hours": {"fr": "8 h", "ar": "8"}}
    file = starter(with_items("contacts", ITEM | more))
    file.load("contacts", Contact)
    row = Contact.objects.get()
    assert (row.slug, row.kind, row.name_fr, row.position) == ("bureau", "training", "Bureau", 7)
    assert (row.phones, row.hours_fr, row.hours_ar, row.hours_en) == ("33 82\n33 83", "8 h", "8", None)
    assert (row.state, row.verified_on, row.review_by) == (State.PUBLISHED, date(2026, 11, 23), date(2027, 5, 23))
    assert list(row.topics.all()) == [topic]
    assert [str(source) for source in row.sources.all()] == ["Annuaire (ONFP)"]
    assert (file.created, file.kept) == (2, 0)


def test_a_source_bears_its_date_and_the_day_it_was_read(empty, starter):
    starter(with_items("contacts", ITEM)).load("contacts", Contact)
    source = Source.objects.get()
    assert (source.url, source.dated) == ("https://example.org/annuaire", "2022-10")
    assert source.accessed_on == date(2026, 11, 23)


def test_a_source_named_by_two_items_is_one_row(empty, starter):
    items = [ITEM | {"slug": "a", "sources": ["directory", "leaflet"]}]
    items += [ITEM | {"slug": "b", "sources": ["leaflet", "directory"]}]
    starter(with_items("contacts", *items)).load("contacts", Contact)
    assert sorted(Source.objects.values_list("title", flat=True)) == ["Annuaire", "Notice"]


def test_items_are_numbered_in_their_order(empty, starter):
    text = "topics:\n- {slug: a, icon: house, name: {fr: A}}\n- {slug: b, icon: house, name: {fr: B}}"
    starter(text).load("topics", Topic)
    assert list(Topic.objects.values_list("slug", "position")) == [("a", 1), ("b", 2)]


def test_a_list_that_is_not_there_is_empty(starter):
    assert starter("checked_on: 2026-11-23").items("contacts") == []


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ("colour: red", "bureau.colour: is not a field."),
        ("what_for: Aide", "bureau.what_for: must be given by language: fr, en, ar."),
        ("what_for: {fr: Aide, de: Hilfe}", "bureau.what_for: must be given by language: fr, en, ar."),
        ("what_for: [Aide]", "bureau.what_for: must be given by language: fr, en, ar."),
        ("sources: [nothing]", "bureau.sources: the source “nothing” is not declared under `sources`."),
        ("topics: [nothing]", "bureau.topics: there is no topic “nothing”."),
        ("country: nowhere", "bureau.country: there is no country “nowhere”."),
        (
            f"city: {{ar: {'x' * 201}}}",
            "bureau.city_ar: Ensure this value has at most 200 characters (it has 201).",
        ),
        ("kind: shop", "bureau.kind: Value 'shop' is not a valid choice."),
        ("name: {en: Office}", "bureau.name_fr: This field cannot be blank."),
        ("phones: [call us]", "bureau.phones: “call us” is not a phone number. One number on each line."),
        ("website: onfp", "bureau.website: Enter a valid URL."),
        ("whatsapp: '77 12'", "bureau.whatsapp: Begin with the country's calling code: +221 …."),
        ("position: first", "bureau.position: “first” value must be an integer."),
    ],
)
def test_a_fault_names_file_item_and_field(starter, values, fault):
    item = ITEM | yaml.safe_load(f"{{{values}}}")
    assert contact_fault(starter, item) == f"things/starter/list.yaml: contacts[1] {fault}"


def test_an_item_without_its_key_is_told_by_its_number(starter):
    assert (
        contact_fault(starter, ITEM, {"kind": "iom", "name": {"fr": "Bureau"}})
        == "things/starter/list.yaml: contacts[2]: lacks slug."
    )


def test_a_file_without_its_date_is_told(starter):
    fault = contact_fault(starter, {"slug": "a", "kind": "iom", "name": {"fr": "A"}}, head="review_by: 2027-05-23")
    assert fault == "things/starter/list.yaml: file: lacks checked_on."


@pytest.mark.parametrize("value", ["bureau", "{slug: bureau}", "[bureau]", "[[slug, bureau]]", "5"])
def test_a_list_must_hold_items(starter, value):
    fault = fault_of(lambda: starter(f"{HEAD}\ncontacts: {value}").load("contacts", Contact))
    assert fault == "things/starter/list.yaml: contacts: must be a list of items."


@pytest.mark.parametrize("text", ["- a\n- b", "words", "", "5"])
def test_a_file_must_be_a_mapping(starter, text):
    expected = "list.yaml: must be a mapping with `checked_on`, `sources` and lists of items."
    assert fault_of(lambda: starter(text)) == expected


def test_a_file_that_is_not_yaml_is_told_with_the_line(starter):
    fault = fault_of(lambda: starter("a: [1\nb: 2"))
    assert fault.startswith("list.yaml: not readable as YAML: while parsing a flow sequence ")
    assert ("line 2" in fault, "\n" in fault) == (True, False)


def test_a_file_that_is_not_utf_8_is_told(tmp_path):
    (tmp_path / "list.yaml").write_bytes(b"a: \xff\xfe")
    assert fault_of(lambda: StarterFile(tmp_path / "list.yaml")).startswith("list.yaml: not readable as YAML: ")


def test_two_items_with_one_key_are_a_fault(starter):
    assert contact_fault(starter, ITEM, ITEM) == "things/starter/list.yaml: contacts[2] bureau: stands twice: bureau."


def test_a_text_without_a_source_is_a_fault(starter):
    fault = contact_fault(starter, ITEM | {"sources": []})
    assert fault == "things/starter/list.yaml: contacts[1] bureau.sources: a published text needs at least one source."


def test_a_misspelt_list_is_a_fault(starter):
    fault = fault_of(lambda: starter(with_items("contatcs", ITEM)).expect("contacts"))
    assert fault == "things/starter/list.yaml: contatcs: is not known here; known: contacts."


def test_a_key_that_stands_twice_is_a_fault(starter):
    fault = fault_of(lambda: starter("contacts: []\ncontacts: []"))
    assert fault == "list.yaml: not readable as YAML: the key “contacts” stands twice, line 1."


WRONG = (None, 5, 2.5, True, "x", "", [], ["x"], [None], [[]], {}, {"fr": None}, {"fr": 5}, {"fr": {}}, {"fr": [{}]})
ITEMS = {
    Contact: {"slug": "a", "kind": "iom", "name": {"fr": "A"}, "sources": ["directory"], "topics": []},
    Country: {"slug": "a", "iso": "XX", "name": {"fr": "A"}, "currency_code": "XOF", "calling_code": "+1"},
    Opportunity: {"slug": "a", "title": {"fr": "A"}, "what_it_is": {"fr": "A"}, "country": "mali", "sector": "poultry"},
    Page: {"slug": "a", "title": {"fr": "A"}, "body": {"fr": "<p>A</p>"}},
}


def test_no_wrong_value_ends_in_anything_but_a_told_fault(starter):
    """Each field of four models × values of the wrong kind: a row, or a StarterError."""
    outcomes = []
    for model, item in ITEMS.items():
        names = {field.name for field in model._meta.get_fields() if not field.auto_created}
        for name, value in product(sorted(names & {*item, "phones", "acronym", "position", "publish_at"}), WRONG):
            file = starter(HEAD)
            file.content["items"] = [item | {name: value}]
            outcomes.append(_outcome(f"{model.__name__}.{name} = {value!r}", file, model))
    print(f"{len(outcomes)} wrong values tried")
    assert len(outcomes) > 200
    assert [outcome for outcome in outcomes if outcome] == []


def test_no_wrong_head_ends_in_anything_but_a_told_fault(starter):
    outcomes = []
    for name, value in product(
        ("sources", "checked_on", "review_by"), (*WRONG, {"directory": None}, {"directory": "x"})
    ):
        file = starter(HEAD)
        file.content |= {name: value, "items": [ITEMS[Contact]]}
        outcomes.append(_outcome(f"{name} = {value!r}", file, Contact))
    assert [outcome for outcome in outcomes if outcome] == []


def _outcome(what, file, model):
    """Empty when the file loads or tells a StarterError; else what happened."""
    try:
        with transaction.atomic():
            file.load("items", model)
            transaction.set_rollback(True)
    except StarterError:
        return ""
    except Exception as error:
        return f"{what}: {type(error).__name__}: {error}"
    return ""


def test_loading_again_creates_nothing(empty):
    first = starter_content.load_all()
    assert first.created > 500
    before = {model: model.objects.count() for model in rows.CONTENT}
    assert starter_content.load_all().created == 0
    assert {model: model.objects.count() for model in rows.CONTENT} == before


def test_loading_again_keeps_what_somebody_edited():
    Country.objects.filter(slug="mali").update(name_fr="Mali, corrigé", state=State.DRAFT)
    starter_content.load_all()
    assert Country.objects.values_list("name_fr", "state").get(slug="mali") == ("Mali, corrigé", "draft")


def test_loading_again_brings_back_what_somebody_deleted():
    Contact.objects.filter(slug=Contact.objects.values_list("slug", flat=True)[0]).delete()
    assert starter_content.load_all().created == 1


def test_a_fault_in_the_last_file_leaves_nothing_of_the_others(empty, tmp_path, monkeypatch):
    copytree(sessions_app.starter.FOLDER, tmp_path / "sessions_app" / "starter")
    monkeypatch.setattr(sessions_app.starter, "FOLDER", tmp_path / "sessions_app" / "starter")
    (tmp_path / "sessions_app/starter/modules.yaml").write_text(f"{HEAD}\nmodules:\n- {{slug: a, colour: red}}")
    assert (
        fault_of(starter_content.load_all) == "sessions_app/starter/modules.yaml: modules[1] a.colour: is not a field."
    )
    assert [model.__name__ for model in (*rows.CONTENT, Source) if model.objects.exists()] == []


@pytest.mark.parametrize(
    "model", [m for m in rows.CONTENT if getattr(m, "needs_source", False)], ids=lambda model: model.__name__
)
def test_every_published_row_has_a_source_so_that_the_desk_can_save_it(model):
    published = model.objects.published()
    assert published.exists()
    assert [str(row) for row in published.filter(sources=None)] == []
