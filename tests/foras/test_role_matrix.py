"""Every role × every address of the staff × GET and an empty POST equals the written policy of `roles`."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone
from django.utils.translation import override

from core import audit
from core.models import TranslatedModel
from countries.models import Country, Section
from desk.models import LinkCheck, PageWeight
from sessions_app.weeks import Week
from testimonies.models import Consent, Recording
from tests import rows
from tests.desk.people import member
from tests.foras import roles
from tests.sessions_app import test_desk_access as sessions
from tests.sessions_app.test_desk_access import world  # noqa: F401  (a row of everything that belongs to a point)

pytestmark = pytest.mark.django_db
ACTIONS = ("changelist", "add", "change", "delete", "history")
MODELS = {model._meta.label: model for model in admin.site._registry if model._meta.app_label != "sessions_app"}
SAMPLES = {"WeekConverter": Week.parse("2026-W48"), "CodeConverter": "N0NE2", "TokenConverter": "0" * 32}
QUERIES = {"admin:autocomplete": "?term=a&app_label=portal&model_name=page&field_name=sources"}


@pytest.fixture
def cast(world, editor):  # noqa: F811
    """The people, by role; and one row of every record: of Mali and of Guinea where they belong to a country."""
    made = {place: _rows_of(rows.country(slug=place)) for place in ("mali", "guinee")}
    shared = {
        "countries.Topic": rows.topic(), "countries.Sector": rows.sector(), "portal.Page": rows.page(),
        "portal.Step": rows.step(), "portal.Question": rows.question(), "portal.ChecklistItem": rows.checklist_item(),
        "portal.Figure": rows.figure(), "portal.Partner": rows.partner(), "core.Source": rows.source(),
        "auth.User": rows.user(), "auth.Group": Group.objects.create(name="Amis"),
        "core.AuditEntry": audit.record(None, "export"),
        "desk.LinkCheck": LinkCheck.objects.create(url="https://example.org/", state="ok", checked_at=timezone.now()),
        "desk.PageWeight": PageWeight.objects.create(path="/fr/", bytes=9_000, weighed_at=timezone.now()),
    }  # fmt: skip
    rows.section(country=made["guinee"]["countries.Country"], state="draft").delete()
    people = {
        "clerk": rows.user(),
        "translator": member("Translator", languages="ar"),
        "editor": member("Editor", countries=[Country.objects.get(slug="mali")]),
        "publisher": member("Publisher"),
        "local": member("Publisher", countries=[Country.objects.get(slug="mali")]),
        "coordinator": world.own,
        "manager": member("Session manager"),
        "programme": member("Programme manager"),
        "administrator": member("Administrator"),
        "superuser": editor,
    }
    return people, {place: shared | found for place, found in made.items()}


def _rows_of(country) -> dict:
    story = rows.story(country=country)
    return {
        "countries.Country": country,
        "countries.Section": rows.section(country=country, verified_on="2026-01-01", review_by="2026-07-01"),
        "countries.Opportunity": rows.opportunity(country=country),
        "countries.Contact": rows.contact(country=country),
        "testimonies.Testimony": story,
        "testimonies.Consent": rows.consent(story),
        "testimonies.Recording": Recording.objects.create(testimony=story, kind="sound", original="none/none"),
    }


def addresses() -> dict[str, URLPattern]:
    """Every named address of the staff: the admin's, the desk's, the prints."""
    found = {}

    def walk(entries, inside=""):
        for entry in entries:
            if not isinstance(entry, URLPattern):
                desk = getattr(entry.urlconf_name, "__name__", "") == "desk.urls"
                walk(entry.url_patterns, "admin:" if entry.app_name == "admin" else "desk" if desk else inside)
            elif entry.name and (inside or str(entry.pattern).startswith("admin/")):
                found[inside + entry.name if inside == "admin:" else entry.name] = entry

    walk(get_resolver().url_patterns)
    return found


def of_records() -> set[str]:
    return {
        f"admin:{label.lower().replace('.', '_')}_{action}" for label in MODELS for action in actions_on(MODELS[label])
    }


def actions_on(model) -> tuple[str, ...]:
    """What can be done with a row; of a text, bring back an older version as well (here one that never was)."""
    return (*ACTIONS, "restore") if issubclass(model, TranslatedModel) else ACTIONS


def test_every_address_of_the_staff_has_a_policy():
    of_sessions = {f"admin:{name}" for name in sessions.POLICY}
    known = set(roles.OTHERS) | roles.WALKED_ELSEWHERE | of_records() | of_sessions
    assert set(addresses()) - known == set()
    assert known - set(addresses()) == set()


def test_every_right_is_of_a_record_that_is_there():
    assert {label for rights in roles.RIGHTS.values() for label in rights} - set(MODELS) == set()


@pytest.mark.parametrize("role", roles.ROLES)
def test_each_role_gets_what_the_policy_says(role, cast, world):  # noqa: F811
    people, found = cast
    client = Client()
    if role in people:
        client.force_login(people[role])
    checks, faults = 0, {}
    with override("fr"):
        asked = [*_of_records(role, found), *_of_others(role, found), *_of_sessions(role, world)]
    for name, address, wanted in asked:
        got = (client.get(address).status_code, _post(client, address, _typed(name, found)))
        checks += 2
        if got != wanted:
            faults[name] = {"got": got, "wanted": wanted}
    print(f"{role}: {checks} checks, {len(faults)} against the policy")
    assert faults == {}
    assert checks > 300


def _typed(name, found) -> dict:
    """What a form needs to reach a row: of Mali, public and due for review. The others are posted empty."""
    return {"row": f"countries.section:{found['mali']['countries.Section'].pk}"} if "still_true" in name else {}


def _post(client, address, typed) -> int:
    """Nothing stays of what it did."""
    with transaction.atomic():
        status = client.post(address, typed).status_code
        transaction.set_rollback(True)
    return status


def _of_records(role, found):
    for label, model in MODELS.items():
        places = ("mali", "guinee") if label in roles.OF_A_COUNTRY else ("mali",)
        for place in places:
            row = found[place][label]
            for action in actions_on(model):
                if action in ACTIONS[:2] and place != "mali":
                    continue
                name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}"
                args = [] if action in ACTIONS[:2] else [row.pk, 0] if action == "restore" else [row.pk]
                address = reverse(name, args=args)
                yield f"{name} {place}", address, _wanted(role, label, action, foreign=place != "mali")


def _wanted(role, label, action, foreign) -> tuple[int, int]:
    if role == "anonymous":
        return 302, 302
    rights = roles.RIGHTS.get(role, {}).get(label, "")
    if role in roles.LIMITED and foreign and rights and action not in ACTIONS[:2]:
        return 404, 404
    if action == "restore":
        return (404, 404) if "c" in rights else (403, 403)
    sees, letter = "v" in rights, {"add": "a", "change": "c", "delete": "d"}.get(action)
    may = letter in rights if letter else sees
    read = 200 if (sees if action == "change" else may) else 403
    if label == "testimonies.Recording" and action == "change":
        return read, read  # its page only shows; uploads are made in the story
    if role == "translator" and action == "change" and may and label != "testimonies.Testimony":
        return read, 302  # none of the columns that are hers must be filled, and she has no parts to count
    return read, 200 if may else 403


def _of_others(role, found):
    for name, policy in roles.OTHERS.items():
        yield name, _address(name, found) + QUERIES.get(name, ""), policy[role]


def _address(name, found) -> str:
    if name.startswith("admin:auth_user_"):
        return reverse(name, args=[found["guinee"]["auth.User"].pk])
    if name.startswith("admin:testimonies_consent_"):
        return reverse(name, args=[Consent.objects.get(testimony=found["guinee"]["testimonies.Testimony"]).pk])
    if name == "admin:testimonies_recording_again":
        return reverse(name, args=[found["guinee"]["testimonies.Recording"].pk])
    if name == "desk_bring_back":
        return reverse(name, args=["countries.section", Section.history.get(history_type="-").history_id])
    if name == "admin:app_list":
        return reverse(name, args=["countries"])
    converters = addresses()[name].pattern.converters.values()
    return reverse(name, args=[SAMPLES.get(type(converter).__name__, "0") for converter in converters])


def _of_sessions(role, world):  # noqa: F811
    column = sessions.ROLES.index(roles.SESSIONS.get(role, "staff"))
    for name, (got, posted) in sessions.POLICY.items():
        wanted = (got[column], posted[column])
        if role == "translator":
            wanted = roles.TRANSLATED_SESSIONS.get(name, wanted)
        yield name, sessions.address(name, world), wanted
