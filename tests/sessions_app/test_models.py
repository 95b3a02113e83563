"""Points and modules."""

import pytest

from sessions_app.models import Module, OrientationPoint


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("row", "name", "url"),
    [
        (OrientationPoint(slug="oujda", name_en="Oujda point"), "Oujda point", "/en/sessions/oujda/"),
        (Module(slug="cv", title_en="Your CV"), "Your CV", "/en/sessions/?module=cv"),
    ],
)
def test_each_row_has_a_name_and_an_address(row, name, url):
    assert (str(row), row.get_absolute_url()) == (name, url)
