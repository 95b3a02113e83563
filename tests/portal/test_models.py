"""The rows of the portal's own pages."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.models import ChecklistItem, Figure, Page, Partner, Question, Step
from tests import rows

MAKERS = [rows.page, rows.step, rows.question, rows.checklist_item, rows.figure, rows.partner]
pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("row", "name", "url"),
    [
        (Page(slug="about", title_en="About"), "About", "/en/about/"),
        (Page(slug="about"), "about", "/en/about/"),
        (Step(slug="ask", position=2, title_en="Ask"), "2. Ask", "/en/return/#ask"),
        (Question(slug="cost", question_en="Cost?"), "Cost?", "/en/questions/#cost"),
        (ChecklistItem(text_en="Passport"), "Passport", "/en/checklist/"),
        (Figure(slug="a", value=11, unit="%", label_en="women"), "11% · women", "/en/figures/#a"),
        (Partner(slug="iom", name_en="IOM"), "IOM", "/en/about/#iom"),
    ],
)
def test_each_row_has_a_name_and_an_address(row, name, url):
    assert (str(row), row.get_absolute_url()) == (name, url)


@pytest.mark.parametrize(("answer", "icon"), [("yes", "circle-check"), ("no", "circle-x"), ("maybe", "circle-help")])
def test_each_short_answer_has_its_icon(answer, icon):
    assert Question(short_answer=answer).icon == icon


@pytest.mark.django_db
@pytest.mark.parametrize("make", MAKERS)
def test_no_two_rows_have_one_slug(empty, make):
    make(slug="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        make(slug="a")


@pytest.mark.parametrize("slug", ["questions", "countries", "admin", "sitemap"])
def test_the_word_of_another_page_is_refused(db, slug):
    page = Page(slug=slug, title_fr="Page")
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    said = f"“{slug}” is the address of another page. Choose another word."
    assert refused.value.message_dict == {"slug": [said]}


@pytest.mark.parametrize("slug", ["a b", "é", "2.5"])
def test_what_is_no_slug_is_told_as_such_and_is_no_server_error(db, slug):
    with pytest.raises(ValidationError) as refused:
        Page(slug=slug, title_fr="Page").full_clean()
    assert list(refused.value.message_dict) == ["slug"]
