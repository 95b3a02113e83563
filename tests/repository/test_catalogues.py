"""The catalogues are complete, compiled, and say with their placeholders what the code says."""

import ast
import re
from pathlib import Path

import polib
import pytest

from tests.repository.files import APPS, ROOT, files

LANGUAGES = ("fr", "ar")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
# Which argument is the message, of what the code calls: the first, but for a context.
CALLS = dict.fromkeys(("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"), 0) | {
    "pgettext": 1,
    "pgettext_lazy": 1,
}
# The two template tags.
IN_TEMPLATE = re.compile(r"""\{%\s*translate\s+(?:"([^"]*)"|'([^']*)')""")
BLOCK = re.compile(r"\{%\s*blocktranslate([^%]*)%\}(.*?)\{%\s*endblocktranslate\s*%\}", re.DOTALL)


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / f"locale/{language}/LC_MESSAGES/django.po"))


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def strings_in_python(path: Path) -> set[str]:
    """What the calls are given literally; of a plural the first form, of a context the text."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    named = [(call, CALLS.get(getattr(call.func, "id", ""))) for call in calls]
    messages = [call.args[place] for call, place in named if place is not None and len(call.args) > place]
    return {node.value for node in messages if isinstance(node, ast.Constant)}


def strings_in_template(path: Path) -> set[str]:
    html = path.read_text(encoding="utf-8")
    found = {double or single for double, single in IN_TEMPLATE.findall(html)}
    for options, body in BLOCK.findall(html):
        for text in re.split(r"\{%\s*plural\s*%\}", body)[:1]:
            text = " ".join(text.split()) if "trimmed" in options else text
            found.add(re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", text))
    return found


def strings_in_the_code() -> set[str]:
    """Every message id; `core/dates.py` names the months too."""
    python = [path for path in files(".py", under=APPS) if "migrations" not in path.parts]
    found = set().union(
        *map(strings_in_python, python), *map(strings_in_template, files(".html", under=("templates",)))
    )
    return found - {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_is_empty(language):
    assert [entry.msgid for entry in catalogue(language) if not all(texts(entry))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_is_fuzzy_or_obsolete(language):
    entries = catalogue(language)
    assert [entry.msgid for entry in [*entries.fuzzy_entries(), *entries.obsolete_entries()]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_id_stands_twice(language):
    ids = [(entry.msgctxt, entry.msgid) for entry in catalogue(language)]
    assert sorted(ids, key=str) == sorted(set(ids), key=str)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_has_the_placeholders_of_its_message(language):
    wrong = []
    for entry in catalogue(language):
        allowed = [sorted(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural)]
        # "One opportunity", "two opportunities": a form that stands for one number may leave it out.
        allowed += [[]] if entry.msgid_plural else []
        wrong += [text for text in texts(entry) if sorted(PLACEHOLDER.findall(text)) not in allowed]
    assert wrong == []


def test_arabic_plurals_have_all_six_forms():
    file = catalogue("ar")
    assert file.metadata["Plural-Forms"].startswith("nplurals=6;")
    plurals = [entry for entry in file if entry.msgid_plural]
    assert len(plurals) >= 1
    assert [entry.msgid for entry in plurals if sorted(entry.msgstr_plural) != [0, 1, 2, 3, 4, 5]] == []


def test_french_plurals_have_the_forms_of_the_header():
    file = catalogue("fr")
    forms = int(re.match(r"nplurals=(\d)", file.metadata["Plural-Forms"])[1])
    assert {len(entry.msgstr_plural) for entry in file if entry.msgid_plural} == {forms}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_says_the_same(language):
    """Nobody needs gettext to run the portal; so the compiled files are committed."""
    compiled = polib.mofile(str(ROOT / f"locale/{language}/LC_MESSAGES/django.mo"))
    said = {(entry.msgctxt, entry.msgid): texts(entry) for entry in compiled}
    assert said == {(entry.msgctxt, entry.msgid): texts(entry) for entry in catalogue(language)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_of_the_code_is_in_the_catalogue(language):
    strings = strings_in_the_code()
    print(f"{len(strings)} strings")
    assert len(strings) > 250
    assert sorted(strings - {entry.msgid for entry in catalogue(language)}) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_outlives_its_string(language):
    assert sorted({entry.msgid for entry in catalogue(language)} - strings_in_the_code()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_catalogues_hold_the_same_messages(language):
    assert {entry.msgid for entry in catalogue(language)} == {entry.msgid for entry in catalogue("fr")}


# Names that are not translated, and two placeholders with a colon between them.
WITHOUT_LETTERS = {"WhatsApp", "FORAS", "%(what)s: %(reason)s", "%(name)s: %(value)s"}


def test_arabic_has_arabic_letters_and_western_digits():
    said = [text for entry in catalogue("ar") for text in texts(entry)]
    assert [text for text in said if not re.search("[؀-ۿ]", text) and text not in WITHOUT_LETTERS] == []
    assert [text for text in said if re.search("[٠-٩۰-۹]", text)] == []


def test_french_has_the_spaces_and_quotes_of_french():
    """A no-break space before : ; ! ? and inside « »."""
    said = [re.sub(r"<[^>]*>", "", text) for entry in catalogue("fr") for text in texts(entry)]  # not of markup
    assert [
        text for text in said if re.search(r"[^\s\u202f\xa0][:;!?»](\s|$)| [:;!?»](\s|$)|«[^\u202f\xa0]", text)
    ] == []
    assert [text for text in said if re.search(r"\w'\w|\"", text)] == []
