"""A real web server on this machine that answers as other sites do."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

LIVELY = threading.Event()  # never set: who waits for it is a server that hangs


class Web(NamedTuple):
    """`asked`: method and path of each request; `agents`: how the askers called themselves."""

    url: str
    asked: list[tuple[str, str]]
    agents: set[str]


class Handler(BaseHTTPRequestHandler):
    """/200 answers 200 and so on; some paths are special."""

    def do_GET(self):
        self._answer()

    def do_HEAD(self):
        if self.path == "/no-head":
            self._note()
            self._send(405)
        elif self.path == "/hangs-up-on-head":
            self._note()
            self.close_connection = True
        else:
            self._answer()

    def _answer(self):
        self._note()
        if self.path == "/never":
            LIVELY.wait(2)
        elif self.path.startswith("/to/"):  # /to/301/200
            _to, code, rest = self.path.removeprefix("/").split("/", 2)
            self._send(int(code), f"/{rest}")
        elif self.path == "/loop":
            self._send(302, "/loop")
        elif self.path == "/inside":
            self._send(302, "http://10.0.0.1/secret")
        elif self.path == "/file":
            self._send(302, "file:///etc/passwd")
        else:
            self._send(int(self.path.strip("/").partition("?")[0]) if self.path.strip("/")[:3].isdigit() else 200)

    def _send(self, code, location=""):
        self.send_response(code)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _note(self):
        self.server.asked.append((self.command, self.path))
        self.server.agents.add(self.headers["User-Agent"])

    def log_message(self, *args):
        """Nothing on the screen."""


@contextmanager
def serving(tls=None) -> Iterator[Web]:
    """The server, until the end of the block; with `tls`, an SSLContext, over https."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # a client that hangs up is what is tested
    server.asked, server.agents = [], set()
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    scheme = "https" if tls else "http"
    try:
        yield Web(f"{scheme}://127.0.0.1:{server.server_port}", server.asked, server.agents)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
