"""Who may open what at the desk. A new address of the admin is walked without being named here."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import override

from tests.pages import LANGUAGES

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
ACTIONS = ("changelist", "add", "change", "delete", "history")
OPEN_TO_ALL = {"login", "jsi18n"}


def desk_patterns(resolver=None, inside=False):
    """Name and number of arguments of every address of the admin."""
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry, URLPattern):
            yield from desk_patterns(entry, inside or entry.app_name == "admin")
        elif inside:
            yield entry.name, entry.pattern.regex.groups


def desk_addresses():
    """Every named address of the admin, "1" and such for its arguments."""
    found = []
    for name, arguments in desk_patterns():
        if name is not None and name not in OPEN_TO_ALL:
            sample = ["countries"] if name == "app_list" else ["1"] * arguments
            found.append(reverse(f"admin:{name}", args=sample))
    return found


def test_nobody_who_is_not_signed_in_gets_past_the_door(client):
    with override("fr"):
        addresses = desk_addresses()
    addresses = [f"/{language}{address[3:]}" for address in addresses for language in LANGUAGES]
    answers = {address: client.get(address) for address in addresses}
    print(f"{len(answers)} addresses")
    assert len(answers) > 3 * 5 * len(MODELS)
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
def clerk(client, django_user_model):
    """Somebody on the staff who has been given nothing yet."""
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    return client


def answers_of(browser, method):
    found = {}
    with override("fr"):
        for model in MODELS:
            row = model.objects.first()
            for action in ACTIONS:
                key = [row.pk if row else 1] if action in ACTIONS[2:] else []
                address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=key)
                found[address] = getattr(browser, method)(address).status_code
    print(f"{len(found)} addresses, {method}")
    return found


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_without_permissions_may_open_no_model(clerk, method):
    answers = answers_of(clerk, method)
    # A row that is not there is looked for before anybody asks who wants it, and leads back to the front page.
    absent = {reverse_of(model, action) for model in MODELS if not model.objects.exists() for action in ACTIONS[2:]}
    assert len(answers) == len(ACTIONS) * len(MODELS)
    assert {address: status for address, status in answers.items() if status != 403 and address not in absent} == {}


def reverse_of(model, action):
    with override("fr"):
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=[1])


def test_staff_without_permissions_find_no_source_while_typing(clerk):
    query = {"term": "a", "app_label": "portal", "model_name": "page", "field_name": "sources"}
    assert clerk.get("/fr/admin/autocomplete/", query).status_code == 403


def test_somebody_who_is_not_on_the_staff_stays_outside(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("visitor"))
    assert set(answers_of(client, "get").values()) == {302}


def test_an_administrator_opens_every_list(desk):
    opened = {address: status for address, status in answers_of(desk, "get").items() if "/1/" not in address}
    assert set(opened.values()) == {200}


def test_a_wrong_password_says_the_same_as_a_wrong_name(editor):
    pages = []
    for name in ("amina", "nobody"):
        answer = Client().post("/en/admin/login/", {"username": name, "password": "x"})
        pages.append(answer.content.decode().replace(name, "NAME").partition("csrfmiddlewaretoken")[0])
    assert pages[0] == pages[1]


def test_who_signs_out_is_out(desk):
    desk.post("/fr/admin/logout/")
    assert desk.get("/fr/admin/").status_code == 302
