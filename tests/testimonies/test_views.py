"""The pages of stories, as a reader gets them."""

import re

import brotli
import pytest

from testimonies import balance, models
from testimonies.models import Consent
from tests import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
LIGHT = 20_000  # bytes of a story's page, compressed, with its stylesheets


def titles(client, address: str) -> list[str]:
    """Titles of the cards, in order."""
    page = client.get(address).content.decode()
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a></h3>', page)


def public(title: str, tone: str = "success", **values):
    return rows.public_story(title_fr=title, tone=tone, **values)


def test_the_list_puts_a_hard_story_after_each_success(client):
    for title, tone in (("a", "success"), ("b", "success"), ("c", "difficulty"), ("d", "success"), ("e", "mixed")):
        public(title, tone)
    assert titles(client, "/fr/testimonies/") == ["a", "c", "b", "e", "d"]


def test_the_list_has_pages_of_twelve(client):
    for number in range(13):
        public(f"r{number}")
    assert titles(client, "/fr/testimonies/") == [f"r{number}" for number in range(12)]
    assert titles(client, "/fr/testimonies/?page=2") == ["r12"]
    assert titles(client, "/fr/testimonies/?page=nonsense") == [f"r{number}" for number in range(12)]


def test_the_filters_narrow_the_list(client):
    mali, eggs = rows.country(slug="mali"), rows.sector(slug="eggs")
    public("ici", country=mali)
    public("oeufs", sector=eggs)
    public("dur", "difficulty", country=mali, sector=eggs)
    assert titles(client, "/fr/testimonies/?country=mali") == ["ici", "dur"]
    assert titles(client, "/fr/testimonies/?sector=eggs") == ["oeufs", "dur"]
    assert titles(client, "/fr/testimonies/?tone=difficulty") == ["dur"]
    assert titles(client, "/fr/testimonies/?country=mali&sector=eggs&tone=success") == []


@pytest.mark.parametrize(
    "query", ["country=nowhere", "sector=nothing", "tone=blue", "tone=" + "x" * 500, "country=%00", "country=%FF"]
)
def test_an_unknown_value_finds_nothing_and_says_so(client, query):
    public("ici")
    response = client.get(f"/en/testimonies/?{query}")
    said = "No story matches this choice. Try another country, sector or outcome." in response.content.decode()
    assert (response.status_code, said) == (200, True)


def test_without_stories_the_list_says_why(client):
    said = "No story is published yet. A story appears here only when the person has agreed to it"
    assert said in client.get("/en/testimonies/").content.decode()


def test_a_story_is_told_in_order(client):
    story = public(
        "Chez elle",
        content_note_fr="Cette histoire parle de deuil.",
        displayed_name_fr="Awa",
        name_changed=True,
        region_fr="Kayes",
        year_of_return=2021,
        summary_fr="Le résumé.",
        transcript_fr="Un paragraphe.\nUn autre.",
        article_url="https://example.org/article",
        article_title="L’article",
        sector=rows.sector(name_fr="Couture"),
    )
    page = client.get(f"/fr/testimonies/{story.slug}/").content.decode()
    main = re.sub(r"<svg.*?</svg>", "", page[page.index("<article") : page.index("</article>")], flags=re.DOTALL)
    words = [word.strip() for word in re.sub(r"<[^>]+>", "\n", main).splitlines() if word.strip()]
    order = ["Cette histoire parle de deuil.", "Chez elle", "Awa", story.country.name_fr + " · Kayes", "Couture"]
    positions = [words.index(word) for word in [*order, "Le résumé.", "Un paragraphe.", "Un autre.", "L’article"]]
    assert positions == sorted(positions)
    assert ('href="https://example.org/article" rel="external noopener noreferrer"' in page, "2021" in words) == (
        True,
        True,
    )


def test_a_changed_name_is_said_on_page_card_and_text(client):
    story = public("Récit", displayed_name_fr="Awa", name_changed=True)
    addresses = ("/en/testimonies/", f"/en/testimonies/{story.slug}/", f"/en/testimonies/{story.slug}.txt")
    assert ["(name changed)" in client.get(address).content.decode() for address in addresses] == [True] * 3


def test_the_plain_text_can_be_sent_as_it_is(client):
    texts = {"summary_fr": "Résumé & suite", "transcript_fr": "Texte.", "displayed_name_fr": "Awa"}
    story = public("Le titre <b>", country=rows.country(name_fr="Mali"), **texts)
    response = client.get(f"/en/testimonies/{story.slug}.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.content.decode() == (
        "Le titre <b>\n\nAwa · Mali · It went well\n\nRésumé & suite\n\nTexte.\n\n"
        "Going home is voluntary. Each person lives it differently: what happened to one may not happen to you.\n\n"
        f"FORAS · http://testserver/en/testimonies/{story.slug}/\n\n"
    )


def test_a_country_shows_three_and_never_only_successes(client):
    country = rows.country(slug="ici")
    for title, tone in (("a", "success"), ("b", "success"), ("c", "success"), ("d", "difficulty")):
        public(title, tone, country=country)
    public("ailleurs")
    assert titles(client, "/fr/countries/ici/") == ["a", "d", "b"]


def test_home_shows_three(client):
    for number in range(4):
        public(f"r{number}", country=rows.country())
    assert titles(client, "/fr/") == ["r0", "r1", "r2"]


def test_a_country_without_stories_has_no_such_section(client):
    country = rows.country()
    assert 'id="stories"' not in client.get(f"/fr/countries/{country.slug}/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/fr/testimonies/", 4),
        ("/fr/testimonies/?country=ici&tone=success", 5),
        ("/fr/testimonies/recit/", 2),
        ("/fr/testimonies/recit.txt", 2),
        ("/fr/countries/ici/", 7),  # one of them asks for sessions
        ("/fr/", 5),  # one of them asks for sessions
    ],
)
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, number, address, queries):
    country = rows.country(slug="ici")
    for n in range(number):
        story = public(f"r{n}", slug=f"recit-{n}" if n else "recit", country=country, sector=rows.sector())
        story.sources.add(rows.source())
    with django_assert_num_queries(queries):
        client.get(address)


def test_a_storys_first_view_is_light(client):
    story = public("Titre", transcript_fr="Une phrase assez longue pour un récit, différente. " * 80)
    page = client.get(f"/fr/testimonies/{story.slug}/").content.decode()
    sheets = [b"".join(client.get(address)) for address in re.findall(r'/static/css/[^"]*\.css', page)]
    assert len(sheets) == 2  # the bundle, and the story's own
    weight = sum(len(brotli.compress(text, quality=6)) for text in (page.encode(), *sheets))
    assert (weight <= LIGHT, "<script" in page) == (True, False), weight


def test_what_shows_no_person_is_a_page_but_no_story(client):
    story = rows.story(slug="foras-en-bref", title_fr="FORAS en bref")
    models.Testimony.objects.filter(pk=story.pk).update(explainer=True, country=None, tone="")
    statuses = [client.get(f"/fr/testimonies/foras-en-bref{end}").status_code for end in ("/", ".txt")]
    listed = client.get("/fr/testimonies/").content.decode()
    assert (statuses, titles(client, "/fr/testimonies/"), titles(client, "/fr/")) == ([200, 200], [], [])
    assert 'href="/fr/testimonies/foras-en-bref/"' in listed


def test_a_level_below_video_offers_no_video(client):
    """Identity on the page: the same copies, one level after another."""
    story = public("Voix", slug="voix")
    recording = models.Recording.objects.create(
        testimony=story, kind="video", original="testimonies/originals/x", state="ready"
    )
    for kind in ("sound", "240p", "480p"):
        recording.renditions.create(kind=kind, file=f"testimonies/copies/{kind}", bytes=1, seconds=1)
    seen = []
    for level in models.Testimony.Identity:
        models.Testimony.objects.update(identity=level)
        page = client.get("/fr/testimonies/voix/").content.decode()
        seen.append((page.count("<audio"), page.count("<video")))
    assert seen == [(0, 0), (1, 0), (1, 0), (1, 2), (1, 2)]


def test_a_story_in_french_only_says_so_to_other_readers(client):
    story = public("Titre")
    page = client.get(f"/ar/testimonies/{story.slug}/").content.decode()
    assert '<h1><span lang="fr" dir="ltr">Titre</span></h1>' in page


def test_countries_without_a_hard_story_are_known():
    good, both, none = rows.country(), rows.country(), rows.country()
    public("a", country=good)
    public("b", country=both)
    public("c", "mixed", country=both)
    rows.story(country=good, tone="difficulty")  # no consent
    assert balance.countries_without_hard_stories() == [good, none]
    Consent.objects.filter(testimony__tone="mixed").update(web=False)
    assert balance.countries_without_hard_stories() == [good, both, none]
