"""Django's shortcut from a row to its public page, for those who may see the row."""

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType

from tests import rows

pytestmark = pytest.mark.django_db


def shortcut(row, key=None) -> str:
    return f"/en/admin/r/{ContentType.objects.get_for_model(row).pk}/{key or row.pk}/"


def test_whoever_may_see_the_row_is_led_to_its_page(desk):
    story = rows.story(slug="un-recit")
    response = desk.get(shortcut(story))
    assert (response.status_code, response.url) == (302, "/en/testimonies/un-recit/")


def test_whoever_may_not_learns_nothing(client):
    """A slug of a draft, a code of a session: the same 404 as for a row that is not there."""
    client.force_login(User.objects.create_user("sans-droit", is_staff=True))
    for row in (rows.story(state="draft"), rows.session(status="draft")):
        assert [client.get(shortcut(row, key)).status_code for key in (None, 999_999, "x")] == [404] * 3


def test_a_row_of_another_point_is_not_reached(client):
    here, there = rows.point(), rows.point()
    client.force_login(rows.coordinator(here))
    assert client.get(shortcut(rows.session(point=there))).status_code == 404
    assert client.get(shortcut(rows.session(point=here))).status_code == 302


@pytest.mark.parametrize("kind", ["user", "nothing"])
def test_what_has_no_page_is_a_404(desk, editor, kind):
    address = shortcut(editor) if kind == "user" else "/en/admin/r/99999/1/"
    assert desk.get(address).status_code == 404


def test_strangers_are_sent_to_the_login(client):
    assert client.get(shortcut(rows.story())).url.startswith("/en/admin/login/")
