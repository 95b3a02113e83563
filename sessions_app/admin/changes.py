"""Sessions that do not take place as written: moved or cancelled, with the reason that people read on the site."""

import re

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import languages, limits
from sessions_app import objections, planning, reach
from sessions_app.admin.hours import hour_box, validate_year
from sessions_app.admin.pages import attach, demand, note, page, posted, reached_session, week_address
from sessions_app.conflicts import Conflict
from sessions_app.models import Facilitator, Room, Session

MOST = 200  # sessions cancelled at once
KEY = re.compile(r"[0-9]{1,18}")


class ReasonForm(forms.Form):
    """The reason in the languages that `user` writes, and in French: nothing is called off without it."""

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = limits.languages_of(user) | {languages.REFERENCE}
        for code, name in ((code, name) for code, name in languages.NAMES.items() if code in asked):
            self.fields[f"reason_{code}"] = forms.CharField(
                label=_("Reason in %(language)s") % {"language": name},
                max_length=200,
                required=code == languages.REFERENCE,
                widget=forms.TextInput(attrs={"lang": code, "dir": languages.direction(code), "size": 60}),
                help_text=_("People read it on the site.") if code == languages.REFERENCE else "",
            )

    def reasons(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"reason_{code}", "") for code in languages.CODES}


class MoveForm(ReasonForm):
    """Where and when it takes place instead; the reason is asked of what was public."""

    day = forms.DateField(label=_("New day"), widget=AdminDateWidget, validators=[validate_year])
    starts = forms.TimeField(label=_("Starts"), widget=hour_box())
    ends = forms.TimeField(label=_("Ends"), widget=hour_box())
    room = forms.ModelChoiceField(label=_("Room"), queryset=Room.objects.none())
    facilitators = forms.ModelMultipleChoiceField(
        label=_("Facilitators"),
        queryset=Facilitator.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, session: Session, user, data=None):
        self.session = session
        here = list(session.facilitators.all())
        same = {name: getattr(session, name) for name in ("day", "starts", "ends", "room")}
        super().__init__(user, data, initial={**same, "facilitators": here})
        self.fields["room"].queryset = session.point.rooms.all()
        people = reach.limit(Facilitator.objects.all(), user)
        self.fields["facilitators"].queryset = people.filter(Q(active=True) | Q(pk__in=[one.pk for one in here]))
        self.order_fields(["day", "starts", "ends", "room", "facilitators"])

    def clean(self):
        cleaned = super().clean()
        same = all(cleaned.get(name) == getattr(self.session, name) for name in ("day", "starts", "ends", "room"))
        if same and not self.errors:
            raise ValidationError(_("This is where and when it stands already."))
        return cleaned

    def move(self) -> Session:
        """Raises planning.Refused, or ValidationError."""
        names = ("day", "starts", "ends", "room", "facilitators")
        return planning.move(self.session, reasons=self.reasons(), **{name: self.cleaned_data[name] for name in names})


def move(request: HttpRequest, pk: int) -> HttpResponse:
    demand(request, "view_session", "change_session")
    session = reached_session(request, pk)
    if not session.is_public:
        messages.info(request, _("Nobody has read this draft yet: simply change it."))
        return redirect("admin:sessions_app_session_change", session.pk)
    if session.is_off:
        messages.error(request, _("This session has been moved or cancelled already."))
        return redirect(week_address(session))
    form = MoveForm(session, request.user, posted(request))
    if form.is_valid() and (new := _moved(form)):
        note(request, session, str(_("Moved.")))
        note(request, new, str(_("Moved here.")))
        for conflict in objections.conflicts_of(new, new.facilitators.all()):
            messages.warning(request, conflict.message)
        messages.success(request, _("Moved. The old date stays on the site, struck through, with the reason."))
        return redirect(week_address(new))
    return page(request, "move.html", _("Move a session"), form=form, session=session, back=week_address(session))


def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then takes the cancellation of a session back."""
    demand(request, "view_session", "change_session")
    session = reached_session(request, pk)
    form = forms.Form(posted(request))
    if form.is_valid() and (warnings := _restored(form, session)) is not None:
        note(request, session, str(_("Cancellation taken back.")))
        for conflict in warnings:
            messages.warning(request, conflict.message)
        messages.success(
            request, _("The session takes place again, as it stands. Tell those who heard that it is off.")
        )
        return redirect(week_address(session))
    title = _("Take a cancellation back")
    return page(request, "restore.html", title, form=form, session=session, back=week_address(session))


def _restored(form: forms.Form, session: Session) -> list[Conflict] | None:
    """The warnings; None when it was refused, and the form says why."""
    try:
        return planning.restore(session)
    except ValidationError as error:
        attach(form, error)
        return None


def _moved(form: MoveForm) -> Session | None:
    try:
        return form.move()
    except ValidationError as error:
        attach(form, error)
        return None


def cancel_address(sessions: QuerySet[Session]) -> str:
    """The page that asks why these sessions are cancelled."""
    keys = ",".join(str(pk) for pk in sessions.order_by("day", "starts", "pk").values_list("pk", flat=True)[:MOST])
    return f"{reverse('admin:sessions_app_session_cancel')}?ids={keys}"


def cancel(request: HttpRequest) -> HttpResponse:
    """Cancels the sessions of `?ids=1,2,…`, all or none; one of another point among them is a 404."""
    demand(request, "view_session", "change_session")
    sessions = _asked_for(request)
    form, first = ReasonForm(request.user, posted(request)), sessions[0]
    if form.is_valid() and _cancelled(request, form, sessions):
        text = ngettext("%d session is cancelled.", "%d sessions are cancelled.", len(sessions)) % len(sessions)
        messages.success(request, text)
        return redirect(week_address(first))
    return page(request, "cancel.html", _("Cancel sessions"), form=form, sessions=sessions, back=week_address(first))


def _asked_for(request: HttpRequest) -> list[Session]:
    asked = {int(key) for key in request.GET.get("ids", "").split(",")[:MOST] if KEY.fullmatch(key)}
    rows = reach.limit(Session.objects.with_all(), request.user).filter(pk__in=asked).order_by("day", "starts", "pk")
    if not asked or len(sessions := list(rows)) != len(asked):
        raise Http404
    return sessions


def _cancelled(request: HttpRequest, form: ReasonForm, sessions: list[Session]) -> bool:
    """All of them, or none and the form says why."""
    try:
        with transaction.atomic():
            for session in sessions:
                planning.cancel(session, form.reasons())
                note(request, session, str(_("Cancelled.")))
    except ValidationError as error:
        attach(form, error)
        return False
    return True
