"""A source at the desk: who changes one on which a public text rests."""

import pytest

from core.models import State
from core.sources import ASK, PROOF
from tests import rows
from tests.core.test_admin import messages
from tests.core.test_editing import path
from tests.core.test_editing_rows import sent
from tests.desk.people import browser, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
FORM = {
    "title": "Annuaire", "publisher": "ONFP", "url": "https://example.org/a", "dated": "", "accessed_on": "2026-11-23",
}  # fmt: skip


@pytest.fixture
def writer():
    return browser(member("Editor", all_countries=True))


def fields_of(someone, source):
    return set(someone.get(path(source)).context["adminform"].form.fields)


@pytest.mark.parametrize(
    "typed", [{"url": "https://example.org/b"}, {"title": "Autre"}, {"publisher": "X"}, {"dated": "2022"}]
)
def test_what_stands_under_a_public_text_is_not_changed_by_who_does_not_publish(writer, source, typed):
    rows.section().sources.add(source)
    assert fields_of(writer, source) == {"accessed_on"}
    assert str(ASK) in writer.get(path(source)).content.decode()
    answer = writer.post(path(source), FORM | typed)
    assert (answer.status_code, messages(answer)) == (200, [str(ASK)])
    assert source == type(source).objects.get(**{name: FORM[name] for name in PROOF})


def test_the_day_it_was_read_again_is(writer, source):
    rows.section().sources.add(source)
    assert writer.post(path(source), {"accessed_on": "2026-11-24"}).status_code == 302
    source.refresh_from_db()
    assert (str(source.accessed_on), source.title) == ("2026-11-24", "Annuaire")


def test_under_drafts_and_nothing_it_is_mended_by_who_writes(writer, source):
    rows.section(state=State.DRAFT).sources.add(source)
    assert writer.post(path(source), FORM | {"title": "Mieux"}).status_code == 302
    source.refresh_from_db()
    assert source.title == "Mieux"


@pytest.mark.parametrize(("group", "make", "status"), [
    ("Publisher", rows.section, 302), ("Session manager", rows.point, 302), ("Session manager", rows.section, 200),
])  # fmt: skip
def test_who_publishes_all_that_rests_on_it_changes_it(source, group, make, status):
    make().sources.add(source)
    answer = browser(member(group)).post(path(source), FORM | {"title": "Mieux"})
    source.refresh_from_db()
    assert (answer.status_code, source.title) == (status, "Mieux" if status == 302 else "Annuaire")


@pytest.mark.parametrize("typed", [{"publisher": ""}, {"url": ""}])
def test_a_form_that_lies_about_what_it_was_opened_with_changes_nothing_either(writer, source, typed):
    rows.section().sources.add(source)
    answer = writer.post(path(source), FORM | typed)
    assert (answer.status_code, messages(answer)) == (200, [str(ASK)])
    assert source == type(source).objects.get(**{name: FORM[name] for name in PROOF})


def test_what_a_publisher_changed_meanwhile_stays_and_the_day_is_saved(writer, source):
    form = sent(writer.get(path(source)))  # nothing rests on it yet
    rows.section().sources.add(source)
    type(source).objects.update(title="Annuaire 2026")
    assert writer.post(path(source), form | {"accessed_on": "2026-11-24"}).status_code == 302
    source.refresh_from_db()
    assert (str(source.accessed_on), source.title) == ("2026-11-24", "Annuaire 2026")
