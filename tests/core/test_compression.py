"""Pages are compressed for whoever accepts it, and still answer 304."""

import gzip

import brotli
import pytest

from core.compression import accepts_brotli

pytestmark = pytest.mark.django_db
PAGE = "/fr/figures/"


@pytest.mark.parametrize(
    ("header", "accepts"),
    [
        ("br", True),
        ("BR", True),
        ("gzip, deflate, br", True),
        ("gzip;q=1.0, br;q=0.5, *;q=0", True),
        ("br ; q=0.1", True),
        ("br;q=0", False),
        ("br; q=0.0", False),
        ("br;q=0.000, gzip", False),
        ("gzip", False),
        ("identity", False),
        ("brotli", False),
        ("x-br", False),
        ("", False),
        (",;,", False),
    ],
)
def test_brotli_is_sent_to_whoever_names_it(header, accepts):
    assert accepts_brotli(header) is accepts


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("br", "br", brotli.decompress),
        ("gzip, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("br;q=0", None, bytes),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
def test_a_page_is_the_same_in_each_encoding(client, accepted, encoding, unpack):
    plain = client.get(PAGE).content
    answer = client.get(PAGE, headers={"accept-encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert unpack(answer.content) == plain
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["br", "gzip"])
def test_a_compressed_page_has_the_weak_tag_of_the_plain_one(client, accepted):
    plain = client.get(PAGE).headers["ETag"]
    assert client.get(PAGE, headers={"accept-encoding": accepted}).headers["ETag"] == f"W/{plain}"


@pytest.mark.parametrize("first", ["br", "gzip", "identity"])
@pytest.mark.parametrize("second", ["br", "gzip", "identity"])
def test_a_page_that_has_not_changed_is_not_sent_again(client, first, second):
    etag = client.get(PAGE, headers={"accept-encoding": first}).headers["ETag"]
    answer = client.get(PAGE, headers={"accept-encoding": second, "if-none-match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_an_unchanged_answer_names_the_vary_of_the_full_one(client):
    full = client.get(PAGE)
    answer = client.get(PAGE, headers={"if-none-match": full.headers["ETag"]})
    assert (answer.status_code, answer.headers.get("Vary")) == (304, full.headers["Vary"])


def test_a_page_that_has_changed_is_sent_again(client):
    answer = client.get(PAGE, headers={"accept-encoding": "br", "if-none-match": 'W/"0"'})
    assert answer.status_code == 200


def test_short_answers_stay_as_they_are(client):
    answer = client.get("/healthz", headers={"accept-encoding": "br, gzip"})
    assert (answer.content, answer.headers.get("Content-Encoding")) == (b"ok\n", None)


def test_static_files_are_sent_as_they_were_compressed_on_disk(client):
    from django.templatetags.static import static

    answer = client.get(static("css/foras.css"), headers={"accept-encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert b"@media print" in brotli.decompress(b"".join(answer.streaming_content))
