"""Which version of the timetable a sheet goes with, and when it was printed: old and new ones can be told apart."""

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions_app import release as releases
from sessions_app.models import OrientationPoint, Release, Session
from sessions_app.prints import wording
from sessions_app.weeks import Week


def numbered(release: Release) -> str:
    """ "version 7 · 12 mars 2026"."""
    number = _("version %(number)s") % {"number": release.number}
    return f"{number} · {wording.day_month_year(timezone.localdate(release.released_at))}"


def of_week(point: OrientationPoint, week: Week) -> str:
    """The version that should hang on the wall, or that there is none."""
    release = releases.latest(point, week)
    return numbered(release) if release else _("week not released")


def printed_today() -> str:
    return _("printed on %(date)s") % {"date": wording.day_month_year(timezone.localdate())}


def of_session(session: Session) -> str:
    """ "version 7 · 12 mars 2026 · imprimé le 14 mars 2026"."""
    return f"{of_week(session.point, Week.of(session.day))} · {printed_today()}"
