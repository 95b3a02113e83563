"""Which links are checked, and when one counts as broken."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from desk import links
from desk.fetching import Asker
from desk.models import LinkCheck
from tests import rows
from tests.desk import web as webs

pytestmark = pytest.mark.django_db


@pytest.fixture
def web():
    with webs.serving() as web:
        yield web


@pytest.fixture
def may_ask_ourselves(settings):
    settings.LINKS_MAY_BE_PRIVATE = True


def check(**options) -> str:
    out = StringIO()
    call_command("check_links", stdout=out, **{"pause": 0, "timeout": 5} | options)
    return out.getvalue()


def states() -> dict:
    return {row.url.rpartition("/")[2]: (row.state, row.code) for row in LinkCheck.objects.all()}


def broken() -> list[str]:
    return [row.url.rpartition("/")[2] for row in LinkCheck.objects.broken()]


def test_every_link_of_published_texts_is_named_with_what_names_it(empty):
    source = rows.source(url="https://a.example/source")
    section = rows.section(
        body_fr='<p><a href="https://a.example/rich?a=1&amp;b=2">x</a> <a href="mailto:a@b.example">y</a></p>',
        body_ar='<p><a href="https://a.example/arabic">x</a> <a href="https://a.example/rich?a=1&amp;b=2">x</a></p>',
    )
    section.sources.add(source)
    contact = rows.contact(website="https://a.example/site")
    partner = rows.partner(website="https://a.example/site")
    place = rows.point(map_link="https://a.example/map")
    story = rows.public_story(article_url="https://a.example/article")
    assert links.named() == {
        "https://a.example/source": [["core.source", source.pk]],
        "https://a.example/rich?a=1&b=2": [["countries.section", section.pk]],
        "https://a.example/arabic": [["countries.section", section.pk]],
        "https://a.example/site": [["portal.partner", partner.pk], ["countries.contact", contact.pk]],
        "https://a.example/map": [["sessions_app.orientationpoint", place.pk]],
        "https://a.example/article": [["testimonies.testimony", story.pk]],
    }


def test_what_is_not_published_is_nobodys_business(empty):
    rows.source()  # of no text
    draft = rows.contact(state="draft", website="https://a.example/draft")
    draft.sources.add(rows.source())
    story = rows.story(article_url="https://a.example/no-consent")
    rows.consent(story, web=False, basis="published", published_url="https://a.example/consent")
    rows.contact(website="https://a.example/" + "x" * 250 + "é" * 20)
    rows.question(answer_fr=f'<p><a href="https://a.example/{"y" * 2000}">too long</a></p>')
    assert list(links.named()) == ["https://a.example/" + "x" * 250 + "é" * 20]


def test_each_link_is_asked_and_the_answer_kept(empty, web, may_ask_ourselves):
    for path in ("200", "404", "500", "403", "to/301/200"):
        rows.contact(website=f"{web.url}/{path}")
    said = check()
    stored = {row.url.removeprefix(web.url): (row.state, row.code) for row in LinkCheck.objects.all()}
    assert stored == {
        "/200": ("ok", 200), "/404": ("broken", 404), "/500": ("broken", 500), "/403": ("refused", 403),
        "/to/301/200": ("moved", 200),
    }  # fmt: skip
    assert said.splitlines()[-1] == (
        "5 links: 1 ok, 1 moved, 1 refused, 2 broken, 0 unreachable; 0 left for the next run."
    )
    contact = LinkCheck.objects.get(url=f"{web.url}/404").places[0]
    assert f"404 {web.url}/404 (countries.contact {contact[1]}), fails since" in said


def test_a_link_is_broken_only_after_two_runs(empty, web, may_ask_ourselves):
    rows.contact(website=f"{web.url}/404")
    check()
    assert broken() == []
    first = LinkCheck.objects.get().first_failed_at
    check()
    assert broken() == ["404"]
    assert LinkCheck.objects.get().first_failed_at == first


def test_a_success_between_two_failures_begins_anew(empty, web, may_ask_ourselves):
    rows.contact(website=f"{web.url}/200")
    LinkCheck.objects.create(
        url=f"{web.url}/200", state="broken", code=500, checked_at=timezone.now(),
        first_failed_at=timezone.now() - timedelta(days=9),
    )  # fmt: skip
    assert broken() == ["200"]
    check()
    row = LinkCheck.objects.get()
    assert (row.state, row.code, row.first_failed_at) == ("ok", 200, None)


def test_a_link_that_only_refuses_programs_is_never_broken(empty, web, may_ask_ourselves):
    rows.contact(website=f"{web.url}/403")
    check(), check()
    assert (states(), broken()) == ({"403": ("refused", 403)}, [])


def test_what_no_text_names_any_more_is_forgotten(empty, web, may_ask_ourselves):
    contact = rows.contact(website=f"{web.url}/404")
    check()
    contact.website = f"{web.url}/200"
    contact.save()
    check()
    assert states() == {"200": ("ok", 200)}


def test_a_second_run_changes_nothing_but_the_day(empty, web, may_ask_ourselves):
    rows.contact(website=f"{web.url}/200")
    check()
    before = LinkCheck.objects.values("pk", "url", "state", "code", "places").get()
    check()
    assert LinkCheck.objects.values("pk", "url", "state", "code", "places").get() == before


def test_when_time_is_up_the_rest_waits_and_comes_first_the_next_time(empty, web):
    for path in ("200?1", "200?2", "200?3"):
        rows.contact(website=f"{web.url}/{path}")
    asker = Asker("x", timeout=5, pause=0, private=True)
    assert links.check(asker, limit=0).unasked == 3
    LinkCheck.objects.create(url=f"{web.url}/200?1", state="ok", code=200, checked_at=timezone.now())
    web.asked.clear()
    links.check(asker, limit=60)
    assert web.asked == [("HEAD", "/200?2"), ("HEAD", "/200?3"), ("HEAD", "/200?1")]


def test_the_places_of_a_link_are_those_of_now_even_where_time_was_up(empty, web):
    url = f"{web.url}/200"
    LinkCheck.objects.create(url=url, state="ok", code=200, checked_at=timezone.now(), places=[["portal.page", 1]])
    contact = rows.contact(website=url)
    links.check(Asker("x", private=True), limit=0)
    assert LinkCheck.objects.get().places == [["countries.contact", contact.pk]]


def test_hosts_take_turns():
    urls = ["https://a.example/1", "https://a.example/2", "https://b.example/1", "https://A.example/3"]
    assert links._in_turn(urls) == [
        "https://a.example/1", "https://b.example/1", "https://a.example/2", "https://A.example/3",
    ]  # fmt: skip


def test_nothing_inside_is_asked_unless_a_test_says_so(empty, web):
    rows.contact(website=f"{web.url}/200")
    check()
    assert (web.asked, states()) == ([], {"200": ("broken", None)})


def test_who_asks_names_the_portal(empty, web, may_ask_ourselves, settings):
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", ".foras.example"]
    rows.contact(website=f"{web.url}/200")
    check()
    assert web.agents == {"FORAS link check (+https://foras.example/)"}


@pytest.mark.parametrize("options", [{"timeout": 0}, {"timeout": 121}, {"pause": -1}, {"limit": 0}, {"limit": 90000}])
def test_absurd_patience_is_refused(options):
    with pytest.raises(CommandError, match="must be up to"):
        check(**options)
