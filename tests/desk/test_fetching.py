"""What another site answers, asked over a real socket; and what is never asked."""

import shutil
import socket
import ssl
import subprocess
import threading
import time

import pytest

from desk.fetching import Answer, Asker, is_public
from tests.desk import web as webs


@pytest.fixture
def web():
    with webs.serving() as web:
        yield web


@pytest.fixture
def asker():
    return Asker("FORAS link check (+https://foras.example/)", timeout=5, pause=0, private=True)


ANSWERS = {
    "/200": ("ok", 200),
    "/to/302/200": ("ok", 200),
    "/to/301/200": ("moved", 200),
    "/to/308/to/301/200": ("moved", 200),
    "/to/301/to/302/200": ("ok", 200),  # who moved temporarily may come back
    "/404": ("broken", 404),
    "/410": ("broken", 410),
    "/500": ("broken", 500),
    "/to/301/404": ("broken", 404),
    "/403": ("refused", 403),
    "/429": ("refused", 429),
    "/no-head": ("ok", 200),
    "/hangs-up-on-head": ("ok", 200),
    "/loop": ("broken", 302),
    "/é à?q=ü#part": ("ok", 200),
    "/file": ("broken", None),
}


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_is_told_in_a_word_and_a_code(web, asker, path):
    assert asker.ask(web.url + path) == Answer(*ANSWERS[path])


def test_who_asks_says_so_and_asks_once_where_that_is_enough(web, asker):
    asker.ask(f"{web.url}/200")
    assert (web.asked, web.agents) == ([("HEAD", "/200")], {"FORAS link check (+https://foras.example/)"})


def test_where_head_fails_get_is_asked(web, asker):
    asker.ask(f"{web.url}/no-head")
    assert web.asked == [("HEAD", "/no-head"), ("GET", "/no-head")]


def test_at_most_five_redirects_are_followed(web, asker):
    five = "/to/302" * 5 + "/200"
    assert asker.ask(web.url + five).state == "ok"
    assert asker.ask(f"{web.url}/to/302{five}") == Answer("broken", 302)
    assert len(web.asked) == 6 + 6  # a redirect too many is no reason to ask again


def test_a_site_that_never_answers_is_not_waited_for(web):
    begin = time.monotonic()
    assert Asker("x", timeout=0.2, pause=0, private=True).ask(f"{web.url}/never") == Answer("unreachable", None)
    assert time.monotonic() - begin >= 0.2


def test_nor_one_that_answers_a_letter_at_a_time():
    """Each letter comes in time; the whole does not."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip():
            connection, _address = listener.accept()
            with connection:
                while not stop.wait(0.05):
                    try:
                        connection.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        assert Asker("x", timeout=0.3, pause=0, private=True).ask(url) == Answer("unreachable", None)
        stop.set()
        thread.join(5)
    assert not thread.is_alive()


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:9/", "http://no.such.host.invalid/", "http://[::1/", "http://127.0.0.1:99999/", "http://ü..x/"],
)
def test_what_cannot_be_reached_is_unreachable(asker, url):
    assert asker.ask(url) == Answer("unreachable", None)


def test_a_site_without_tls_is_unreachable_over_https(web, asker):
    assert asker.ask(web.url.replace("http:", "https:")) == Answer("unreachable", None)


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes the certificate")
def test_a_certificate_that_nobody_vouches_for_is_unreachable(asker, tmp_path):
    command = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout key -out certificate"
    subprocess.run(["openssl", *command.split()], cwd=tmp_path, check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "certificate", tmp_path / "key")
    with webs.serving(tls) as web:
        assert asker.ask(f"{web.url}/200") == Answer("unreachable", None)
        assert web.asked == []
        asker.tls.check_hostname, asker.tls.verify_mode = False, ssl.CERT_NONE
        assert asker.ask(f"{web.url}/200") == Answer("ok", 200)  # a control: only the certificate was wrong


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "169.254.169.254", "10.1.2.3"]
)
def test_nothing_inside_is_asked(web, host):
    """Whatever the name or number: the address that it leads to counts."""
    port = web.url.rpartition(":")[2]
    assert Asker("x", timeout=1, pause=0).ask(f"http://{host}:{port}/200") == Answer("broken", None)
    assert web.asked == []


@pytest.mark.parametrize("url", ["ftp://example.org/", "javascript:alert(1)", "//example.org/", "http:///x", ""])
def test_what_is_no_address_of_the_web_is_broken(asker, url):
    assert asker.ask(url) == Answer("broken", None)


def test_a_redirect_does_not_lead_inside(web, asker):
    """The first page is asked, as if it were outside; the second is refused."""
    outside = web.url.partition("//")[2].partition(":")[0]
    strict = Asker("x")
    asker._addresses = lambda host, port: [host] if host == outside else strict._addresses(host, port)
    assert asker.ask(f"{web.url}/inside") == Answer("broken", None)
    assert asker.ask(f"{web.url}/200") == Answer("ok", 200)


PUBLIC = {
    "8.8.8.8": True, "2606:4700::1111": True, "127.0.0.1": False, "10.0.0.1": False, "172.16.0.1": False,
    "192.168.1.1": False, "169.254.169.254": False, "100.64.0.1": False, "0.0.0.0": False, "224.0.0.1": False,
    "::1": False, "fe80::1%eth0": False, "fc00::1": False, "::ffff:127.0.0.1": False, "::ffff:8.8.8.8": True,
    "64:ff9b::7f00:1": False, "64:ff9b::808:808": True, "2002:7f00:1::": False, "ff02::1": False,
}  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_is_public_or_not_whatever_it_is_wrapped_in(address):
    assert is_public(address) is PUBLIC[address]


def test_between_two_requests_to_one_host_there_is_a_pause(web):
    asker = Asker("x", timeout=5, pause=0.2, private=True)
    begin = time.monotonic()
    asker.ask(f"{web.url}/200")
    asker.ask(f"{web.url}/404")  # HEAD and GET
    assert time.monotonic() - begin >= 0.4
