"""Work on sessions, of the points that somebody reaches: counts not typed, drafts of next week, weeks not released."""

from collections import Counter
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import addresses
from core.translated import Reading, read
from desk import kinds
from desk.access import within
from desk.kinds import Kind, Link, Row, Words
from sessions_app.models import Headcount, Release, Session
from sessions_app.weeks import Week

UNCOUNTED = Words(
    "uncounted",
    _("Headcounts not typed"),
    _("Type the numbers from the paper."),
    _("Every session held is counted."),
    _("held on"),
)
DRAFTS = Words(
    "drafts",
    _("Sessions of next week that are still drafts"),
    _("Confirm them, or delete them: nobody can see them on the site."),
    _("No session of next week is still a draft."),
    _("planned on"),
)
UNRELEASED = Words(
    "unreleased",
    _("Weeks without a release"),
    _("Release the week and print its poster: nothing hangs on the wall yet."),
    _("This week and the next are released wherever sessions are planned."),
    _("week of"),
)


def work(user) -> list[Kind]:
    """The kinds of this module that are the user's to mend."""
    if not kinds.may(user, Session, "view"):
        return []
    return kinds.some([_unreleased(user), _drafts(user), _uncounted(user)])


def _uncounted(user) -> Kind | None:
    """The same sessions as the list's filter "past, without a headcount"."""
    if not kinds.may(user, Headcount, "add", "change"):
        return None
    found, count = kinds.first(_sessions(user).held().filter(headcount=None))
    rows = [_row(s, addresses.coming_back(_page("session_headcount", s.pk), kinds.back_to("uncounted"))) for s in found]
    everything = [Link(_("Sessions without a headcount"), addresses.of_list(Session, period="uncounted"), count)]
    return Kind(UNCOUNTED, count, rows, everything)


def _drafts(user) -> Kind | None:
    if not kinds.may(user, Session, "change"):
        return None
    week = Week.current().next
    found, count = kinds.first(_sessions(user).in_week(week.monday).filter(status=Session.Status.DRAFT))
    rows = [_row(s, _page("week", s.point.slug, week)) for s in found]
    everything = [
        Link(_("Drafts of next week"), addresses.of_list(Session, period="next", status__exact="draft"), count)
    ]
    return Kind(DRAFTS, count, rows, everything)


def _unreleased(user) -> Kind | None:
    """Weeks, this one and the next, with public sessions at a point and no release: nothing hangs on the wall."""
    if not kinds.may(user, Release, "add"):
        return None
    weeks = [Week.current(), Week.current().next]
    sessions = _sessions(user).public().between(weeks[0].monday, weeks[1].sunday)
    planned = Counter((session.point, Week.of(session.day)) for session in sessions)
    released = within(Release.objects.filter(monday__in=[week.monday for week in weeks]), user)
    there = set(released.values_list("point", "monday")) if planned else set()
    missing = [key for key in planned if (key[0].pk, key[1].monday) not in there]
    missing.sort(key=lambda key: (key[1], key[0].position, key[0].pk))
    rows = [_week_row(point, week, planned[point, week]) for point, week in missing[: kinds.FIRST]]
    everything = [Link(_("Weeks"), _page("weeks"))]
    return Kind(UNRELEASED, len(missing), rows, everything)


def _sessions(user) -> QuerySet:
    return within(Session.objects.select_related("module", "point").order_by("day", "starts", "pk"), user)


def _page(name: str, *where) -> str:
    return reverse(f"admin:sessions_app_{name}", args=where)


def _row(session: Session, address: str) -> Row:
    hours = f"\u2066{session.starts:%H:%M}–{session.ends:%H:%M}\u2069"  # kept from left to right
    return Row(read(session.module, "title"), hours, session.day, address, about=_city(session.point))


def _week_row(point, week: Week, count: int) -> Row:
    planned = ngettext("%(count)d public session", "%(count)d public sessions", count) % {"count": count}
    address = _page("week", point.slug, week)
    return Row(f"{week}", f"{_span(week)} · {planned}", week.monday, address, about=_city(point))


def _span(week: Week) -> str:
    first, last = (_day(day) for day in (week.monday, week.sunday))
    return f"{first} – {last}"


def _day(day: date) -> str:
    return formats.date_format(day, "j F")


def _city(point) -> Reading:
    return read(point, "city")
