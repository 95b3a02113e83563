#!/usr/bin/env python
"""`make bench`: the figures of the portal beside their budgets, measured on the starter content in an empty folder.

Nothing here passes or fails: tests guard the weights (tests/browser/test_weight.py) and the queries. Times depend on
the machine and on what else it does.
"""

import os
import re
import statistics
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.server import Site, serving  # noqa: E402
from tests.pages import LANGUAGES, PAGES  # noqa: E402

ROUNDS = 7  # of which the median is printed
COUNTRIES = ("cameroon", "cote-divoire", "guinea", "mali", "senegal")
WEIGHED = ("", *(f"countries/{slug}/" for slug in COUNTRIES))  # the pages whose weight has a budget
WEIGHT, REQUESTS, QUERIES, START = 20_000, 4, 12, 120  # bytes, requests, queries, seconds
FILES = re.compile(rb'<(?:link rel="(?:stylesheet|icon)" href|script src|img src)="([^"]+)"')


class Weight(NamedTuple):
    """Compressed bytes of a first view, and how many requests it takes."""

    html: int
    css: int
    rest: int  # the icon; flags and icons of the page are inside the HTML
    requests: int
    headers: int

    @property
    def total(self) -> int:
        return self.html + self.css + self.rest


def main() -> None:
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="foras-bench-") as name, serving(Path(name)) as site:
        fetch(f"{site.url}/fr/")
        print_line(
            "set-up of an empty folder to first page, without downloads",
            f"{time.monotonic() - begin:.1f} s",
            f"{START} s with them",
        )
        client = in_process(name)
        print_heading()
        for path in dict.fromkeys([*WEIGHED, *PAGES]):
            for language in LANGUAGES:
                print_page(site, client, path, language)
    print(f"\nDone in {time.monotonic() - begin:.0f} s. An asterisk marks what is over its budget.")


def in_process(folder: str):
    """Django's test client on the same data; the settings are the portal's own."""
    os.environ |= {"DATA_DIR": folder, "DATABASE_URL": "", "DEBUG": "0", "DJANGO_SETTINGS_MODULE": "foras.settings"}
    import django
    from django.test import Client

    django.setup()
    return Client(headers={"host": "localhost", "accept-encoding": "br"})


def weigh(site: Site, path: str) -> Weight:
    """Fetches a page and what it names, as a browser with an empty cache would."""
    html, headers = fetch(f"{site.url}{path}")
    page = decoded(html)
    sizes = {"css": 0, "rest": 0}
    files = [file.decode() for file in FILES.findall(page)]
    for file in files:
        body, more = fetch(f"{site.url}{file}")
        sizes["css" if file.endswith(".css") else "rest"] += len(body)
        headers += more
    return Weight(len(html), sizes["css"], sizes["rest"], 1 + len(files), headers)


def fetch(url: str) -> tuple[bytes, int]:
    """The body as it travels, and the bytes of its header lines."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read(), sum(len(name) + len(value) + 4 for name, value in answer.getheaders())


def decoded(body: bytes) -> bytes:
    import brotli

    return brotli.decompress(body)


def queries_and_time(client, path: str) -> tuple[int, float]:
    """SQL queries of one request, and the median milliseconds of several."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get(path)
        count = len(queries)
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - begin) * 1000)
    return count, statistics.median(times)


def print_page(site: Site, client, path: str, language: str) -> None:
    weight = weigh(site, f"/{language}/{path}")
    queries, milliseconds = queries_and_time(client, f"/{language}/{path}")
    budget = f"{WEIGHT:,}" if path in WEIGHED else "–"
    over = (path in WEIGHED and weight.total > WEIGHT) or weight.requests > REQUESTS or queries > QUERIES
    print(
        f"{f'/{language}/{path}':<52}{weight.html:>8,}{weight.css:>7,}{weight.rest:>6,}{weight.total:>8,} {budget:>8}"
        f"{weight.headers:>8,}{weight.requests:>5} {REQUESTS:>3}{queries:>5} {QUERIES:>3}{milliseconds:>8.1f}"
        f"{' *' if over else ''}"
    )


def print_heading() -> None:
    print(
        f"\n{'page':<52}{'HTML':>8}{'CSS':>7}{'icon':>6}{'total':>8} {'budget':>8}{'headers':>8}"
        f"{'req.':>5} {'of':>3}{'SQL':>5} {'of':>3}{'ms':>8}"
    )


def print_line(what: str, figure: str, budget: str) -> None:
    print(f"{what}: {figure} (budget {budget})", flush=True)


if __name__ == "__main__":
    main()
