"""Who may open what at the desk: every address of it × six roles × GET and POST, compared with a written policy."""

from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.urls import URLPattern, reverse

from sessions_app import release
from sessions_app.models import Closure, Coordinator, Cycle, Headcount, OpeningHours, Ramadan
from sessions_app.weeks import Week
from tests import rows

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "staff", "own", "other", "manager", "superuser")
WEEK = Week.parse("2026-W47")  # the week before the one in which this was written: its sessions have taken place

# Answers to the six roles, in order. "staff" has no rights on sessions; "own" coordinates the point that everything
# here belongs to, "other" another one, for whom these rows do not exist: 404, never 403.
LIST = (302, 403, 200, 200, 200, 200)
ROW = (302, 404, 200, 404, 200, 200)
READ_ONLY = (302, 404, 403, 404, 403, 403)
ACTION = (302, 403, 302, 404, 302, 302)  # done, and led back to the week
PAGE = (302, 403, 200, 404, 200, 200)
SHARED_ROW = (302, 403, 200, 200, 200, 200)  # modules and Ramadans belong to no point
MANAGERS_LIST = (302, 403, 403, 403, 200, 200)
MANAGERS_ROW = (302, 404, 403, 404, 200, 200)
MANAGERS_SHARED_ROW = (302, 403, 403, 403, 200, 200)
NOBODY = (302, 403, 403, 403, 403, 403)
POST_ONLY = (302, 405, 405, 405, 405, 405)
POINT_READ = (302, 404, 200, 404, 200, 200)


def usual(model: str, **different) -> dict:
    """The five addresses of a record that coordinators change."""
    policy = {"changelist": (LIST, LIST), "add": (LIST, LIST), "change": (ROW, ROW), "delete": (ROW, ROW)}
    policy |= {"history": (ROW, ROW)} | different
    return {f"sessions_app_{model}_{view}": answers for view, answers in policy.items()}


POLICY = {
    **usual("session", delete=(READ_ONLY, READ_ONLY)),  # it is public: cancelled, never deleted
    **usual("cycle", delete=(ROW, ROW)),
    **usual("room"),
    **usual("closure"),
    **usual("facilitator", delete=(MANAGERS_ROW, MANAGERS_ROW)),
    **usual("headcount", delete=(MANAGERS_ROW, MANAGERS_ROW)),
    **usual("release", add=(NOBODY, NOBODY), change=(ROW, READ_ONLY), delete=(READ_ONLY, READ_ONLY)),
    **usual(
        "orientationpoint",
        add=(MANAGERS_LIST, MANAGERS_LIST),
        change=(POINT_READ, MANAGERS_ROW),
        delete=(MANAGERS_ROW, MANAGERS_ROW),
    ),
    **usual(
        "coordinator",
        changelist=(MANAGERS_LIST, MANAGERS_LIST),
        add=(MANAGERS_LIST, MANAGERS_LIST),
        change=(MANAGERS_ROW, MANAGERS_ROW),
        delete=(MANAGERS_ROW, MANAGERS_ROW),
        history=(MANAGERS_ROW, MANAGERS_ROW),
    ),
    **{
        name: answers
        for model in ("module", "ramadan")
        for name, answers in usual(
            model,
            add=(MANAGERS_LIST, MANAGERS_LIST),
            change=(SHARED_ROW, MANAGERS_SHARED_ROW),
            delete=(MANAGERS_SHARED_ROW, MANAGERS_SHARED_ROW),
            history=(SHARED_ROW, SHARED_ROW),
        ).items()
    },
    "sessions_app_session_restore": (ROW, ROW),
    "sessions_app_closure_restore": (ROW, ROW),
    "sessions_app_orientationpoint_restore": (MANAGERS_ROW, MANAGERS_ROW),
    "sessions_app_module_restore": (MANAGERS_SHARED_ROW, MANAGERS_SHARED_ROW),
    "sessions_app_weeks": ((302, 403, 302, 302, 200, 200), (302, 403, 302, 302, 200, 200)),
    "sessions_app_week": (PAGE, PAGE),
    "sessions_app_week_release": (POST_ONLY, ACTION),
    "sessions_app_week_copy": (POST_ONLY, ACTION),
    "sessions_app_week_confirm": (POST_ONLY, ACTION),
    "sessions_app_session_move": (PAGE, PAGE),
    "sessions_app_session_headcount": (PAGE, ACTION),
    "sessions_app_session_reinstate": (PAGE, PAGE),
    "sessions_app_session_cancel": (PAGE, PAGE),
    "sessions_app_cycle_make": (LIST, LIST),
}


@pytest.fixture
def world(empty):
    """One row of everything, at one point."""
    Closure.objects.all().delete()
    Ramadan.objects.all().delete()
    point = rows.point(slug="oujda")
    session = rows.session(room=rows.room(point=point), day="2026-11-17")
    person = rows.facilitator()
    person.points.set([point])
    days = {"first_day": "2026-12-01", "last_day": "2026-12-01"}
    OpeningHours.objects.create(point=point, weekday=1, opens="09:00", closes="17:00")
    own = rows.coordinator(point)
    return SimpleNamespace(
        orientationpoint=point, session=session, room=session.room, module=session.module, facilitator=person,
        cycle=Cycle.objects.create(module=session.module, point=point, days=2),
        closure=Closure.objects.create(name_fr="Travaux", point=point, **days),
        ramadan=Ramadan.objects.create(first_day="2030-01-05", last_day="2030-02-03"),
        coordinator=Coordinator.objects.get(user=own),
        release=release.release(point, WEEK, None, ""),
        headcount=Headcount.objects.create(session=session, women=3),
        own=own,
        other=rows.coordinator(rows.point(slug="rabat")),
    )  # fmt: skip


@pytest.fixture
def users(world, editor):
    staff = rows.user()
    return {
        "staff": staff, "own": world.own, "other": world.other, "manager": rows.manager(), "superuser": editor,
    }  # fmt: skip


def names() -> set[str]:
    """Every named address of this app's desk, as the admin site has it now."""
    found = set()

    def walk(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                found.add(pattern.name)
            else:
                walk(pattern.url_patterns)

    walk(admin.site.get_urls())
    return {name for name in found if name and name.startswith("sessions_app_")}


def address(name: str, world) -> str:
    short = name.removeprefix("sessions_app_")
    if short in ("week", "week_release", "week_copy", "week_confirm"):
        return reverse(f"admin:{name}", args=["oujda", WEEK])
    if short == "session_cancel":
        return f"{reverse(f'admin:{name}')}?ids={world.session.pk}"
    model, _, view = short.partition("_")
    if view == "restore":
        row = getattr(world, model)
        return reverse(f"admin:{name}", args=[row.pk, row.history.first().history_id])
    if view in ("change", "delete", "history", "move", "reinstate", "headcount"):
        return reverse(f"admin:{name}", args=[getattr(world, model).pk])
    return reverse(f"admin:{name}")


def test_every_address_has_a_policy():
    assert names() == set(POLICY)


def test_every_role_gets_what_the_policy_says(world, users, client):
    answers, wanted = {}, {}
    for role in ROLES:
        client.logout()
        if role in users:
            client.force_login(users[role])
        for name, policy in POLICY.items():
            for method, expected in zip((client.get, client.post), policy, strict=True):
                key = (name, method.__name__, role)
                answers[key] = method(address(name, world)).status_code
                wanted[key] = expected[ROLES.index(role)]
    print(f"{len(answers)} answers compared with the policy")
    assert {key: (answers[key], wanted[key]) for key in answers if answers[key] != wanted[key]} == {}
    assert len(answers) == len(POLICY) * 2 * len(ROLES)


def test_somebody_who_is_not_signed_in_is_led_to_the_login(world, client):
    for name in POLICY:
        response = client.get(address(name, world))
        assert response.url.startswith("/fr/admin/login/"), name


@pytest.mark.parametrize("model", ["session", "room", "cycle", "facilitator", "headcount", "closure", "release"])
def test_lists_show_a_coordinator_nothing_of_another_point(model, world, client):
    client.force_login(world.other)
    response = client.get(reverse(f"admin:sessions_app_{model}_changelist"))
    assert list(response.context["cl"].result_list) == []
    client.force_login(world.own)
    response = client.get(reverse(f"admin:sessions_app_{model}_changelist"))
    assert list(response.context["cl"].result_list) == [getattr(world, model)]


def test_somebody_with_the_permissions_but_without_a_point_sees_nothing(world, client):
    client.force_login(rows.user("Session coordinator"))
    for model in ("session", "room", "cycle", "facilitator", "headcount", "closure", "release", "orientationpoint"):
        response = client.get(reverse(f"admin:sessions_app_{model}_changelist"))
        assert list(response.context["cl"].result_list) == [], model
    assert client.get(address("sessions_app_week", world)).status_code == 404


@pytest.mark.parametrize(
    ("model", "field"),
    [("session", "room"), ("session", "cycle"), ("headcount", "session"), ("session", "facilitators"),
     ("session", "point")],
)  # fmt: skip
def test_completions_are_limited_too(model, field, world, client):
    query = {"app_label": "sessions_app", "model_name": model, "field_name": field}
    found = {}
    for user in (world.own, world.other):
        client.force_login(user)
        response = client.get(reverse("admin:autocomplete"), query)
        found[user] = [int(result["id"]) for result in response.json()["results"]]
    row = {"room": world.room, "cycle": world.cycle, "session": world.session, "facilitators": world.facilitator}
    expected = row.get(field, world.orientationpoint).pk
    assert found[world.own] == [expected]
    assert expected not in found[world.other]


def test_filters_name_only_the_own_point(world, client):
    address = reverse("admin:sessions_app_session_changelist")
    client.force_login(rows.manager())
    assert f"point__id__exact={world.orientationpoint.pk}" in client.get(address).content.decode()
    client.force_login(world.other)
    assert world.orientationpoint.name not in client.get(address).content.decode()


def test_actions_do_not_reach_another_point(world, client):
    client.force_login(world.other)
    world.session.status = "draft"
    world.session.save()
    data = {"action": "confirm", "_selected_action": [world.session.pk]}
    client.post(reverse("admin:sessions_app_session_changelist"), data)
    world.session.refresh_from_db()
    assert world.session.status == "draft"
    client.force_login(world.own)
    client.post(reverse("admin:sessions_app_session_changelist"), data)
    world.session.refresh_from_db()
    assert world.session.status == "confirmed"


def test_what_is_not_a_number_or_too_large_is_a_404(world, desk):
    base = reverse("admin:sessions_app_session_cancel")
    for ids in ("", "?ids=", "?ids=x", "?ids=1,2,x", f"?ids={'9' * 30}", "?ids=9223372036854775807"):
        assert desk.get(base + ids).status_code == 404, ids
    for pk in (0, 2**63 - 1, 2**70):
        assert desk.get(reverse("admin:sessions_app_session_move", args=[pk])).status_code == 404
        assert desk.get(reverse("admin:sessions_app_session_change", args=[pk])).status_code == 404
    assert desk.get("/fr/admin/sessions_app/session/week/oujda/2026-W60/").status_code == 404
    assert desk.get("/fr/admin/sessions_app/session/week/nowhere/2026-W48/").status_code == 404
