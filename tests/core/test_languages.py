"""The same page in each language, and what every template is told about the languages."""

import pytest
from django.utils.translation import override

from core import languages
from core.languages import Alternate


@pytest.mark.parametrize(
    ("path", "paths"),
    [
        ("/fr/countries/mali/", ["/fr/countries/mali/", "/en/countries/mali/", "/ar/countries/mali/"]),
        ("/ar/?page=2", ["/fr/?page=2", "/en/?page=2", "/ar/?page=2"]),
        ("/en/", ["/fr/", "/en/", "/ar/"]),
        ("/en", ["/fr/", "/en/", "/ar/"]),
        ("/", ["/fr/", "/en/", "/ar/"]),
        ("", ["/fr/", "/en/", "/ar/"]),
        ("/de/countries/", ["/fr/", "/en/", "/ar/"]),
        ("/healthz", ["/fr/", "/en/", "/ar/"]),
        ("//evil.example/fr/", ["/fr/", "/en/", "/ar/"]),
    ],
)
def test_only_the_prefix_of_a_path_differs(path, paths):
    assert [alternate.path for alternate in languages.alternates(path)] == paths


def test_an_alternate_says_its_name_its_direction_and_whether_it_is_this_page():
    with override("ar"):
        assert languages.alternates("/ar/figures/") == [
            Alternate("fr", "Français", "ltr", "/fr/figures/", False),
            Alternate("en", "English", "ltr", "/en/figures/", False),
            Alternate("ar", "العربية", "rtl", "/ar/figures/", True),
        ]


@pytest.mark.parametrize(("active", "code"), [("fr", "fr"), ("fr-ca", "fr"), ("ar", "ar"), ("de", "fr"), (None, "fr")])
def test_the_reader_reads_one_of_three_languages_and_french_in_doubt(active, code):
    with override(active):
        assert languages.current() == code


@pytest.mark.parametrize(("code", "direction"), [("fr", "ltr"), ("en", "ltr"), ("ar", "rtl")])
def test_only_arabic_runs_from_right_to_left(code, direction):
    assert languages.direction(code) == direction


def test_templates_know_the_language_the_alternates_and_the_address(rf):
    request = rf.get("/en/opportunities/?sector=poultry")
    with override("en"):
        assert languages.context(request) == {
            "LANGUAGE_CODE": "en",
            "direction": "ltr",
            "alternates": languages.alternates("/en/opportunities/?sector=poultry"),
            "pages": languages.alternates("/en/opportunities/"),
            "origin": "http://testserver",
        }
