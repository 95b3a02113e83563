"""Headless Chromium against the served portal.

Everything here lives as long as this folder's tests: Playwright's event loop must be gone when other tests use the
database in the same process, or Django refuses to answer them.
"""

import os
import shutil
from contextlib import closing, contextmanager

import psycopg2
import pytest
from playwright.sync_api import sync_playwright

from tests.browser.server import serving

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items):
    """The desk, which changes texts, comes last."""
    places = [place for place, item in enumerate(items) if "tests/browser/" in item.nodeid]
    ours = sorted((items[place] for place in places), key=lambda item: "test_admin" in item.nodeid)
    for place, item in zip(places, ours, strict=True):
        items[place] = item
        item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def site(tmp_path_factory):
    """The portal as `make run` serves it, with the starter content and an administrator."""
    with own_database() as url, serving(tmp_path_factory.mktemp("site"), url) as site:
        yield site


@contextmanager
def own_database():
    """An empty database beside the tests' own on the same PostgreSQL; "" (a file in DATA_DIR) on SQLite."""
    server, mark, options = os.environ.get("DATABASE_URL", "").partition("?")
    if not server.startswith("postgres"):
        yield ""
        return
    name = f"foras_browser_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    run_sql(server + mark + options, f"CREATE DATABASE {name}")
    try:
        yield f"{server.rpartition('/')[0]}/{name}{mark}{options}"
    finally:
        run_sql(server + mark + options, f"DROP DATABASE {name}")


def run_sql(url, statement):
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        connection.cursor().execute(statement)


@pytest.fixture(scope="package")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium):
    """A browser that has never been here: no cache, no cookie."""
    context = chromium.new_context()
    yield context
    context.close()


@pytest.fixture(scope="package")
def inspector(chromium):
    """A browser for axe-core and injected styles, which the site's own policy would refuse."""
    context = chromium.new_context(bypass_csp=True)
    yield context
    context.close()
