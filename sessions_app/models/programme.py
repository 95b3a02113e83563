"""What is given and when: modules, cycles, sessions."""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.clock import MOROCCO
from core.icons import validate_icon
from core.models import Content, TranslatedModel
from core.spoken import SpokenField
from sessions_app import codes
from sessions_app.models.people import Facilitator
from sessions_app.models.places import OrientationPoint, Room
from sessions_app.querysets import OFF, SessionQuerySet


class Module(Content):
    """What one can learn in a session."""

    class Kind(models.TextChoices):
        AWARENESS = "awareness", _("Awareness")
        PROFESSIONAL_ORIENTATION = "professional_orientation", _("Professional orientation")
        VOCATIONAL_INITIATION = "vocational_initiation", _("Vocational initiation")
        INDIVIDUAL = "individual", _("Individual interview")

    slug = models.SlugField(_("slug"), unique=True, help_text=_("Part of the web address, the same in all languages."))
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    icon = models.CharField(_("icon"), max_length=40, validators=[validate_icon])
    title = models.CharField(_("title"), max_length=150)
    what_you_learn = models.TextField(_("what you will learn"), blank=True)
    usual_minutes = models.PositiveSmallIntegerField(
        _("usual length"), default=180, validators=[MinValueValidator(15)], help_text=_("In minutes, of one session.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    country_path = None  # limited by point: sessions_app.reach

    class Meta(Content.Meta):
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('sessions')}?module={self.slug}"


class Cycle(models.Model):
    """A module given over several days at a point, for one group."""

    module = models.ForeignKey(Module, verbose_name=_("module"), on_delete=models.PROTECT, related_name="cycles")
    point = models.ForeignKey(
        OrientationPoint, verbose_name=_("orientation point"), on_delete=models.CASCADE, related_name="cycles"
    )
    group = models.CharField(
        _("group"), max_length=80, blank=True, help_text=_("For whom, without names: “group 3”, “women, Mali”.")
    )
    days = models.PositiveSmallIntegerField(_("number of days"), validators=[MinValueValidator(1)])
    example = models.BooleanField(_("example"), default=False, editable=False)  # invented; `remove_examples`

    class Meta:
        verbose_name = _("cycle")
        verbose_name_plural = _("cycles")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(days__gte=1), name="cycle_has_days")]

    def __str__(self) -> str:
        return " · ".join(filter(None, [str(self.module), self.group, str(self.point)]))


class Session(TranslatedModel):
    """One meeting. Its time is Moroccan wall time, a date and two local times; instants are computed when read."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        CONFIRMED = "confirmed", _("confirmed")
        FULL = "full", _("full")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")

    code = models.CharField(_("code"), max_length=6, unique=True, default=codes.new_code, editable=False)
    module = models.ForeignKey(Module, verbose_name=_("module"), on_delete=models.PROTECT, related_name="sessions")
    cycle = models.ForeignKey(
        Cycle, verbose_name=_("cycle"), null=True, blank=True, on_delete=models.CASCADE, related_name="sessions"
    )
    day_number = models.PositiveSmallIntegerField(_("day of the cycle"), null=True, blank=True)
    point = models.ForeignKey(
        OrientationPoint, verbose_name=_("orientation point"), on_delete=models.PROTECT, related_name="sessions"
    )
    room = models.ForeignKey(Room, verbose_name=_("room"), on_delete=models.PROTECT, related_name="sessions")
    facilitators = models.ManyToManyField(
        Facilitator, verbose_name=_("facilitators"), blank=True, related_name="sessions"
    )
    day = models.DateField(_("day"))
    starts = models.TimeField(_("starts"), help_text=_("Moroccan time, 24 hours: 09:30."))
    ends = models.TimeField(_("ends"))
    languages = SpokenField(_("languages"), default="fr")
    country = models.ForeignKey(
        "countries.Country",
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions",
        help_text=_("Empty: for all countries."),
    )
    seats = models.PositiveSmallIntegerField(_("seats"), validators=[MinValueValidator(1)])
    audience_note = models.CharField(_("who it is for"), max_length=200, blank=True)
    what_to_bring = models.CharField(_("what to bring"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    reason = models.CharField(
        _("reason"),
        max_length=200,
        blank=True,
        help_text=_("Shown on the site when the session is moved or cancelled."),
    )
    moved_to = models.OneToOneField(
        "self", verbose_name=_("moved to"), null=True, blank=True, on_delete=models.SET_NULL, related_name="moved_from"
    )
    internal_note = models.TextField(_("internal note"), blank=True, help_text=_("Never shown on the site."))
    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    example = models.BooleanField(_("example"), default=False, editable=False)  # invented; `remove_examples`

    objects = SessionQuerySet.as_manager()
    country_path = None  # limited by point: sessions_app.reach
    closed_day = False  # that its point is certainly closed: only `closed_days.mark` knows

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["day", "starts", "pk"]
        indexes = [
            models.Index(fields=["day", "point"], name="session_day_point"),
            models.Index(fields=["point", "day"], name="session_point_day"),
            models.Index(fields=["room", "day"], name="session_room_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="session_ends_after_it_starts",
                violation_error_message=_("The session ends before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1),
                name="session_has_seats",
                violation_error_message=_("A session needs at least one seat."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=list(OFF)) | (Q(reason_fr__isnull=False) & ~Q(reason_fr="")),
                name="session_says_why",
                violation_error_message=_("Say why the session is moved or cancelled: people read it on the site."),
            ),
            models.UniqueConstraint(
                fields=["cycle", "day_number"],
                name="one_session_per_day_of_cycle",
                condition=~Q(status__in=list(OFF)),
                violation_error_message=_("The cycle has a session for this day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.starts:%H:%M} · {self.module} · {self.point}"

    def get_absolute_url(self) -> str:
        return reverse("session", args=[self.point.slug, self.code])

    @property
    def is_off(self) -> bool:
        """True when it does not take place as written: moved or cancelled."""
        return self.status in OFF

    @property
    def is_public(self) -> bool:
        """True for everything but a draft."""
        return self.status != self.Status.DRAFT

    @property
    def new_date(self) -> "Session | None":
        """The session that replaces this one; None while that one is a draft."""
        return self.moved_to if self.is_off and self.moved_to and self.moved_to.is_public else None

    @property
    def start_instant(self) -> datetime:
        """The UTC-aware instant it starts, by the pinned time zone data of today."""
        return datetime.combine(self.day, self.starts, ZoneInfo(MOROCCO))

    @property
    def end_instant(self) -> datetime:
        """The UTC-aware instant it ends."""
        return datetime.combine(self.day, self.ends, ZoneInfo(MOROCCO))

    @property
    def minutes(self) -> int:
        """Its length in minutes of wall time."""
        length = datetime.combine(date.min, self.ends) - datetime.combine(date.min, self.starts)
        return length // timedelta(minutes=1)
