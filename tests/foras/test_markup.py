"""No text that staff or a database may hold becomes markup, on any page or at the desk.

Hostile strings are written past all validation into every text column of every model. A page must then have exactly
the elements and attributes that it has with harmless strings of the same length.
"""

from collections import Counter

import pytest
from django.contrib import admin
from django.db.models import CharField, TextField

from core.models import Source
from sessions_app.models import Closure, Cycle, Facilitator, Release, Room, Session
from testimonies.models import Consent, Recording, Testimony
from tests import rows
from tests.core.test_admin import path as desk_path
from tests.foras.document import Document
from tests.pages import LANGUAGES, PAGES, SESSION, STORY_PAGES

pytestmark = pytest.mark.django_db
TAGS = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><b>{{ 7|add:7 }}</title></textarea>"
)
HOSTILE = {"tags": TAGS, "address": "javascript:alert(1)//" + TAGS, "data": "data:text/html,<script>alert(1)</script>"}
# Columns by which pages are found, filtered or drawn; their values come from lists, not from anybody's hands.
STRUCTURE = {
    "slug", "iso", "icon", "state", "kind", "group", "short_answer", "unit", "needs_basis", "risks_basis",
    "tone", "spoken_language", "languages", "status", "basis", "explained_in", "step", "claim", "original",
}  # fmt: skip
MODELS = (*rows.CONTENT, Source, Session, Room, Cycle, Facilitator, Closure, Release, Recording)
PLACES = (*PAGES, *STORY_PAGES)
# What nobody may delete at the desk: the ledger and its stories are withdrawn, what was public is cancelled.
KEPT = {Consent, Testimony, Session, Release, Recording}
SCHEMES = ("http:", "https:", "mailto:", "tel:", "sms:", "/", "#", "?")


@pytest.fixture(autouse=True)
def everything(public_stories, page_session):
    """A row of every model; the stories are public, and the session has a group, a reason and people."""
    session = Session.objects.get(code=SESSION)
    session.cycle, session.day_number = rows.cycle(group="3"), 1
    session.audience_note_fr, session.internal_note = "Pour tous", "Rien"
    session.save()
    session.facilitators.add(rows.facilitator())
    Closure.objects.create(name_fr="Travaux", point=session.point, first_day="2026-11-26", last_day="2026-11-26")
    off = {"status": "cancelled", "reason_fr": "Grève", "room": session.room, "module": session.module}
    rows.session(starts="14:00", ends="15:00", **off)
    story = Testimony.objects.filter(explainer=False).first()
    words = {"fault": "Rien", "error": "ffmpeg", "state": "failed"}
    Recording.objects.create(testimony=story, kind="sound", original="testimonies/originals/none", **words)


def text_columns(model):
    """Every text column that is not structure nor unique; the empty ones stay empty."""
    columns = [field for field in model._meta.concrete_fields if isinstance(field, CharField | TextField)]
    return [f for f in columns if f.name not in STRUCTURE and not f.unique and not f.name.startswith(("url", "name_x"))]


def fill(text):
    """Writes `text` into every text column of every row, cut to what the column takes."""
    count = 0
    for model in MODELS:
        values = {field.name: text[: field.max_length] for field in text_columns(model)}
        if model is Source:
            for row in Source.objects.all():
                Source.objects.filter(pk=row.pk).update(url=f"{text[:400]}{row.pk}")
        model.objects.update(**values)
        count += len(values)
    return count


def shape(html):
    """How often each element with its attributes stands on the page."""
    return Counter((e.tag, *sorted(e.attrib)) for e in Document(html).root.iter())


def faults(html):
    """Elements, attributes and links that must never come from a text."""
    document = Document(html)
    ours = {id(bold) for leaf in document.root.iterfind(".//*[@class='leaf']") for bold in leaf.iter("b")}
    wrong = document.all("script", "img", "iframe", "object", "embed", "style", "base", "b")
    found = [e.tag for e in wrong if id(e) not in ours]
    found += [name for e in document.root.iter() for name in e.attrib if name.startswith("on") or name == "style"]
    return found + bad_links(document)


def bad_links(document):
    hrefs = [
        e.get(name) for e in document.root.iter() for name in ("href", "src", "action", "formaction") if e.get(name)
    ]
    return [href[:60] for href in hrefs if not href.startswith(SCHEMES)]


def pages(client):
    paths = [f"/{language}/{page}" for page in PLACES for language in LANGUAGES]
    answers = {path: client.get(path) for path in paths}
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 200} == {}
    return {path: answer.content.decode() for path, answer in answers.items()}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_becomes_markup_on_any_page(client, name):
    columns = fill(HOSTILE[name])
    found = {path: faults(html) for path, html in pages(client).items()}
    print(f"{columns} columns × {len(found)} pages")
    assert (columns > 150, len(found)) == (True, len(PLACES) * len(LANGUAGES))
    assert {path: fault for path, fault in found.items() if fault} == {}


def test_a_page_full_of_markup_has_the_elements_of_a_page_without(client):
    """With "x" for "<", the same pages; rich texts are left out, cleaning them takes elements away."""
    fill(TAGS.replace("<", "x").replace(">", "x"))
    harmless = {path: shape(html) for path, html in pages(client).items()}
    fill(TAGS)
    hostile = {path: shape(html) for path, html in pages(client).items()}
    assert {path for path in harmless if harmless[path] != hostile[path]} == set()


def test_template_tags_in_a_text_are_only_a_text(client):
    fill("{{ 7|add:7 }}{% now 'Y' %}")
    html = client.get("/fr/questions/").content.decode()
    assert ("{{ 7|add:7 }}" in html, ">14" in html) == (True, False)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_becomes_markup_in_a_list_or_form_of_the_desk(desk, name):
    fill(HOSTILE[name])
    opened, kept = {}, set()
    for model in sorted(admin.site._registry, key=lambda model: model._meta.label):
        if model in MODELS:
            row = model.objects.first()
            places = [desk_path(model), desk_path(model, "change", row.pk), desk_path(model, "history", row.pk)]
            opened |= {place: desk.get(place) for place in places}
            delete = desk.get(desk_path(model, "delete", row.pk))
            if delete.status_code == 403:
                kept.add(model)
            else:
                opened[desk_path(model, "delete", row.pk)] = delete
    print(f"{len(opened)} pages of the desk")
    assert kept == KEPT
    assert (len(opened), {a.status_code for a in opened.values()}) == (4 * len(MODELS) - len(KEPT), {200})
    found = {place: desk_faults(Document(answer.content.decode())) for place, answer in opened.items()}
    assert {place: fault for place, fault in found.items() if fault} == {}


def desk_faults(document):
    """Django's own pages have scripts and pictures with an address here; ours would have none."""
    scripts = [e for e in document.all("script") if not (e.get("src") or "").startswith(("/static/", "/fr/admin/"))]
    own = [e for e in scripts if e.get("type") not in ("importmap", "application/json") and e.get("id") is None]
    pictures = [e.get("src") for e in document.all("img") if not (e.get("src") or "").startswith("/static/")]
    handlers = [name for e in document.root.iter() for name in e.attrib if name.startswith("on")]
    links = [link for link in bad_links(document) if not link.startswith("../")]
    return [e.tag for e in own] + pictures + handlers + links
