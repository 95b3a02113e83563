"""The page matrices need one session and its released week."""

import pytest

from tests import rows


@pytest.fixture(autouse=True)
def page_session(request):
    """For tests that use the database, and only for them."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        rows.page_session()
