"""Stories. None is published yet."""

import pytest

from tests.foras.document import Document, texts_of

pytestmark = pytest.mark.django_db


def test_the_page_says_that_no_story_is_published_and_leads_on(client):
    document = Document(client.get("/en/testimonies/").content.decode())
    assert texts_of(document.one("main"))[2:] == [
        "They went home",
        "No story is published yet. A story appears here only when the person has agreed to it, "
        "and it goes when they change their mind.",
        "Read about your country",
        "How a voluntary return works",
    ]
    assert [link.get("href") for link in document.one("main").iter("a")] == ["/en/", "/en/countries/", "/en/return/"]


def test_the_page_takes_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/fr/testimonies/")


@pytest.mark.parametrize("path", ["/fr/testimonies/1/", "/fr/testimonies/amadou/"])
def test_there_is_no_story_to_open(client, path):
    assert client.get(path).status_code == 404
