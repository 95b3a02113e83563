"""The list of pages that all matrices walk is complete."""

import pytest
from django.urls import get_resolver, resolve
from django.urls.resolvers import LocalePrefixPattern, URLPattern

from tests.pages import FILES, LANGUAGES, PAGES, STORY_FILES, STORY_PAGES

TYPES = {"ics": "text/calendar; charset=utf-8", "txt": "text/plain; charset=utf-8", "pdf": "application/pdf"}


def public_patterns(resolver=None, prefix="", inside=False):
    """Route and name of every pattern below the language prefix, the staff's left out (tests/foras/test_roles.py)."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            if inside and not (prefix + str(entry.pattern)).startswith(("admin/", "desk/")):
                yield prefix + str(entry.pattern), entry.name
        elif entry.app_name != "admin":
            here = "" if isinstance(entry.pattern, LocalePrefixPattern) else str(entry.pattern)
            yield from public_patterns(entry, prefix + here, inside or isinstance(entry.pattern, LocalePrefixPattern))


def test_every_public_pattern_is_in_the_list_of_pages():
    patterns = set(public_patterns())
    places = (*PAGES, *FILES, *STORY_PAGES, *STORY_FILES)
    matched = {resolve(f"/fr/{place.partition('?')[0]}") for place in places}
    represented = {(match.route.removeprefix("fr/"), match.url_name) for match in matched}
    print(f"{len(patterns)} public patterns")
    assert len(patterns) >= 22
    assert represented == patterns


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", (*FILES, *STORY_FILES))
def test_every_file_is_what_its_name_says(client, public_stories, place, language):
    answer = client.get(f"/{language}/{place}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, TYPES[place.rpartition(".")[2]])


def test_every_page_without_language_is_one_of_those_known():
    """A new address at the root has to be looked at here: it is in no matrix."""
    root = [entry for entry in get_resolver().url_patterns if not isinstance(entry.pattern, LocalePrefixPattern)]
    names = [entry.name if isinstance(entry, URLPattern) else entry.urlconf_name.__name__ for entry in root]
    assert names == ["healthz", "robots", "sitemap", "testimonies.media_urls", "portal.old_addresses"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "fr"), ("ar", "ar"), ("ar-MA,ar;q=0.9,fr;q=0.8", "ar"), ("en-GB", "en"), ("de,wo", "fr"),
        ("de, en;q=0.5", "en"), ("*", "fr"), ("fr-CM", "fr"), ("xx-invalid;;q=", "fr"),
    ],
)  # fmt: skip
def test_the_front_door_leads_to_the_browsers_language_and_to_french_in_doubt(client, accepted, language):
    answer = client.get("/", headers={"accept-language": accepted})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.django_db
def test_an_address_without_language_keeps_its_page(client):
    answer = client.get("/countries/mali/?x=1", headers={"accept-language": "ar"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ar/countries/mali/?x=1")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/de/", "/wo/countries/", "/fr-ca/"])
def test_an_unknown_language_is_not_found(client, path):
    assert client.get(path, follow=True).status_code == 404
