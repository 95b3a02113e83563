"""Asking another site whether a page is there: politely, with little patience, and never inside one's own network.

HEAD, then GET where HEAD fails. One request at a time, a pause between two to the same host. The address that was
looked up is the one that is connected to, so that a name cannot lead inside the second time it is asked for.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import closing, suppress
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from desk.models import LinkCheck

State = LinkCheck.State
MOST_REDIRECTS = 5
PERMANENT, REDIRECTS = (301, 308), (301, 302, 303, 307, 308)
REFUSALS = (401, 403, 407, 429, 451, 999)  # of programs; a reader's browser may be let in
SAFE = "/%:=&?~#+!$,;'@()*[]"  # what an address may hold as it is; all else is percent-encoded
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # the last four bytes are an IPv4 address


class Answer(NamedTuple):
    """`code` is HTTP's, None when there was no answer."""

    state: str
    code: int | None


class ForbiddenError(Exception):
    """Not an address of the public web."""


class Asker:
    """Asks one page after the other. `timeout`, `pause`: seconds; `private`: for tests, which ask their own machine."""

    def __init__(self, agent: str, timeout: float = 10, pause: float = 1, private: bool = False):
        self.agent, self.timeout, self.pause, self.private = agent, timeout, pause, private
        self.asked_at: dict[str, float] = {}
        self.tls = ssl.create_default_context()

    def ask(self, url: str) -> Answer:
        """What `url` answers. Never raises."""
        try:
            try:
                answer = self._follow("HEAD", url)
            except (http.client.HTTPException, ConnectionResetError):  # some servers hang up on HEAD
                answer = None
            if answer is None or (answer.code or 0) >= 400:
                answer = self._follow("GET", url)
        except ForbiddenError:
            return Answer(State.BROKEN, None)
        except (OSError, http.client.HTTPException, ValueError):  # ValueError: no name, no port, no address at all
            return Answer(State.UNREACHABLE, None)
        return answer

    def _follow(self, method: str, url: str) -> Answer:
        moved = []
        for _step in range(MOST_REDIRECTS + 1):
            code, location = self._request(method, url)
            if code not in REDIRECTS or not location:
                return Answer(_state(code, moved), code)
            moved.append(code)
            url = urljoin(url, quote(location.encode("latin-1"), safe=SAFE))  # header lines are bytes
        return Answer(State.BROKEN, code)

    def _request(self, method: str, url: str) -> tuple[int, str | None]:
        parts = urlsplit(quote(url, safe=SAFE))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ForbiddenError
        host = urlsplit(url).hostname.encode("idna").decode()
        port = parts.port or (443 if parts.scheme == "https" else 80)
        addresses = self._addresses(host, port)
        self._wait(host)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        with closing(
            Connection(host, port, addresses, self.timeout, self.tls if parts.scheme == "https" else None)
        ) as c:
            c.request(method, target, headers={"User-Agent": self.agent, "Accept": "*/*", "Connection": "close"})
            answer = c.getresponse()
            return answer.status, answer.getheader("Location")

    def _addresses(self, host: str, port: int) -> list[str]:
        found = [entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not self.private and not all(is_public(address) for address in found):
            raise ForbiddenError
        return found

    def _wait(self, host: str) -> None:
        """Until the pause since the last request to `host` is over."""
        ready = self.asked_at.get(host, float("-inf")) + self.pause
        time.sleep(max(0, ready - time.monotonic()))
        self.asked_at[host] = time.monotonic()


class Connection(http.client.HTTPConnection):
    """To one of the addresses that were looked up, and no longer than three times `timeout` in all."""

    def __init__(self, host: str, port: int, addresses: list[str], timeout: float, tls: ssl.SSLContext | None):
        super().__init__(host, port, timeout=timeout)
        self.default_port = 443 if tls else 80  # else the Host line would name it
        self.addresses, self.tls = addresses, tls
        self.watch = threading.Timer(3 * timeout, self._hang_up)  # for servers that answer a letter at a time
        self.watch.daemon = True

    def connect(self) -> None:
        self.sock = self._connected()
        self.watch.start()
        if self.tls:
            self.sock = self.tls.wrap_socket(self.sock, server_hostname=self.host)

    def close(self) -> None:
        self.watch.cancel()
        super().close()

    def _connected(self) -> socket.socket:
        for place, address in enumerate(self.addresses, start=1):
            try:
                return socket.create_connection((address, self.port), self.timeout)
            except OSError:
                if place == len(self.addresses):
                    raise
        raise OSError("no address")

    def _hang_up(self) -> None:
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


def is_public(address: str) -> bool:
    """True for an address of the public internet, whatever it is wrapped in."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6:
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None and not is_public(str(inner)):
            return False
    return ip.is_global and not ip.is_multicast


def _state(code: int, moved: list[int]) -> str:
    if code in REFUSALS:
        return State.REFUSED
    if code >= 400:
        return State.BROKEN
    return State.MOVED if moved and all(step in PERMANENT for step in moved) else State.OK
