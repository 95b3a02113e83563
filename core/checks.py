"""What Django checks at start: that the clock is the one Morocco lives by."""

from datetime import UTC, datetime

from django.core import checks
from django.core.checks import register

from core import clock


@register()
def pinned_zones(app_configs, **kwargs):
    if clock.package_version() < clock.OLDEST_PACKAGE:
        needed = ".".join(map(str, clock.OLDEST_PACKAGE))
        return [checks.Error(f"tzdata is older than {needed}: Moroccan hours would be wrong.", id="foras.E001")]
    difference = clock.system_difference(datetime.now(UTC))
    if difference:
        minutes = int(difference.total_seconds() // 60)
        return [
            checks.Warning(
                f"The system's clock for Morocco is {minutes:+d} minutes off the pinned time zone data.",
                hint="The portal uses the pinned data and is right; other programs on this machine may not be.",
                id="foras.W001",
            )
        ]
    return []
