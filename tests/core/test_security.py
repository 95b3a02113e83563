"""Malformed requests get a 400 with every header, on either database and whether or not a proxy stands in front."""

import pytest
from django.http import HttpResponse

from core.security import SecurityMiddleware


@pytest.fixture
def middleware(settings):
    settings.SECURE_SSL_REDIRECT = True
    return SecurityMiddleware(lambda request: HttpResponse("further in"))


def test_http_leads_to_https(middleware, rf):
    answer = middleware(rf.get("/fr/?a=b"))
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://testserver/fr/?a=b")


def test_a_malformed_host_is_passed_on_and_the_answer_gets_its_headers(middleware, rf):
    answer = middleware(rf.get("/fr/", headers={"host": "evil.example"}))
    assert (answer.content, answer.headers["X-Content-Type-Options"]) == (b"further in", "nosniff")


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["state__exact=%00", "q=a%00", "_changelist_filters=%00"])
def test_a_nul_in_a_query_of_the_admin_is_not_understood(desk, query):
    assert desk.get(f"/fr/admin/countries/section/?{query}").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["admin/", "desk/", "desk/second-factor/", "preview/x/", "testimonies/", "nothing/"])
def test_nor_is_one_in_a_cookie(client, page):
    answer = client.get(f"/fr/{page}", headers={"cookie": 'session="aaaaaaaaaa\\000"'})
    assert (answer.status_code, answer.headers["X-Content-Type-Options"]) == (400, "nosniff")
