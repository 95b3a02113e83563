"""Addresses of the old site, on paper and in messages, lead to the new pages."""

import pytest

pytestmark = pytest.mark.django_db
OLD = "/opportunites-de-reintegration"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{OLD}/", "/fr/countries/"),
        (f"{OLD}/senegal/", "/fr/countries/senegal/"),
        (f"{OLD}/mali/informations-pratiques/", "/fr/countries/mali/"),
        (f"{OLD}/cameroun/", "/fr/countries/cameroon/"),
        (f"{OLD}/guinee-conakry/a/b/c", "/fr/countries/guinea/"),
        (f"{OLD}/guinee/", "/fr/countries/guinea/"),
        (f"{OLD}/cote-divoire/", "/fr/countries/cote-divoire/"),
        ("/foire-aux-questions/", "/fr/questions/"),
    ],
)
def test_an_old_address_moves_for_good_to_a_page_that_is_there(client, old, new):
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (301, new)
    assert client.get(new).status_code == 200


@pytest.mark.parametrize("path", [f"{OLD}/atlantide/", f"{OLD}/atlantide/x/", f"{OLD}/senegal\0/"])
def test_an_unknown_country_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("old", [f"{OLD}", f"{OLD}/senegal", "/foire-aux-questions"])
def test_a_missing_slash_is_forgiven(client, old):
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{old}/")
