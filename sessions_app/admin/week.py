"""The week view: what stands in the week of a point, and all that is done with a week."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import formats
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core import languages
from sessions_app import desk, planning, reach, releasing, timetable
from sessions_app import release as releases
from sessions_app.admin.pages import demand, linked, note, page, reached_point, warn_of, warn_of_nobody
from sessions_app.models import Session
from sessions_app.weeks import Week

AHEAD = 12  # weeks to which one may copy
SESSION_PRINTS = (
    ("print_sign_in", _("Sign-in sheet")),
    ("print_slips", _("Slips")),
    ("print_door", _("Door sign")),
)


class ReleaseForm(forms.Form):
    comment = forms.CharField(label=_("Why"), max_length=200, required=False)
    although_closed = forms.BooleanField(
        label=_("Release although the point is closed on the day of a session"), required=False
    )


class CopyForm(forms.Form):
    """To one of the weeks after the one shown."""

    target = forms.TypedChoiceField(label=_("to the week"), coerce=Week.parse)

    def __init__(self, week: Week, data=None):
        super().__init__(data)
        following = []
        while len(following) < AHEAD and (week := week.next):
            following.append(week)
        self.fields["target"].choices = [(str(week), week_label(week)) for week in following]


def week_label(week: Week) -> str:
    """ "2026-W48 · 23 novembre – 29 novembre": what a wall calendar and a person say."""
    first, last = (formats.date_format(day, "j F") for day in (week.monday, week.sunday))
    return f"\u2066{week}\u2069 · {first} – {last}"  # the marks keep it from left to right where no <bdi> can stand


def points(request: HttpRequest) -> HttpResponse:
    """Where the desk begins: the week of one's own point, or the choice among several."""
    demand(request, "view_session")
    reached = list(reach.points_of(request.user))
    if len(reached) == 1:
        return redirect("admin:sessions_app_week", reached[0].slug, Week.current())
    return page(request, "points.html", _("Weeks"), points=reached, week=Week.current())


def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """A week that does not exist, such as 2026-W60. Django would take the address for the key of a session."""
    raise Http404


def week(request: HttpRequest, point: str, week: Week) -> HttpResponse:
    demand(request, "view_session")
    place = reached_point(request, point)
    days = desk.week(place, week)
    cards = [card for day in days for card in day.cards]
    people = {
        person.pk: person for card in cards if not card.session.is_off for person in card.session.facilitators.all()
    }
    return page(
        request,
        "week.html",
        place,
        point=place,
        week=week,
        current=Week.current(),
        days=days,
        cards=cards,
        drafts=sum(not card.session.is_public for card in cards),
        clashes=sum(card.clashes for card in cards),
        on_closed_days=any(card.session.is_public and card.is_on_closed_day for card in cards),
        people=sorted(people.values(), key=lambda person: person.name),
        session_prints=SESSION_PRINTS,
        print_language=_print_language(request),
        copy_form=CopyForm(week),
        is_nav_sidebar_enabled=False,
        **_released(place, week),
    )


def _print_language(request: HttpRequest) -> str:
    """The language of the sheets: the desk's own unless another is chosen."""
    chosen = request.GET.get("print", "")
    return chosen if chosen in languages.CODES else languages.current()


def _released(point, week: Week) -> dict:
    """The release that should hang on the wall, and what has changed since."""
    last = releases.latest(point, week)
    if last is None:
        return {"latest": None, "changes": [], "release_form": ReleaseForm()}
    changes = releases.changes(last, timetable.week(point, week))
    return {
        "latest": last,
        "changes": [desk.told(change) for change in changes],
        "frame_changed": not releases.is_framed_as_now(last),
        "release_form": ReleaseForm(),
    }


@require_POST
def release(request: HttpRequest, point: str, week: Week) -> HttpResponse:
    demand(request, "view_session", "add_release")
    place, form = reached_point(request, point), ReleaseForm(request.POST)
    if form.is_valid():
        _release(request, place, week, **form.cleaned_data)
    else:
        messages.error(request, _("Not released: the comment has more than 200 characters."))
    return redirect("admin:sessions_app_week", place.slug, week)


def _release(request: HttpRequest, place, week: Week, comment: str, although_closed: bool) -> None:
    try:
        made = releasing.release(place, week, request.user, comment, although_closed=although_closed)
    except releasing.NothingNew as same:
        text = _("Not released: nothing has changed since version %(number)d.") % {"number": same.number}
        messages.warning(request, text)
    except releasing.OnClosedDays as closed:
        hit = place.sessions.filter(pk__in=[session.pk for session in closed.sessions])
        words = _(
            "Not released: the point is closed on the day of these sessions. Move or cancel them, or insist below:"
        )
        messages.error(request, format_html("{} {}", words, linked(hit)))
    else:
        messages.success(request, _("Version %(number)d is released. Print the poster.") % {"number": made.number})
        warn_of_nobody(request, place.sessions.in_week(week.monday))


@require_POST
def copy(request: HttpRequest, point: str, week: Week) -> HttpResponse:
    demand(request, "view_session", "add_session")
    place, form = reached_point(request, point), CopyForm(week, request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the weeks of the list."))
        return redirect("admin:sessions_app_week", place.slug, week)
    target = form.cleaned_data["target"]
    copied = planning.copy_week(place, week, target)
    count = len(copied.created)
    say = messages.success if count else messages.warning
    say(request, ngettext("%d draft was made.", "%d drafts were made.", count) % count)
    warn_of(request, copied.skipped)
    return redirect("admin:sessions_app_week", place.slug, target)


@require_POST
def confirm(request: HttpRequest, point: str, week: Week) -> HttpResponse:
    demand(request, "view_session", "change_session")
    place = reached_point(request, point)
    confirm_drafts(request, place.sessions.in_week(week.monday))
    return redirect("admin:sessions_app_week", place.slug, week)


def confirm_drafts(request: HttpRequest, sessions) -> None:
    """Make the drafts among `sessions` public; say how many, and which stay drafts and why."""
    done = planning.confirm(sessions)
    for session in done.confirmed:
        note(request, session, str(_("Confirmed.")))
    count = len(done.confirmed)
    text = ngettext("%d session is confirmed, and on the site.", "%d sessions are confirmed, and on the site.", count)
    say = messages.success if count else messages.warning
    say(request, text % count)
    warn_of(request, done.refused)
    warn_of_nobody(request, Session.objects.filter(pk__in=[session.pk for session in done.confirmed]))
