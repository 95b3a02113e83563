"""The icons we ship: every name a record may carry."""

from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FOLDER = settings.BASE_DIR / "static" / "icons"


@cache
def names() -> tuple[str, ...]:
    """All icon names, in order."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.svg")))


def validate_icon(name: str) -> None:
    if name not in names():
        raise ValidationError(
            _("There is no icon “%(name)s”. Choose among: %(all)s."), params={"name": name, "all": ", ".join(names())}
        )
