"""Error pages: in the reader's language when it is known, else in three; and never a query.

This module is its own URL configuration: views that fail.
"""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.urls import path

from foras.urls import handler400, handler403, handler404, handler500  # noqa: F401
from foras.urls import urlpatterns as pages
from tests.foras.document import Document, texts_of


def failing(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("fr/broken/", failing(RuntimeError("a secret"))),
    path("fr/suspicious/", failing(SuspiciousOperation("a secret"))),
    path("fr/forbidden/", failing(PermissionDenied("a secret"))),
    *pages,
]


@pytest.fixture
def visitor(client):
    client.raise_request_exception = False
    return client


def opened(answer):
    document = Document(answer.content.decode())
    assert document.errors == []
    return document


@pytest.mark.urls("tests.portal.test_errors")
@pytest.mark.parametrize(
    ("path", "status", "titles"),
    [
        ("/fr/broken/", 500, ["Le site a un problème", "The site has a problem", "يواجه الموقع مشكلة"]),
        ("/fr/suspicious/", 400, ["Demande incomprise", "Request not understood", "طلب غير مفهوم"]),
        ("/fr/forbidden/", 403, ["Accès refusé", "Access refused", "الدخول مرفوض"]),
    ],
)
def test_a_failure_is_told_in_three_languages_without_a_query(visitor, path, status, titles):
    """No `db` fixture here: pytest-django refuses any query."""
    answer = visitor.get(path)
    document = opened(answer)
    assert answer.status_code == status
    assert [texts_of(heading) for heading in document.all("h1", "h2")] == [[title] for title in titles]
    assert [(e.get("lang"), e.get("dir")) for e in document.all("html", "div") if e.get("lang")] == [
        ("fr", "ltr"), ("en", None), ("ar", "rtl"),
    ]  # fmt: skip
    assert [e.get("href") for e in document.one("main").iter("a")] == ["/fr/", "/en/", "/ar/"]
    assert "secret" not in document.html


@pytest.mark.urls("tests.portal.test_errors")
def test_the_pages_of_failures_look_like_the_site(visitor):
    document = opened(visitor.get("/fr/broken/"))
    assert [link.get("href").partition(".")[0] for link in document.links("stylesheet")] == ["/static/css/foras"]
    assert document.meta("robots") == ["noindex"]


def test_an_unknown_host_is_a_request_not_understood(visitor):
    answer = visitor.get("/fr/", headers={"host": "evil.example"})
    assert (answer.status_code, texts_of(opened(answer).one("h1"))) == (400, ["Demande incomprise"])


@pytest.mark.django_db
def test_a_form_that_stayed_open_too_long_is_refused(editor):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/fr/admin/login/", {"username": "amina", "password": "x"})
    assert (answer.status_code, texts_of(opened(answer).one("h1"))) == (403, ["Accès refusé"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "direction", "title"),
    [("fr", "ltr", "Cette page n’est pas ici"), ("en", "ltr", "This page is not here"), ("ar", "rtl", None)],
)
@pytest.mark.parametrize(
    "path", ["nothing/", "countries/nothing/", "countries/mali/nothing/", "nothing/nothing/", "a.php"]
)
def test_a_page_that_is_not_there_is_told_in_the_language_of_the_address(client, language, direction, title, path):
    answer = client.get(f"/{language}/{path}")
    document = opened(answer)
    html = document.one("html")
    assert (answer.status_code, html.get("lang"), html.get("dir")) == (404, language, direction)
    assert document.meta("robots") == ["noindex"]
    assert document.links("canonical") + document.links("alternate") == []
    assert len(texts_of(document.one("h1"))) == 1
    assert title is None or language == "fr" or texts_of(document.one("h1")) == [title]


@pytest.mark.parametrize("path", ["/fr/a/b/c/", "/x/y/", "/wp-login.php", "/.env"])
def test_a_page_that_is_not_there_needs_no_query(visitor, path):
    """No `db` fixture here: pytest-django refuses any query."""
    assert visitor.get(path).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nothing-of-ours/x/", "/healthz/x"])
def test_without_a_language_in_the_address_the_browsers_is_taken(client, path):
    document = opened(client.get(path, headers={"accept-language": "ar"}))
    assert (document.one("html").get("lang"), document.one("html").get("dir")) == ("ar", "rtl")
