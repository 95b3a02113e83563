"""Whatever is sent, the answer is never a server error. Each walk prints how many cases it tried."""

import pytest
from django.templatetags.static import static
from django.test import Client

pytestmark = pytest.mark.django_db
LONG = 100_000
ODD = {
    "empty": "", "blank": " ", "NUL": "a\0b", "line break": "a\r\nX-Evil: 1", "broken UTF-8": "\xff\xfe\xc3(",
    "Arabic as bytes": "ا".encode().decode("latin-1"), "long": "a" * LONG, "long commas": "," * LONG,
    "long semicolons": ";=" * (LONG // 2), "quotes": "\"'`<>", "percent": "%00%ff%", "brackets": "[" * 500,
    "format": "%s{0}{{7|add:7}}", "dots": "../" * 500, "number": "9" * 400, "minus": "-1",
}  # fmt: skip
HEADERS = {
    "HTTP_HOST": ("[::1", "a b", "localhost:port", "localhost:99999999999", "@", "host:", ".", "[]", "a,b"),
    "HTTP_ACCEPT_LANGUAGE": ("fr;q=", "fr;q=99", "*;q=*", "fr-" * 300, "ar,,,;q=1"),
    "HTTP_ACCEPT_ENCODING": ("br;q=", "br;q=x, gzip;q=y", "*;q=0", ";br"),
    "HTTP_COOKIE": ("session", "=", "session=" + "a" * 40, 'session="aaaaaaaaaa\\000"', "csrf=\\377", "a=b;;;=;c"),
    "HTTP_RANGE": ("bytes=", "bytes=-", "bytes=9-1", "bytes=0-0,1-1", "bytes=9999999999999999-", "x=1", "bytes=a-b"),
    "HTTP_X_FORWARDED_PROTO": ("https", "gopher", "https,http"),
    "HTTP_X_FORWARDED_FOR": ("1.2.3.4, ::1", "unknown"),
    "HTTP_X_FORWARDED_HOST": ("evil.example", "[::1"),
    "HTTP_IF_NONE_MATCH": ('"', "W/", 'W/"a', "*", '"a","b'),
    "HTTP_IF_MODIFIED_SINCE": ("yesterday", "Thu, 99 Foo 2026 99:99:99 GMT", "Mon, 01 Jan 99999 00:00:00 GMT"),
    "HTTP_REFERER": ("javascript:x", "http://[::1"),
    "HTTP_USER_AGENT": (),
    "CONTENT_LENGTH": ("x", "-5", "99999999999999999999"),
    "CONTENT_TYPE": ("multipart/form-data", "multipart/form-data; boundary=", "text/plain; charset=x"),
}  # fmt: skip
PATHS = (
    "/", "/fr/", "/ar/countries/mali/", "/fr/opportunities/", "/robots.txt", "/fr/nothing/", "/fr/admin/", "/fr/desk/",
    "/fr/desk/second-factor/", "/fr/preview/x/",
)  # fmt: skip


@pytest.fixture
def visitor(client):
    client.raise_request_exception = False
    return client


def status_of(visitor, method, path, **environ):
    answer = visitor.generic(method, path, **environ)
    if answer.streaming:
        b"".join(answer.streaming_content)  # a static file closes when it has been read
    return answer.status_code


def walk(visitor, cases):
    """Sends each (method, path, environ); returns the cases that ended in a server error, and prints the count."""
    cases = list(cases)
    print(f"{len(cases)} requests")
    assert len(cases) >= 20
    return [_short(case) for case in cases if status_of(visitor, case[0], case[1], **case[2]) >= 500]


def _short(case):
    method, path, environ = case
    return method, path[:60], {name: value[:60] for name, value in environ.items()}


@pytest.mark.parametrize("header", HEADERS)
def test_no_header_breaks_the_site(visitor, header):
    values = (*ODD.values(), *HEADERS[header])
    paths = (*PATHS, static("css/foras.css"))
    assert walk(visitor, (("GET", path, {header: value}) for path in paths for value in values)) == []


def test_no_path_breaks_the_site(visitor):
    places = (
        "/{}",
        "/{}/",
        "/fr/{}/",
        "/ar/countries/{}/",
        "/static/{}",
        "/opportunites-de-reintegration/{}/",
        "/fr/admin/{}/",
    )
    cases = [("GET", "/", {"PATH_INFO": place.format(value)}) for place in places for value in ODD.values()]
    cases += [
        ("GET", "/", {"PATH_INFO": path}) for path in ("", "//", "///evil.example", "/\\evil", "fr/", "*", "/fr/../..")
    ]
    assert walk(visitor, cases) == []


def test_no_query_breaks_the_site(visitor):
    queries = [value for value in ODD.values() if "\n" not in value] + [
        "&" * LONG,
        "=",
        "a=%",
        "a=%ff%fe",
        "a=%00",
        "&;=&",
    ]
    for name in ("country", "sector", "page"):
        queries += [f"{name}={value}" for value in (*ODD.values(), "%00", "%ff%fe", "%C3%28", "0", "-1", "1.5", "1e9")]
    cases = [
        ("GET", path, {"QUERY_STRING": query}) for path in ("/fr/opportunities/", "/ar/", "/") for query in queries
    ]
    assert walk(visitor, cases) == []


def test_no_method_breaks_the_site(visitor):
    methods = (
        "HEAD",
        "OPTIONS",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "TRACE",
        "CONNECT",
        "PROPFIND",
        "",
        "get",
        "A" * 1000,
    )
    paths = (*PATHS, "/healthz", "/sitemap.xml", static("css/foras.css"), "/fr/admin/login/")
    assert walk(visitor, ((method, path, {}) for method in methods for path in paths)) == []


def test_no_body_breaks_the_sign_in(visitor):
    bodies = (
        b"",
        b"\0" * 100,
        b"\xff" * 100,
        b"a=b&" * 2000,
        b"username=a%00b&password=x",
        b"username=%ff&password=%00",
    )
    kinds = (
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json",
        "",
        "x/y; charset=zz",
    )
    cases = [(body, kind) for body in bodies for kind in kinds]
    print(f"{len(cases)} bodies")
    answers = {
        (body[:20], kind): visitor.generic("POST", "/fr/admin/login/", body, content_type=kind).status_code
        for body, kind in cases
    }
    assert {case: status for case, status in answers.items() if status >= 500} == {}


def test_no_query_breaks_the_desk(desk):
    desk.raise_request_exception = False
    names = ("q", "p", "o", "due", "missing", "state__exact", "country__id__exact", "_changelist_filters", "e")
    values = ("%00", "a%00b", "%ff", "-1", "9" * 30, "x", "", "[]", "1.1.1", "a" * 5000)
    pages = ("countries/section/", "countries/contact/", "portal/page/add/")
    cases = [
        ("GET", f"/fr/admin/{page}", {"QUERY_STRING": f"{n}={v}"}) for page in pages for n in names for v in values
    ]
    keys = ("0", "x", "9" * 30, "%00", "-1", "_3A", "a" * 3000)
    cases += [
        ("GET", f"/fr/admin/portal/page/{key}/{action}/", {})
        for key in keys
        for action in ("change", "delete", "history")
    ]
    assert walk(desk, cases) == []


def test_a_signed_in_browser_with_a_spoilt_cookie_is_only_signed_out(desk):
    for value in ("a" * 32, "a" * 5000, '"aaaaaaaaaa\\000"', "\xff" * 32, ""):
        visitor = Client(raise_request_exception=False, headers={"cookie": f"session={value}"})
        for page in ("admin/", "desk/", "desk/second-factor/"):
            assert visitor.get(f"/fr/{page}").status_code in (302, 400)
