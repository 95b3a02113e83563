"""A record may only carry an icon that is shipped."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from core import icons

pytestmark = pytest.mark.usefixtures("english")


def test_the_names_are_those_of_the_files():
    assert icons.names() == tuple(sorted(file.stem for file in (settings.BASE_DIR / "static/icons").glob("*.svg")))


def test_a_shipped_icon_is_accepted():
    assert icons.validate_icon("house") is None


@pytest.mark.parametrize("name", ["", "casa", "House", "../flags/sn", "house.svg", "LICENSE"])
def test_any_other_name_is_refused_and_the_choice_is_told(name):
    with pytest.raises(ValidationError) as refusal:
        icons.validate_icon(name)
    assert refusal.value.messages == [f"There is no icon “{name}”. Choose among: {', '.join(icons.names())}."]
