"""Moroccan time from the pinned `tzdata` package, never from the system.

Morocco's clock is decided by decree: UTC+0 all year since 20 September 2026 (IANA 2026c). `zoneinfo` reads the
system's files first, and an older system still says UTC+1. So the process reads the package alone.
"""

import importlib.metadata
import zoneinfo
from datetime import UTC, datetime, timedelta
from pathlib import Path

OLDEST_PACKAGE = (2026, 3)  # tzdata 2026.3 is IANA 2026c, the first with the decree of September 2026
MOROCCO = "Africa/Casablanca"
SYSTEM_ZONES = Path("/usr/share/zoneinfo")


def use_pinned_zones() -> None:
    """Make `zoneinfo` read the tzdata package only. Call it before anything asks for a zone.

    Raises RuntimeError when the package is older than the decree: Moroccan hours would be wrong.
    """
    if package_version() < OLDEST_PACKAGE:
        raise RuntimeError(f"tzdata {'.'.join(map(str, OLDEST_PACKAGE))} or newer is needed: install it.")
    zoneinfo.reset_tzpath(to=[])
    zoneinfo.ZoneInfo.clear_cache()


def package_version() -> tuple[int, int]:
    """The installed tzdata package's (year, number): (2026, 6) for 2026.6."""
    year, number, *_ = importlib.metadata.version("tzdata").split(".")
    return int(year), int(number)


def system_difference(instant: datetime, zones: Path | None = None) -> timedelta:
    """How far the system's Moroccan clock is from the pinned one at `instant`; zero when the system has none."""
    file = (zones or SYSTEM_ZONES) / MOROCCO
    if not file.exists():
        return timedelta(0)
    with file.open("rb") as stream:
        system = zoneinfo.ZoneInfo.from_file(stream)
    pinned = zoneinfo.ZoneInfo(MOROCCO)
    utc = instant.astimezone(UTC)
    return utc.astimezone(system).utcoffset() - utc.astimezone(pinned).utcoffset()
