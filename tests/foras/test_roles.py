"""Who may open what at the desk. A new address of the admin is walked without being named here."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone
from django.utils.translation import override

from core import audit
from desk.models import LinkCheck, PageWeight
from sessions_app.admin.reached import ReachedAdmin
from sessions_app.models import Closure, Headcount, Ramadan
from sessions_app.weeks import Week
from testimonies.models import Recording
from tests import rows
from tests.pages import LANGUAGES, SESSION

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
ACTIONS = ("changelist", "add", "change", "delete", "history")
OPEN_TO_ALL = {"login", "jsi18n"}
SAMPLES = {"WeekConverter": Week.parse("2026-W48"), "CodeConverter": SESSION, "TokenConverter": "0" * 32}
# Made elsewhere, so that nobody adds them here: a week is released from its view, a recording is uploaded with its
# story, links and weights are found by commands.
NEVER_ADDED = {
    "core.AuditEntry", "sessions_app.Release", "testimonies.Recording",
    "desk.LinkCheck", "desk.PageWeight",
}  # fmt: skip


def desk_patterns(resolver=None, inside=""):
    """Namespace, name and pattern of every address of the admin, and of what is printed beside it."""
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry, URLPattern):
            yield from desk_patterns(entry, inside or ("admin:" if entry.app_name == "admin" else ""))
        elif inside or str(entry.pattern).startswith("admin/"):
            yield inside, entry.name, entry.pattern


def desk_addresses():
    """Every named address of the admin, "1" and such for its arguments."""
    found = []
    for namespace, name, pattern in desk_patterns():
        if name is not None and name not in OPEN_TO_ALL:
            sample = [SAMPLES.get(type(converter).__name__, "1") for converter in pattern.converters.values()]
            found.append(reverse(namespace + name, args=["countries"] if name == "app_list" else sample))
    return found


def test_nobody_who_is_not_signed_in_gets_past_the_door(client):
    with override("fr"):
        addresses = desk_addresses()
    addresses = [f"/{language}{address[3:]}" for address in addresses for language in LANGUAGES]
    answers = {address: client.get(address) for address in addresses}
    print(f"{len(answers)} addresses")
    assert len(answers) > 3 * 5 * len(MODELS)
    assert sum("/admin/prints/" in address for address in answers) == 3 * 7
    wrong = {
        address: answer.status_code
        for address, answer in answers.items()
        if (answer.status_code, answer.headers.get("Location", "").partition("?")[0]) != (302, _door(address))
    }
    assert wrong == {}


def _door(address):
    return f"{address[:10]}" if address.endswith("/logout/") else f"{address[:10]}login/"


def test_nor_does_a_form_that_they_send(client):
    with override("fr"):
        addresses = desk_addresses()
    wrong = {
        a for a in addresses if client.post(a, {"_save": "1"}).headers.get("Location", "").partition("?")[0] != _door(a)
    }
    assert wrong == set()


def test_every_model_has_all_its_addresses_in_the_walk():
    with override("fr"):
        addresses = set(desk_addresses())
        expected = {
            reverse(
                f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=[1] * (action in ACTIONS[2:])
            )
            for model in MODELS
            for action in ACTIONS
        }
    assert expected - addresses == set()


@pytest.fixture
def one_of_each(page_session):
    """A row of every model of the desk that the starter content leaves empty."""
    session = rows.session()
    rows.cycle(), rows.facilitator(), rows.coordinator(session.point)
    Headcount.objects.create(session=session, women=3)
    Closure.objects.create(name_fr="Travaux", first_day="2026-12-01", last_day="2026-12-01")
    Ramadan.objects.get_or_create(first_day="2030-01-05", last_day="2030-02-03")
    Recording.objects.create(testimony=rows.public_story(), kind="sound", original="testimonies/originals/none")
    audit.record(None, "export")
    LinkCheck.objects.create(url="https://example.org/", state="ok", code=200, checked_at=timezone.now())
    PageWeight.objects.create(path="/fr/", bytes=9_000, weighed_at=timezone.now())
    assert [model for model in MODELS if not model.objects.exists()] == []


@pytest.fixture
def clerk(client, django_user_model):
    """Somebody on the staff who has been given nothing yet."""
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    return client


def address_of(model, action):
    """Of the first row, where there is one."""
    row = model.objects.first()
    key = [row.pk if row else 1] if action in ACTIONS[2:] else []
    with override("fr"):
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=key)


def answers_of(browser, method):
    addresses = [address_of(model, action) for model in MODELS for action in ACTIONS]
    print(f"{len(addresses)} addresses, {method}")
    return {address: getattr(browser, method)(address).status_code for address in addresses}


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_without_permissions_may_open_no_model(clerk, one_of_each, method):
    answers = answers_of(clerk, method)
    wanted = {address_of(model, action): refusal(model, action) for model in MODELS for action in ACTIONS}
    assert len(answers) == len(ACTIONS) * len(MODELS)
    assert {address: status for address, status in answers.items() if status != wanted[address]} == {}


def refusal(model, action):
    """403; of what belongs to a point, 404, as for a row that never existed."""
    of_a_point = isinstance(admin.site.get_model_admin(model), ReachedAdmin)
    return 404 if of_a_point and action in ACTIONS[2:] else 403


def test_staff_without_permissions_find_no_source_while_typing(clerk):
    query = {"term": "a", "app_label": "portal", "model_name": "page", "field_name": "sources"}
    assert clerk.get("/fr/admin/autocomplete/", query).status_code == 403


def test_somebody_who_is_not_on_the_staff_stays_outside(client, one_of_each, django_user_model):
    client.force_login(django_user_model.objects.create_user("visitor"))
    assert set(answers_of(client, "get").values()) == {302}


def test_an_administrator_opens_every_list(desk):
    answers = answers_of(desk, "get")
    opened = {(model._meta.label, a): answers[address_of(model, a)] for model in MODELS for a in ACTIONS[:2]}
    assert {key: status for key, status in opened.items() if status != 200} == {
        (label, "add"): 403 for label in NEVER_ADDED
    }


def test_a_wrong_password_says_the_same_as_a_wrong_name(editor):
    pages = []
    for name in ("amina", "nobody"):
        answer = Client().post("/en/admin/login/", {"username": name, "password": "x"})
        pages.append(answer.content.decode().replace(name, "NAME").partition("csrfmiddlewaretoken")[0])
    assert pages[0] == pages[1]


def test_who_signs_out_is_out(desk):
    desk.post("/fr/admin/logout/")
    assert desk.get("/fr/admin/").status_code == 302
