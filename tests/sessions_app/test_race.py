"""Real concurrent writers on both engines, in a process and a database of their own (see race.py)."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Scenario → {"in": how many got in, "others": what stopped the rest}."""
    environment = os.environ | {"DATA_DIR": str(tmp_path_factory.mktemp("race")), "PYTHONPATH": str(settings.BASE_DIR)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)  # the portal's own settings: SQLite as it is served, in a file
    done = subprocess.run(
        [sys.executable, "-m", "tests.sessions_app.race"],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    results = json.loads(done.stdout.splitlines()[-1])
    print(f"concurrent writers on {connection.vendor}: {results}")
    return results


@pytest.mark.parametrize("writers", [2, 10])
def test_one_of_them_gets_the_room(outcomes, writers):
    assert outcomes[f"same room, {writers}"] == {"in": 1, "others": ["room"] * (writers - 1)}


@pytest.mark.parametrize("writers", [2, 10])
def test_one_of_them_gets_the_facilitator(outcomes, writers):
    assert outcomes[f"same facilitator, {writers}"] == {"in": 1, "others": ["facilitator"] * (writers - 1)}


def test_nobody_stands_in_the_way_of_the_others(outcomes):
    assert outcomes["different rooms, 10"] == {"in": 10, "others": []}


def test_locks_taken_crosswise_do_not_deadlock(outcomes):
    """Five want each room, all want the same two people: one gets in, the nine others are told why."""
    result = outcomes["crossing, 10"]
    assert (result["in"], len(result["others"])) == (1, 9)
    assert set(result["others"]) <= {"facilitator+facilitator", "room+facilitator+facilitator"}


def test_the_lock_alone_is_enough(outcomes):
    assert outcomes["same room, lock only, 10"] == {"in": 1, "others": ["room"] * 9}


def test_on_postgresql_the_constraint_alone_is_enough(outcomes):
    result = outcomes["same room, constraint only, 10"]
    if connection.vendor == "postgresql":
        assert result == {"in": 1, "others": ["room"] * 9}
    else:
        assert result["in"] > 1  # SQLite has no such constraint: there this is one more control


@pytest.mark.parametrize("control", ["same room, 2", "same room, 10", "same facilitator, 10"])
def test_control_without_protection_they_are_booked_twice(outcomes, control):
    assert outcomes[f"control: {control}"]["in"] > 1


def test_a_form_of_before_does_not_revive_what_is_cancelled_meanwhile(outcomes):
    assert outcomes["stale form"] == {"saved": "off", "status": "cancelled", "reason": "Salle inondée"}


def test_control_without_looking_at_the_stored_row_it_would(outcomes):
    assert outcomes["control: stale form"] == {"saved": "yes", "status": "confirmed", "reason": ""}
