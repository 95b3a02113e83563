"""Every public page in every language: what holds for all of them. Each page is fetched once."""

import gzip
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import polib
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import rows
from tests.foras.document import Document, text_nodes, texts_of
from tests.pages import LANGUAGES, PAGES, STORY_PAGES

pytestmark = pytest.mark.django_db
ORIGIN = "http://testserver"
MATRIX = [(language, place) for place in (*PAGES, *STORY_PAGES) for language in LANGUAGES]
MAY_STAND_BARE = {"FORAS", "WhatsApp"}  # names, nobody's language


def every_page(*languages):
    """The matrix, or its pages in some languages."""
    wanted = [(language, place) for language, place in MATRIX if language in (languages or LANGUAGES)]
    return pytest.mark.parametrize(("language", "place"), wanted)


@dataclass
class Visit:
    answer: object
    document: Document
    queries: int
    small: object  # the same page as brotli, as gzip, and asked for again with its ETag
    zipped: object
    unchanged: object


@pytest.fixture(scope="module")
def visits(static_files, django_db_setup, django_db_blocker):
    """Every page of the matrix with its queries, fetched by a visitor who says nothing of themselves.

    They show what a portal in use shows: a session in a released week, and the stories.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        rows.page_session()
        get_user_model().objects.create_superuser("amina")
        rows.publish_starter_stories()
        visits = {(language, place): visit(f"/{language}/{place}") for language, place in MATRIX}
        transaction.set_rollback(True)
    print(f"{len(visits)} pages fetched")
    return visits


def visit(path):
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get(path)
    small, zipped = asked(path), asked(path, **{"accept-encoding": "gzip"})
    unchanged = asked(path, **{"if-none-match": small.headers["ETag"]})
    return Visit(answer, Document(answer.content.decode()), len(queries), small, zipped, unchanged)


def asked(path, **headers):
    return Client().get(path, headers={"accept-encoding": "gzip, br"} | headers)


@pytest.fixture
def answer(visits, language, place):
    return visits[language, place].answer


@pytest.fixture
def document(visits, language, place):
    return visits[language, place].document


@every_page()
def test_it_opens(answer, language, place):
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


@every_page()
def test_a_strict_parser_accepts_it(document, language, place):
    assert document.errors == []


@every_page()
def test_it_says_its_language_and_direction(document, language, place):
    html = document.one("html")
    assert (html.get("lang"), html.get("dir")) == (language, "rtl" if language == "ar" else "ltr")


@every_page()
def test_its_ids_are_unique(document, language, place):
    ids = document.ids()
    assert sorted(ids) == sorted(set(ids))


@every_page()
def test_everything_it_refers_to_is_on_it(document, language, place):
    """Anchors of its own, labels of boxes, names of regions."""
    wanted = {e.get("href")[1:] for e in document.all("a") if e.get("href", "").startswith("#")}
    wanted |= {e.get("for") for e in document.all("label") if e.get("for")}
    wanted |= {e.get("aria-labelledby") for e in document.root.iter() if e.get("aria-labelledby")}
    assert wanted - set(document.ids()) == set()


@every_page()
def test_it_has_one_title_and_headings_do_not_jump(document, language, place):
    levels = document.headings()
    assert levels.count(1) == 1
    assert [pair for pair in zip([0, *levels], levels, strict=False) if pair[1] > pair[0] + 1] == []


@every_page()
def test_its_landmarks_are_there_once(document, language, place):
    assert [len(document.all(tag)) for tag in ("header", "main", "footer")] == [1, 1, 1]


@every_page()
def test_its_title_and_description_say_something(document, language, place):
    title, (description,) = " ".join(texts_of(document.one("title"))), document.meta("description")
    assert title.endswith(" · FORAS")
    assert len(title) > len(" · FORAS") + 2
    assert 20 <= len(description) <= 400


@every_page()
def test_its_canonical_address_is_its_own_without_query(document, language, place):
    path = place.partition("?")[0]
    assert [link.get("href") for link in document.links("canonical")] == [f"{ORIGIN}/{language}/{path}"]


@every_page()
def test_it_names_itself_in_each_language(document, language, place):
    path = place.partition("?")[0]
    expected = {code: f"{ORIGIN}/{code}/{path}" for code in LANGUAGES} | {"x-default": f"{ORIGIN}/{path}"}
    assert document.alternates() == expected


@every_page()
def test_the_pages_it_names_point_back(visits, document, language, place):
    path = place.partition("?")[0]
    others = [visits[code, path if (code, path) in visits else place].document for code in LANGUAGES]
    assert [other.alternates() for other in others] == [document.alternates()] * len(LANGUAGES)


@every_page()
def test_its_language_switch_leads_to_the_same_page(document, language, place):
    switches = {link.get("hreflang"): link.get("href") for link in document.all("a") if link.get("hreflang")}
    assert switches == {code: f"/{code}/{place}" for code in LANGUAGES}


@every_page()
def test_it_makes_a_card_when_it_is_shared(document, language, place):
    (image,) = document.meta("og:image")
    assert document.meta("og:url") == [document.links("canonical")[0].get("href")]
    assert [document.meta(name) for name in ("og:site_name", "og:type")] == [["FORAS"], ["website"]]
    assert re.fullmatch(rf"{ORIGIN}/static/img/card\.[0-9a-f]{{12}}\.png", image)
    assert document.meta("og:image:alt") == ["FORAS فرص"]
    assert document.meta("twitter:card") == ["summary_large_image"]


@every_page()
def test_it_does_not_say_what_made_it(document, language, place):
    assert document.meta("generator") == []


@every_page()
def test_it_asks_nobody_else_for_anything(document, language, place):
    """Scripts, styles, pictures and frames come from here; only links lead away."""
    sources = [e.get("src") or e.get("srcset") or e.get("data") for e in document.root.iter()]
    sources += [e.get("href") for e in document.all("link") if e.get("rel") in ("stylesheet", "icon", "preload")]
    assert [source for source in sources if source and not source.startswith("/static/")] == []


@every_page()
def test_it_carries_no_script_and_no_style_of_its_own(document, language, place):
    handlers = [name for e in document.root.iter() for name in e.attrib if name.startswith("on") or name == "style"]
    assert (document.all("script", "style"), handlers) == ([], [])


@every_page()
def test_links_that_lead_away_say_so(document, language, place):
    """Those that we write; editors write links into texts as they like."""
    written = {id(link) for text in document.all("div") if text.get("class") == "prose" for link in text.iter("a")}
    away = [e for e in document.all("a") if urlsplit(e.get("href", "")).netloc and id(e) not in written]
    # No newspaper learns which story was read.
    of_stories = {"external noopener noreferrer"} if place.startswith("testimonies/") else set()
    assert {e.get("rel") for e in away} <= {"external noopener"} | of_stories


@every_page()
def test_it_sets_no_cookie(answer, language, place):
    assert (answer.cookies.output(), answer.headers.get("Set-Cookie")) == ("", None)


@every_page()
def test_it_is_the_same_for_everybody(answer, language, place):
    assert (answer.headers["Vary"], answer.headers["Cache-Control"]) == ("Accept-Encoding", "no-cache")
    assert answer.headers["Content-Language"] == language


@every_page()
def test_it_takes_at_most_twelve_queries(visits, language, place):
    assert visits[language, place].queries <= 12


@every_page()
def test_it_stays_within_its_weight(answer, language, place):
    """The whole first view is at most 20 kB; the browser tests weigh styles and flags too."""
    assert len(brotli.compress(answer.content, quality=6)) <= 20_000


@every_page()
def test_it_is_compressed_and_answers_304(visits, language, place):
    visit = visits[language, place]
    encodings = [answer.headers["Content-Encoding"] for answer in (visit.small, visit.zipped)]
    assert encodings == ["br", "gzip"]
    assert brotli.decompress(visit.small.content) == gzip.decompress(visit.zipped.content) == visit.answer.content
    assert (visit.unchanged.status_code, visit.unchanged.content) == (304, b"")


@pytest.mark.parametrize("place", sorted({place.partition("?")[0] for place in (*PAGES, *STORY_PAGES)}))
def test_its_address_without_language_leads_to_it(client, place):
    answer = client.get(f"/{place}", headers={"accept-language": "ar"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/ar/{place}")


def test_every_link_inside_the_site_opens(visits, public_stories, client):
    hrefs = {e.get("href") for visit in visits.values() for e in visit.document.all("a")}
    inside = {href.partition("#")[0] for href in hrefs if href.startswith("/")}
    print(f"{len(inside)} links")
    assert len(inside) > 90
    assert {path for path in inside if client.get(path).status_code != 200} == set()


def test_every_anchor_on_another_page_is_there(visits, public_stories, client):
    hrefs = {e.get("href") for visit in visits.values() for e in visit.document.all("a")}
    wanted = {tuple(href.split("#", 1)) for href in hrefs if href.startswith("/") and "#" in href}
    found = {path: set(Document(client.get(path).content.decode()).ids()) for path in {path for path, _ in wanted}}
    print(f"{len(wanted)} anchors")
    assert len(wanted) > 50
    assert {f"{path}#{anchor}" for path, anchor in wanted if anchor not in found[path]} == set()


# Languages


@cache
def english_left_over(language):
    """English msgids, without placeholders, that no entry of `language` says: "Contacts" may be French too."""
    file = polib.pofile(str(Path(settings.BASE_DIR) / f"locale/{language}/LC_MESSAGES/django.po"))
    return {entry.msgid for entry in file if "%" not in entry.msgid} - {entry.msgstr for entry in file} - {"English"}


def interface_strings(document):
    """Text nodes, and the attributes that are read aloud."""
    attributes = ("aria-label", "title", "alt", "placeholder")
    read = [e.get(name) for e in document.root.iter() for name in attributes if e.get(name)]
    return {text for text, _ in text_nodes(document.root) if text} | {*read, *document.meta("description")}


@every_page("fr", "ar")
def test_no_string_of_the_interface_is_left_in_english(document, language, place):
    assert interface_strings(document) & english_left_over(language) == set()


@pytest.fixture
def in_french_only(empty):
    """One row of everything that the pages of the matrix show, none of it translated."""
    countries = [rows.country(slug=slug, introduction_fr="Un pays.") for slug in ("senegal", "mali", "guinea")]
    for country in countries:
        section = rows.section(country=country, in_brief_fr="En bref.")
        rows.opportunity(country=country, risks_fr="Un risque.", budget_min=5, budget_currency="XOF")
        contact = rows.contact(country=country, what_for_fr="Aide.", phones="33", email="a@b.ma", acronym="Abc")
        contact.topics.add(section.topic)
    mali, story = countries[1], {"transcript_fr": "Le matin.", "content_note_fr": "la mer", "region_fr": "Kolda"}
    rows.public_story(country=mali, slug="poultry-farm-kolda", tone="difficulty", **story)
    made = [rows.step(stop_fr="Dites-le."), rows.question(), rows.checklist_item(), rows.figure(), rows.contact()]
    made += [rows.page(slug=slug, summary_fr="Résumé.") for slug in ("about", "rights", "privacy", "accessibility")]
    made += [
        rows.partner(role_fr="Aide."),
        rows.point(note_fr="Demandez."),
        rows.module(what_you_learn_fr="Savoir."),
        contact,
    ]
    for row in made:
        row.sources.add(rows.source(publisher="Éditeur"))


@every_page("ar")
def test_in_arabic_whatever_is_not_arabic_says_so(in_french_only, client, language, place):
    """Every word in Latin letters stands in an element with its own language, or in a `bdi`."""
    body = Document(client.get(f"/{language}/{place}").content.decode()).one("body")
    bare = [text for text, marked in text_nodes(body) if not marked]
    assert {word for text in bare for word in re.findall("[A-Za-zÀ-ÿ]{2,}", text)} - MAY_STAND_BARE == set()


@every_page("ar")
def test_an_arabic_page_has_western_digits(document, language, place):
    assert re.findall("[٠-٩۰-۹]", document.html) == []
