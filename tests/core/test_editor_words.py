"""The text editor's words reach the browser with Django's own."""

import json
import re
from pathlib import Path

import django_prose_editor
import pytest
from django.contrib import admin
from django.utils.translation import gettext, override

from core.editor_words import CHOOSER, REFUSAL, WORDS

pytestmark = pytest.mark.django_db
SCRIPT = Path(django_prose_editor.__file__).parent / "static/django_prose_editor/editor.js"


def catalog(desk, language):
    script = desk.get(f"/{language}/admin/jsi18n/").content.decode()
    return json.loads(re.search(r"newcatalog = (\{.*?\n\s*\});", script, re.DOTALL)[1])


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_words_come_in_the_language_of_the_desk(desk, language):
    found = catalog(desk, language)
    with override(language):
        ours = (*WORDS, REFUSAL)
        assert {word: found.get(word) for word in ours} == {word: gettext(word) for word in ours}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_chooser_speaks_the_language_of_the_desk(desk, language):
    found = catalog(desk, language)
    with override(language):
        ours = {word: gettext(word) for word in CHOOSER if gettext(word) != word}
    assert {word: found[word] for word in ours} == ours
    assert [word for word in CHOOSER if found[word] == word] == []


def test_django_still_says_each_word_of_its_chooser():
    script = (Path(admin.__file__).parent / "static/admin/js/SelectFilter2.js").read_text()
    assert [word for word in CHOOSER if word not in script] == []


def test_django_s_own_words_are_still_there(desk):
    assert catalog(desk, "fr")["Choose a Date"] == "Choisir une date"


def test_the_editor_still_says_each_of_them():
    """After an upgrade that words a button otherwise, this list follows."""
    script = SCRIPT.read_text().lower()
    made_up = {"heading 3", "heading 4"}  # of "heading" and the level
    assert [word for word in WORDS if word.lower() not in script and word.lower() not in made_up] == []
