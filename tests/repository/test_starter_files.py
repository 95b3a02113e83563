"""The starter files as text: three languages everywhere, sourced and dated, and nothing that is not sourced."""

import re
from datetime import date

import pytest
import yaml

from core import translated
from countries.models import Contact, Country, Opportunity, Section, Sector, Topic
from portal.models import ChecklistItem, Figure, Page, Partner, Question, Step
from sessions_app.models import Module, OrientationPoint
from testimonies.models import Testimony
from tests.repository.files import APPS, ROOT

FILES = sorted(path for app in APPS for path in (ROOT / app / "starter").glob("*.yaml"))
CONTENT = {str(path.relative_to(ROOT)): yaml.load(path.read_text(), yaml.CSafeLoader) for path in FILES}
LANGUAGES = ("fr", "en", "ar")
MODELS = {
    "country": Country, "sections": Section, "contacts": Contact, "opportunities": Opportunity, "topics": Topic,
    "sectors": Sector, "pages": Page, "steps": Step, "questions": Question, "checklist": ChecklistItem,
    "figures": Figure, "partners": Partner, "points": OrientationPoint, "modules": Module,
    "stories": Testimony, "explainer": Testimony,
}  # fmt: skip


def items(content):
    """Model and item for everything in a file."""
    for name, model in MODELS.items():
        rows = content.get(name, [])
        for item in [rows] if isinstance(rows, dict) else rows:
            yield model, item


def everything():
    return [(file, model, item) for file, content in CONTENT.items() for model, item in items(content)]


def place(file, item, field=""):
    return f"{file}: {item.get('slug') or item.get('topic') or item.get('position')} {field}".strip()


def texts(value):
    """Every string below a value."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)


def test_there_is_content():
    assert (len(FILES), len(everything())) >= (16, 280)


def test_every_list_of_a_file_is_one_that_is_loaded():
    known = {*MODELS, "checked_on", "review_by", "sources"}
    assert {file: sorted(set(content) - known) for file, content in CONTENT.items() if set(content) - known} == {}


def test_every_translated_value_is_there_in_three_languages():
    lacking, count = [], 0
    for file, model, item in everything():
        for field in translated.fields(model):
            if field in item:
                count += 1
                filled = {code for code in LANGUAGES if "".join(texts(item[field].get(code))).strip()}
                lacking += [place(file, item, field)] if filled != set(LANGUAGES) else []
    print(f"{count} translated values")
    assert count > 800
    assert lacking == []


def test_budget_notes_are_there_in_three_languages_too():
    notes = [
        (file, item, item["budget"]["note"]) for file, _, item in everything() if "note" in (item.get("budget") or {})
    ]
    assert len(notes) >= 3
    assert [place(file, item) for file, item, note in notes if sorted(note) != sorted(LANGUAGES)] == []


def test_no_value_is_null_and_no_list_empty():
    """What is not known is left out."""
    blank = [
        place(file, item, field) for file, _, item in everything() for field, v in item.items() if v in (None, [], {})
    ]
    assert blank == []


def test_every_item_is_of_one_key_only_once():
    keys = [
        (file, m.__name__, item.get("slug") or item.get("topic") or item.get("position"))
        for file, m, item in everything()
    ]
    assert sorted({key for key in keys if keys.count(key) > 1}, key=str) == []


def test_every_item_that_states_a_fact_names_a_source():
    without = [place(f, i) for f, m, i in everything() if getattr(m, "needs_source", False) and not i.get("sources")]
    assert without == []


def test_every_declared_source_is_used_and_says_what_it_is():
    unused = []
    for file, content in CONTENT.items():
        used = {name for _, item in items(content) for name in item.get("sources", [])}
        unused += [f"{file}: {name}" for name in content.get("sources", {}) if name not in used]
        for source in content.get("sources", {}).values():
            assert source["title"].strip()
            assert re.match(r"https?://\S+$|$", source.get("url", ""))
    assert unused == []


def test_every_file_is_dated_and_asks_for_a_review():
    dated = {
        file: content for file, content in CONTENT.items() if content.keys() & {"country", "sections", "pages", "steps"}
    }
    assert len(dated) >= 8
    wrong = [
        f for f, c in dated.items() if not date(2026, 1, 1) < c["checked_on"] < c["review_by"] <= date(2027, 12, 31)
    ]
    assert wrong == []


def test_digits_are_western():
    found = [
        (file, text[:60]) for file, content in CONTENT.items() for text in texts(content) if re.search("[٠-٩۰-۹]", text)
    ]
    assert found == []


def test_arabic_is_in_arabic_letters_and_the_others_are_not():
    wrong = []
    for file, model, item in everything():
        for field in {*translated.fields(model)} & {*item}:
            arabic = " ".join(texts(item[field].get("ar")))
            letters = len(re.findall("[؀-ۿ]", arabic))
            wrong += (
                [place(file, item, f"{field}.ar")] if field in ("title", "question", "text") and not letters else []
            )
            others = [code for code in ("fr", "en") if re.search("[؀-ۿ]", " ".join(texts(item[field].get(code))))]
            wrong += [place(file, item, f"{field}.{code}") for code in others]
    assert wrong == []


@pytest.mark.parametrize("app", ["portal", "sessions_app"])
def test_nothing_is_called_free_or_confidential_which_no_source_says(app):
    pattern = r"\bgratuit|\bconfidentiel|\bfree of charge\b|\bfor free\b|\bconfidential|بالمجان|مجان|سرية تامة"
    said = [
        (f, text[:80])
        for f, c in CONTENT.items()
        if f.startswith(app)
        for _, i in items(c)
        for text in texts(without_sources(i))
    ]
    assert len(said) > 50
    assert [pair for pair in said if re.search(pattern, pair[1], re.IGNORECASE)] == []


def without_sources(item):
    return {field: value for field, value in item.items() if field != "sources"}


def test_in_brief_has_two_to_five_sentences_in_each_language():
    lengths = {place(f, i): [len(i["in_brief"][c]) for c in LANGUAGES] for f, _, i in everything() if "in_brief" in i}
    assert len(lengths) > 30
    assert {where: found for where, found in lengths.items() if not set(found) <= {2, 3, 4, 5}} == {}


def test_in_brief_has_as_many_sentences_in_each_language():
    lengths = {place(f, i): {len(i["in_brief"][c]) for c in LANGUAGES} for f, _, i in everything() if "in_brief" in i}
    assert {where: found for where, found in lengths.items() if len(found) > 1} == {}


def test_the_lists_of_what_must_be_translated_name_real_fields():
    assert all(translated.fields(model) for model in MODELS.values())
