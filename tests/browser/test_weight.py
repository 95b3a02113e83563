"""What a first view costs somebody who pays for each megabyte, and that the second costs next to nothing."""

import pytest

from tests.pages import LANGUAGES

pytestmark = pytest.mark.look

COUNTRIES = ("cameroon", "cote-divoire", "guinea", "mali", "senegal")
BUDGET = 20_000  # compressed bytes of HTML, CSS, icons and flags
HEADERS = 1_000  # bytes of header lines for each answer, at most
MOST_REQUESTS = 4


class Wire:
    """What a page takes off the network, as Chromium's own network panel counts it."""

    def __init__(self, page):
        self.kinds: list[str] = []
        self.statuses: list[int] = []
        self.total = self.headers = 0
        panel = page.context.new_cdp_session(page)
        panel.on("Network.responseReceived", self._answered)
        panel.on("Network.responseReceivedExtraInfo", lambda event: self.statuses.append(event["statusCode"]))
        panel.on("Network.loadingFinished", self._finished)
        panel.send("Network.enable")

    def _answered(self, event) -> None:
        self.kinds.append(event["type"])
        self.headers += event["response"]["encodedDataLength"]

    def _finished(self, event) -> None:
        self.total += event["encodedDataLength"]

    @property
    def content(self) -> int:
        return self.total - self.headers


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", *(f"countries/{slug}/" for slug in COUNTRIES)], ids=lambda path: path or "home")
def test_first_view_is_within_budget_and_second_is_a_304(site, visitor, language, path):
    page = visitor.new_page()
    wire = Wire(page)
    page.goto(f"{site.url}/{language}/{path}", wait_until="networkidle")
    assert sorted(set(wire.kinds)) == ["Document", "Other", "Stylesheet"]  # no script, no font; the other is the icon
    assert len(wire.kinds) <= MOST_REQUESTS
    assert 3_000 < wire.content <= BUDGET
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
