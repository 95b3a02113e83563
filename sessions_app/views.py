"""Where and when orientation is given, and what one learns there."""

from datetime import timedelta
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core import languages
from sessions_app import agenda, calendar, closed_days, opening, release, share, timetable
from sessions_app.forms import SessionFilter
from sessions_app.models import OrientationPoint, Session
from sessions_app.weeks import Week

MOST = 12  # upcoming sessions on the page of a point; the weeks have the rest


def sessions(request):
    form = SessionFilter(request.GET)
    return render(request, "sessions_app/sessions.html", {"form": form, "cities": form.cities()})


def point(request, point):
    row = get_object_or_404(OrientationPoint.objects.published().prefetch_related("sources"), slug=point)
    now = timezone.localtime()
    openings = opening.of(row, now.date(), now.date() + timedelta(days=60))
    context = {
        "point": row,
        "now": openings.at(now),
        "weekdays": opening.weekdays(openings.hours),
        "invented": any(hours.example for hours in openings.hours),
        "ask": _whom_to_ask(row),
        "ramadan": openings.ramadans[0] if openings.ramadans else None,
        "sessions": closed_days.mark(row.sessions.on_site().upcoming())[:MOST],
        "week": Week.current(),
        "release": release.latest(row, Week.current()),
    }
    return render(request, "sessions_app/point.html", context)


def week(request, point, week):
    row = get_object_or_404(agenda.points_around(week), slug=point)
    sessions = list(closed_days.mark(row.sessions.on_site().in_week(week.monday)))
    released = release.latest(row, week)
    entries = [timetable.entry(session) for session in sessions]
    context = {
        "point": row,
        "week": week,
        "days": agenda.by_day(sessions, week, opening.of(row, week.monday, week.sunday)),
        "has_sessions": bool(sessions),
        "this_week": Week.current(),
        "is_current": week == Week.current(),
        "release": released,
        "changes": release.changes(released, entries) if released else [],
    }
    return render(request, "sessions_app/week.html", context)


def session(request, point, code):
    row = _session(point, code)
    context = {
        "session": row,
        "closure": closed_days.closure_of(row) if row.closed_day else None,
        "cycle": row.cycle.sessions.on_site().order_by("day", "starts", "pk") if row.cycle else (),
        "week": Week.of(row.day),
        "ask": _whom_to_ask(row.point),
        "message": quote(_message(request, row)),
    }
    return render(request, "sessions_app/session.html", context)


def session_ics(request, point, code):
    row = _session(point, code)
    if row.status == Session.Status.MOVED:  # the new date has the event now
        if row.new_date is None:
            raise Http404
        return redirect("session_ics", row.new_date.point.slug, row.new_date.code)
    return _calendar_file(calendar.session_ics(row, languages.current(), _origin(request)), f"foras-{code}.ics")


def session_text(request, point, code):
    text = _message(request, _session(point, code))
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"X-Robots-Tag": "noindex"})


def point_feed(request, point):
    row = get_object_or_404(OrientationPoint.objects.published(), slug=point)
    return _calendar_file(calendar.feed_ics(row, languages.current(), _origin(request)), f"foras-{point}.ics")


def _session(point: str, code: str) -> Session:
    """The public session at this address; a draft is not found."""
    return get_object_or_404(closed_days.mark(Session.objects.on_site()), point__slug=point, code=code)


def _whom_to_ask(point: OrientationPoint) -> OrientationPoint | None:
    """The point to call where `point` has no number of its own."""
    return None if point.phone else OrientationPoint.objects.published().exclude(phone="").first()


def _message(request, session: Session) -> str:
    return share.text(session, languages.current(), _origin(request) + session.get_absolute_url())


def _origin(request) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _calendar_file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
