"""Django refuses to start with old time zone data, and tells of a system that is behind."""

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from core import checks, clock
from tests.core.test_clock import NOVEMBER, system_zones

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOVEMBER):
        yield


def test_an_up_to_date_system_gives_no_message(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "SYSTEM_ZONES", system_zones(tmp_path, clock.MOROCCO))
    assert checks.pinned_zones(None) == []


def test_an_older_system_is_a_warning_that_counts_the_minutes(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "SYSTEM_ZONES", system_zones(tmp_path, "Etc/GMT-1"))
    assert [(message.id, message.msg) for message in checks.pinned_zones(None)] == [
        ("foras.W001", "The system's clock for Morocco is +60 minutes off the pinned time zone data.")
    ]


def test_an_older_package_is_an_error(monkeypatch):
    monkeypatch.setattr(clock, "OLDEST_PACKAGE", (2999, 1))
    assert [(message.id, message.msg) for message in checks.pinned_zones(None)] == [
        ("foras.E001", "tzdata is older than 2999.1: Moroccan hours would be wrong.")
    ]


def test_the_check_command_stops_on_the_error(monkeypatch):
    monkeypatch.setattr(clock, "OLDEST_PACKAGE", (2999, 1))
    with pytest.raises(SystemCheckError, match=r"foras\.E001"):
        call_command("check")
