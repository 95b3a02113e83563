"""Sizes and lengths as people who pay for each megabyte read them."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def size(count: int) -> str:
    """Bytes as "0.7 MB" or "84 kB", in the units in which data is sold: powers of ten."""
    if count < 99_500:
        return _("%(number)s kB") % {"number": max(1, round(count / 1000))}
    places = 1 if count < 9_950_000 else 0
    return _("%(number)s MB") % {"number": number_format(round(count / 1_000_000, places), places)}


def length_of_time(seconds: int) -> str:
    """45 as "45 s", 75 as "1 min 15 s", 118 as "2 min": exact to five seconds below three minutes."""
    if seconds < 60:
        return _("%(seconds)s s") % {"seconds": max(1, seconds)}
    minutes, rest = divmod(5 * round(seconds / 5), 60)
    if rest and minutes < 3:
        return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}
    return _("%(minutes)s min") % {"minutes": round(seconds / 60)}
