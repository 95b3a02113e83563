"""What we say in Django's place is still what Django would say."""

from gettext import GNUTranslations
from pathlib import Path

from django.contrib import admin, auth
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import override

from core.admin_words import SENTENCES, TOO_SHORT


def _catalogue(app) -> GNUTranslations:
    with (Path(app.__file__).parent / "locale/fr/LC_MESSAGES/django.mo").open("rb") as file:
        return GNUTranslations(file)


def test_every_sentence_is_one_of_django_s():
    """After an upgrade that words one otherwise, ours would be said no more."""
    django = [_catalogue(admin), _catalogue(auth)]
    assert [text for text in SENTENCES if all(words.gettext(text) == text for words in django)] == []


def test_a_short_password_is_still_refused_in_the_sentence_that_we_translate():
    with override("en"):
        assert MinimumLengthValidator(12).get_error_message() == str(TOO_SHORT % 12)
