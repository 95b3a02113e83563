"""What every answer carries, whatever it is."""

import pytest
from django.templatetags.static import static

from tests.foras.process import ask

pytestmark = pytest.mark.django_db
PUBLIC_POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "media-src 'self'",
    "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
}  # fmt: skip
DESK_POLICY = {
    "default-src 'none'", "script-src 'self'", "img-src 'self' data:", "media-src 'self'", "font-src 'self'",
    "connect-src 'self'",
    "style-src 'self' 'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='",
    "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
}  # fmt: skip
OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
ANSWERS = {
    "page": ("/ar/countries/mali/", 200),
    "not found": ("/fr/nothing/", 404),
    "not found without language": ("/nothing/x/", 404),
    "redirect": ("/", 302),
    "old address": ("/foire-aux-questions/", 301),
    "robots": ("/robots.txt", 200),
    "sitemap": ("/sitemap.xml", 200),
    "health": ("/healthz", 200),
    "login": ("/fr/admin/login/", 200),
    "desk, signed out": ("/fr/admin/", 302),
}


def policy(answer):
    return set(answer.headers["Content-Security-Policy"].split("; "))


def others(answer):
    return {name: answer.headers.get(name) for name in OTHERS}


@pytest.mark.parametrize(("path", "status"), ANSWERS.values(), ids=ANSWERS)
def test_every_answer_carries_the_headers_of_safety(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert (policy(answer), others(answer)) == (DESK_POLICY if path == "/fr/admin/" else PUBLIC_POLICY, OTHERS)


@pytest.mark.parametrize("name", ["css/foras.css", "img/favicon.svg", "img/card.png", "js/admin.js"])
def test_every_static_file_carries_them(client, name):
    answer = client.get(static(name))
    assert b"".join(answer.streaming_content)
    assert (answer.status_code, policy(answer), others(answer)) == (200, PUBLIC_POLICY, OTHERS)


def test_an_unchanged_page_carries_them(client):
    answer = client.get("/fr/", headers={"if-none-match": client.get("/fr/").headers["ETag"]})
    assert (answer.status_code, policy(answer), others(answer)) == (304, PUBLIC_POLICY, OTHERS)


@pytest.mark.urls("tests.portal.test_errors")
@pytest.mark.parametrize(("path", "status"), [("/fr/broken/", 500), ("/fr/suspicious/", 400), ("/fr/forbidden/", 403)])
def test_every_failure_carries_them(client, path, status):
    client.raise_request_exception = False
    answer = client.get(path)
    assert (answer.status_code, policy(answer), others(answer)) == (status, PUBLIC_POLICY, OTHERS)


def test_an_unknown_host_gets_them(client):
    answer = client.get("/fr/", headers={"host": "evil.example"})
    assert (answer.status_code, policy(answer), others(answer)) == (400, PUBLIC_POLICY, OTHERS)


@pytest.mark.parametrize(
    "path", ["/fr/admin/", "/fr/admin/portal/page/", "/fr/admin/jsi18n/", "/fr/admin/password_change/"]
)
def test_the_desk_has_a_policy_without_unsafe_words(desk, path):
    answer = desk.get(path)
    assert (answer.status_code, policy(answer), others(answer)) == (200, DESK_POLICY, OTHERS)


def test_a_form_of_the_desk_has_a_nonce_for_its_import_map(desk):
    found = policy(desk.get("/fr/admin/portal/page/add/"))
    (scripts,) = [directive for directive in found if directive.startswith("script-src")]
    assert scripts.startswith("script-src 'self' 'nonce-")
    assert found - {scripts} == DESK_POLICY - {"script-src 'self'"}


def test_the_nonce_is_another_each_time(desk):
    first, second = (policy(desk.get("/fr/admin/portal/page/add/")) for _ in range(2))
    assert first != second


def test_the_cookies_of_the_desk_are_out_of_reach_of_scripts_and_of_other_sites(client, editor):
    client.post("/fr/admin/login/", {"username": "amina", "password": "un mot de passe long", "next": "/fr/admin/"})
    flags = {name: (bool(c["httponly"]), c["samesite"], c["path"]) for name, c in client.cookies.items()}
    assert flags == {"session": (True, "Lax", "/"), "csrf": (True, "Strict", "/")}  # docs/adr/0007


# Behind a proxy


def test_behind_a_proxy_http_leads_to_https(tmp_path):
    (answer,) = ask("/fr/", DATA_DIR=tmp_path, BEHIND_PROXY=1)
    assert (answer["status"], answer["headers"]["Location"]) == (301, "https://localhost/fr/")


def test_behind_a_proxy_https_is_kept_for_a_year(tmp_path):
    (answer,) = ask("/robots.txt", headers={"x-forwarded-proto": "https"}, DATA_DIR=tmp_path, BEHIND_PROXY=1)
    assert answer["status"] == 200
    assert answer["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert answer["body"].splitlines()[-1] == "Sitemap: https://localhost/sitemap.xml"


def test_behind_a_proxy_cookies_are_bound_to_the_host(tmp_path):
    (answer,) = ask("/fr/admin/login/", headers={"x-forwarded-proto": "https"}, DATA_DIR=tmp_path, BEHIND_PROXY=1)
    cookie = answer["cookies"]["__Host-csrf"]
    assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["samesite"]) == (True, True, "/", "Strict")
    assert "domain" not in cookie


def test_behind_a_proxy_the_probe_comes_without_tls(tmp_path):
    (answer,) = ask("/healthz", DATA_DIR=tmp_path, BEHIND_PROXY=1)
    assert answer["status"] == 200


def test_behind_a_proxy_a_malformed_host_gets_the_headers_too(tmp_path):
    (answer,) = ask("/fr/", headers={"host": "evil.example"}, DATA_DIR=tmp_path, BEHIND_PROXY=1)
    assert answer["status"] == 400
    assert {name: answer["headers"].get(name) for name in OTHERS} == OTHERS
    assert set(answer["headers"]["Content-Security-Policy"].split("; ")) == PUBLIC_POLICY


def test_without_a_proxy_nobody_is_believed_who_says_https(client):
    answer = client.get("/fr/testimonies/", headers={"x-forwarded-proto": "https", "x-forwarded-host": "evil.example"})
    assert 'href="http://testserver/fr/testimonies/"' in answer.content.decode()
    assert "Strict-Transport-Security" not in answer.headers
