"""How long an answer may be kept."""

import pytest
from django.http import HttpResponse
from django.templatetags.static import static

from core.caching import RevalidateMiddleware

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/fr/", "/ar/countries/mali/", "/robots.txt", "/sitemap.xml", "/fr/nothing/", "/"])
def test_a_browser_asks_again_each_time(client, path):
    assert client.get(path).headers["Cache-Control"] == "no-cache"


def test_an_unchanged_page_says_so_too(client):
    etag = client.get("/fr/").headers["ETag"]
    assert client.get("/fr/", headers={"if-none-match": etag}).headers["Cache-Control"] == "no-cache"


def test_the_health_of_the_site_is_never_kept(client):
    assert client.get("/healthz").headers["Cache-Control"] == "no-store"


def test_a_static_file_is_kept_for_ever_because_its_name_changes(client):
    answer = client.get(static("css/foras.css"))
    assert b"".join(answer.streaming_content)
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"


def test_pages_of_the_desk_are_kept_nowhere(desk):
    directives = desk.get("/fr/admin/").headers["Cache-Control"].split(", ")
    assert set(directives) == {"max-age=0", "no-cache", "no-store", "must-revalidate", "private"}


def test_a_view_that_knows_better_is_left_alone(rf):
    middleware = RevalidateMiddleware(lambda request: HttpResponse(headers={"Cache-Control": "max-age=60"}))
    assert middleware(rf.get("/")).headers["Cache-Control"] == "max-age=60"
