"""What a first view costs somebody who pays for each megabyte, and that the second costs next to nothing."""

import gzip
from pathlib import Path

import pytest

from tests.pages import LANGUAGES

pytestmark = pytest.mark.look

COUNTRIES = ("cameroon", "cote-divoire", "guinea", "mali", "senegal")
BUDGET = 20_000  # compressed bytes of HTML, CSS, icons and flags
HEADERS = 1_000  # bytes of header lines for each answer, at most
MOST_REQUESTS = 3  # and the icon
ICON = len(gzip.compress(Path("static/img/favicon.svg").read_bytes()))


class Wire:
    """What a page takes off the network, as Chromium's own network panel counts it; all in bytes.

    Without the icon, which Chromium asks for before the page is quiet, after that or, having it, not at all.
    """

    def __init__(self, page):
        self._kinds: dict[str, str] = {}
        self._statuses: dict[str, int] = {}
        self._headers: dict[str, int] = {}
        self._totals: dict[str, int] = {}
        panel = page.context.new_cdp_session(page)
        panel.on("Network.responseReceived", self._answered)
        panel.on("Network.responseReceivedExtraInfo", self._told)
        panel.on("Network.loadingFinished", self._finished)
        panel.send("Network.enable")

    def _answered(self, event) -> None:
        self._kinds[event["requestId"]] = event["type"]
        self._headers[event["requestId"]] = event["response"]["encodedDataLength"]

    def _told(self, event) -> None:
        """What came over the network, a 304 too; `_answered` hears what the page was given."""
        self._statuses[event["requestId"]] = event["statusCode"]

    def _finished(self, event) -> None:
        self._totals[event["requestId"]] = event["encodedDataLength"]

    @property
    def kinds(self) -> list[str]:
        return [kind for kind in self._kinds.values() if kind != "Other"]

    @property
    def statuses(self) -> list[int]:
        return self._of_the_page(self._statuses)

    @property
    def headers(self) -> int:
        return sum(self._of_the_page(self._headers))

    @property
    def total(self) -> int:
        return sum(self._of_the_page(self._totals))

    @property
    def content(self) -> int:
        return self.total - self.headers

    def _of_the_page(self, figures: dict[str, int]) -> list[int]:
        return [figure for request, figure in figures.items() if self._kinds.get(request, "Other") != "Other"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", *(f"countries/{slug}/" for slug in COUNTRIES)], ids=lambda path: path or "home")
def test_first_view_is_within_budget_and_second_is_a_304(site, visitor, language, path):
    page = visitor.new_page()
    wire = Wire(page)
    page.goto(f"{site.url}/{language}/{path}", wait_until="networkidle")
    assert set(wire.kinds) == {"Document", "Stylesheet"}  # no script, no font
    assert len(wire.kinds) <= MOST_REQUESTS
    assert 3_000 < wire.content <= BUDGET - ICON
    assert wire.headers <= HEADERS * len(wire.kinds)
    assert set(wire.statuses) == {200}
    again = Wire(page)
    page.goto(f"{site.url}/{language}/{path}", wait_until="networkidle")
    assert again.statuses == [304]
    assert again.total <= HEADERS


def test_the_wire_can_be_heavy(site, visitor):
    """A control: an answer that is not compressed breaks the budget."""
    visitor.set_extra_http_headers({"Accept-Encoding": "identity"})
    page = visitor.new_page()
    wire = Wire(page)
    page.goto(f"{site.url}/fr/countries/senegal/", wait_until="networkidle")
    assert wire.content > BUDGET
