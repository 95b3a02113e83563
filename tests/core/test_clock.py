"""The clock of Morocco comes from the pinned package, whatever the system says."""

import zoneinfo
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from shutil import copyfile

import pytest
import tzdata
from django.utils import timezone

from core import clock

NOVEMBER = datetime(2026, 11, 23, 12, tzinfo=UTC)


def system_zones(folder, zone):
    """A system's folder of zones in which Casablanca is a copy of `zone`."""
    (folder / "Africa").mkdir()
    copyfile(files("tzdata") / "zoneinfo" / zone, folder / clock.MOROCCO)
    return folder


@pytest.mark.parametrize(
    ("instant", "offset"),
    [
        (datetime(2026, 9, 19, 12, tzinfo=UTC), "+0100"),
        (datetime(2026, 9, 21, 12, tzinfo=UTC), "+0000"),
        (NOVEMBER, "+0000"),
        (datetime(2027, 7, 1, 12, tzinfo=UTC), "+0000"),
    ],
)
def test_morocco_is_one_hour_ahead_until_september_2026_and_on_universal_time_after(instant, offset):
    assert instant.astimezone(zoneinfo.ZoneInfo("Africa/Casablanca")).strftime("%z") == offset


def test_django_reckons_with_the_pinned_zone():
    assert timezone.localtime(NOVEMBER).isoformat() == "2026-11-23T12:00:00+00:00"


def test_no_folder_of_the_system_is_read():
    assert zoneinfo.TZPATH == ()


def test_the_version_is_that_of_the_installed_package():
    assert ".".join(map(str, clock.package_version())) == tzdata.__version__


def test_the_installed_package_knows_the_decree():
    assert clock.package_version() >= clock.OLDEST_PACKAGE == (2026, 3)


def test_an_older_system_is_one_hour_off(tmp_path):
    assert clock.system_difference(NOVEMBER, system_zones(tmp_path, "Etc/GMT-1")) == timedelta(hours=1)


def test_an_up_to_date_system_is_not_off(tmp_path):
    assert clock.system_difference(NOVEMBER, system_zones(tmp_path, clock.MOROCCO)) == timedelta(0)


def test_a_system_without_zones_is_not_off(tmp_path):
    assert clock.system_difference(NOVEMBER, tmp_path) == timedelta(0)
