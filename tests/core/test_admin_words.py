"""What we say in Django's place is still what Django would say."""

from gettext import GNUTranslations
from pathlib import Path

from django.contrib import admin

from core.admin_words import SENTENCES

CATALOGUE = Path(admin.__file__).parent / "locale/fr/LC_MESSAGES/django.mo"


def test_every_sentence_is_one_of_django_s():
    """After an upgrade that words one otherwise, ours would be said no more."""
    with CATALOGUE.open("rb") as file:
        django = GNUTranslations(file)
    assert [sentence for sentence in SENTENCES if django.gettext(sentence) == sentence] == []
