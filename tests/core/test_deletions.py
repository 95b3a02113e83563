"""What is said before and after a deletion."""

import pytest
from django.contrib.auth.models import Permission
from django.utils.text import capfirst

from core import deletions
from countries.models import Section
from tests import rows
from tests.core.test_history_admin import said
from tests.desk.people import browser
from tests.foras.document import Document, texts_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
WHERE = "What was deleted can be brought back: Deleted"


def address(row, what="delete/", language="en") -> str:
    return f"/{language}/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/{what}"


def listed(answer) -> list[str]:
    """The lines of the confirmation, counts first."""
    main = Document(answer.content.decode()).one("main")
    return [" ".join(texts_of(item)) for item in main.iter("li")]


def test_what_goes_is_said_without_the_rows_that_only_the_program_knows(desk):
    text = rows.opportunity(title_fr="Couture", country=rows.country(name_fr="Mali"))
    text.sources.add(rows.source())
    assert listed(desk.get(address(text))) == ["Opportunities: 1", "Opportunity: Mali · Couture"]
    assert listed(desk.get(address(text, language="fr"))) == ["Opportunités: 1", "Opportunité: Mali · Couture"]


def test_what_goes_with_it_is_said(desk):
    room = rows.room(name="Salle A")
    point = room.point
    found = listed(desk.get(address(point)))
    assert found[1:3] == ["Orientation points: 1", "Rooms: 1"]  # below the sentence on what does not come back
    assert found[-1] == "Room: Salle A"


def test_before_and_after_it_says_which_rows_do_not_come_back(desk):
    """Those without versions only, and only where there are some."""
    lost = "If it is brought back, these do not come back with it: rooms."
    alone, point = rows.point(), rows.room(name="Salle A").point
    assert [said(desk.get(address(row))) for row in (alone, point)] == [[], [lost]]
    title = str(point)
    answer = desk.post(address(point), {"post": "yes"}, follow=True)
    assert said(answer) == [f"The orientation point “{title}” was deleted successfully.", WHERE, lost]
    point = rows.room().point
    data = {"action": "delete_selected", "_selected_action": [point.pk]}
    assert said(desk.post("/en/admin/sessions_app/orientationpoint/", data)) == [lost]
    assert lost in said(desk.post("/en/admin/sessions_app/orientationpoint/", data | {"post": "yes"}, follow=True))


@pytest.mark.usefixtures("english")
def test_branches_that_are_empty_then_go_too():
    link = f"{capfirst(Section.sources.through._meta.verbose_name)}: Section_sources object (6)"
    tree = ["Section: A", ["Translation: title", [link]], "Section: B", ["Room: C"]]
    counts = {"sections": 2, "translations": 1}
    assert deletions.in_words(tree, counts) == (["Section: A", "Section: B", ["Room: C"]], {"sections": 2})


def test_afterwards_it_says_where_the_thing_is_found_again(desk):
    answer = desk.post(address(rows.page(title_fr="Un")), {"post": "yes"}, follow=True)
    assert said(answer) == ["The page “Un” was deleted successfully.", WHERE]
    one = rows.page()
    data = {"action": "delete_selected", "_selected_action": [one.pk], "post": "yes"}
    assert WHERE in said(desk.post("/en/admin/portal/page/", data, follow=True))


@pytest.mark.parametrize("make", [rows.story, rows.source, rows.facilitator])
def test_never_of_what_is_gone_for_good(desk, make):
    answer = desk.post(address(make()), {"post": "yes"}, follow=True)
    assert len(said(answer)) == 1


def test_only_to_who_may_open_the_deleted():
    someone = rows.user()
    someone.user_permissions.add(*rows.unlimited("view_page", "change_page", "delete_page", "publish_content"))
    page = rows.page()
    assert WHERE not in said(browser(someone).post(address(page), {"post": "yes"}, follow=True))
    someone.user_permissions.add(*Permission.objects.filter(codename__in=["restore_deleted", "add_page"]))
    assert WHERE in said(browser(someone).post(address(rows.page()), {"post": "yes"}, follow=True))
