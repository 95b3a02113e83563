"""The consent ledger as rules: what keeps a story from the public, in words, and the safety review.

Whatever stands here in words stands in `querysets.published()` as a condition; tests/testimonies/test_surfaces.py
compares the two over every state.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import audit
from core.models import Action, State
from testimonies.models import Consent, Recording, Testimony


def obstacles(testimony: Testimony) -> list[str]:
    """What keeps `testimony` from being public at this moment, one sentence each; [] when it is public."""
    return [*text_obstacles(testimony), *consent_obstacles(testimony), *calendar_obstacles(testimony)]


def text_obstacles(testimony: Testimony) -> list[str]:
    """What the text itself lacks: its state, a source, a verification."""
    found = []
    if testimony.state != State.PUBLISHED:
        found.append(_("The state is “%(state)s”.") % {"state": testimony.get_state_display()})
    if not testimony.sources.all():  # `exists()` would ask again for each row of a list
        found.append(_("No source is given."))
    if not testimony.verified_on:
        found.append(_("Nobody has verified it yet."))
    return found


def consent_obstacles(testimony: Testimony) -> list[str]:
    """Why no consent allows the story on the web; [] as soon as one does, or when it shows no person."""
    if testimony.explainer:
        return []
    consents = list(testimony.consents.all()) if testimony.pk else []
    if not consents:
        return [_("There is no consent. Enter the paper form's reference and what it allows.")]
    faults = {consent: faults_of(consent, testimony) for consent in consents}
    if not all(faults.values()):
        return []
    return [f"{consent.reference}: {fault}" for consent, found in faults.items() for fault in found]


def awaits_reader(testimony: Testimony) -> bool:
    """True when a consent would allow `testimony` on the web today, had a second person read the story again."""
    consents = testimony.consents.all() if testimony.pk else []
    faults = [(faults_of(consent, testimony), _review_faults(consent, testimony)) for consent in consents]
    return all(found for found, _unread in faults) and any(found == unread for found, unread in faults)


def faults_of(consent: Consent, testimony: Testimony | None) -> list[str]:
    """Why `consent` does not allow `testimony` on the web today (Moroccan date); [] when it does."""
    today = timezone.localdate()
    if consent.withdrawn_on:
        return [_("The consent was withdrawn on %(date)s.") % {"date": date_format(consent.withdrawn_on)}]
    found = []
    if testimony is None:
        found.append(_("It is linked to no story."))
    if consent.given_on > today:
        found.append(_("The consent is given only on %(date)s.") % {"date": date_format(consent.given_on)})
    if consent.expires_on <= today:
        found.append(_("The consent expired on %(date)s.") % {"date": date_format(consent.expires_on)})
    if not consent.web:
        found.append(_("The consent does not include the web."))
    return found + _review_faults(consent, testimony)


def review(consent: Consent, user) -> None:
    """Record that `user` has read the story and finds it safe. Raises ValidationError, in words, when they may not.

    Where that brings the story (back) to the public, it is a line of the audit log.
    """
    with transaction.atomic():
        consent = Consent.objects.locked(consent.pk)
        if refusal := review_refusal(consent, user):
            raise ValidationError(refusal)
        consent.reviewed_by, consent.reviewed_on, consent.provisional = user, timezone.localdate(), False
        with accounted(consent.testimony, user):
            consent.save()
        consent.testimony.writers.clear()


@contextmanager
def accounted(testimony: Testimony | None, user) -> Iterator[None]:
    """A line of the audit log where what is done inside to the consents of `testimony` shows it to the public, or takes
    it away."""
    was_public = _is_public(testimony)
    yield
    is_public = _is_public(testimony)
    if is_public and not was_public:
        audit.record(user, Action.PUBLISH, testimony, what="safety reviewed")
    elif was_public and not is_public:
        audit.record(user, Action.TAKE_DOWN, testimony, what="to be read again")


def _is_public(testimony: Testimony | None) -> bool:
    return testimony is not None and Testimony.objects.published().filter(pk=testimony.pk).exists()


def review_refusal(consent: Consent, user) -> str:
    """Why `user` may not review; "" when they may."""
    if consent.withdrawn_on:
        return _("This consent was withdrawn: there is nothing left to review.")
    if consent.testimony is None:
        return _("Link this consent to its story first: without the story there is nothing to review.")
    if consent.testimony.author_id == user.pk:
        return _("You wrote this story. The safety review must be made by somebody else: ask a colleague.")
    if consent.testimony.writers.filter(pk=user.pk).exists():
        return _("You changed this story since it was last reviewed. Somebody else must read it: ask a colleague.")
    if _is_in_the_making(consent.testimony):
        return _("Its copies are still being made. Come back when they are there, to hear and see what you answer for.")
    return ""


def _is_in_the_making(testimony: Testimony) -> bool:
    unfinished = (Recording.State.WAITING, Recording.State.WORKING)
    return testimony.may_be_heard and Recording.objects.filter(testimony=testimony, state__in=unfinished).exists()


def _review_faults(consent: Consent, testimony: Testimony | None) -> list[str]:
    if not (consent.reviewed_on and consent.reviewed_by_id):
        return [_("Its safety has not been reviewed. A second person must read it.")]
    if testimony and testimony.author_id == consent.reviewed_by_id:
        return [_("It was reviewed by its own author. A second person must read it.")]
    return []


def calendar_obstacles(testimony: Testimony) -> list[str]:
    now = timezone.now()
    found = []
    if testimony.publish_at and testimony.publish_at > now:
        found.append(_("It appears only on %(date)s.") % {"date": _moment(testimony.publish_at)})
    if testimony.expire_at and testimony.expire_at <= now:
        found.append(_("It ended on %(date)s.") % {"date": _moment(testimony.expire_at)})
    return found


def _moment(instant) -> str:
    return date_format(timezone.localtime(instant), "DATETIME_FORMAT")
