"""The second factor: a code of an application on the telephone, or a recovery code on paper.

Asked of everybody who has one. Required, by the setting SECOND_FACTOR, of those who can hurt most: who publishes, who
manages people, who sees consents. Codes are checked after the password, in the same step, so that an outsider can
neither learn which part was wrong nor wear out somebody's codes.
"""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from core import audit
from core.models import Action

NONE, PUBLISHERS, ALL = "none", "publishers", "all"
POWERS = ("desk.publish_content", "auth.change_user", "testimonies.view_consent")  # any of these: required
RECOVERY_CODES = 10
MOST_FAILURES = 13  # the wait doubles with each wrong code; it ends at 68 minutes, not in a century
GIVEN = "second_factor_given"  # in a session that was opened with a code, even when the device is gone since


class Backend(ModelBackend):
    """Name, password, and the code of who has a device. Only staff sign in."""

    @sensitive_variables()
    def authenticate(self, request, username=None, password=None, code="", **kwargs):
        user = super().authenticate(request, username, password, **kwargs)
        if user is None or not user.is_staff:
            return None
        if device_of(user) is None:
            return user
        user.otp_device = verify(user, code)  # django_otp keeps it in the session
        return user if user.otp_device else None


def is_required_of(user: User) -> bool:
    """True when `user` may work only with a second factor."""
    if settings.SECOND_FACTOR == NONE:
        return False
    return settings.SECOND_FACTOR == ALL or any(user.has_perm(power) for power in POWERS)


def is_satisfied(request: HttpRequest) -> bool:
    """True when the session was opened as it must be. One that was opened with a code ends when the device goes."""
    if getattr(request.user, "otp_device", None) is not None:
        return True
    return not request.session.get(GIVEN) and not is_required_of(request.user)


def must_enrol(request: HttpRequest) -> bool:
    """True for who signed in by password alone, because they have no device yet, and needs one."""
    user = request.user
    if not (user.is_active and user.is_staff) or is_satisfied(request) or request.session.get(GIVEN):
        return False
    return device_of(user) is None


def device_of(user: User) -> TOTPDevice | None:
    """The application that `user` has set up."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def used_up(user: User) -> str:
    """A sentence for who has just come in with a recovery code."""
    left = codes_left(user)
    text = ngettext(
        "This recovery code is used up. %(count)d is left: you get new ones on the page of your second factor.",
        "This recovery code is used up. %(count)d are left: you get new ones on the page of your second factor.",
        left,
    )
    return text % {"count": left}


@sensitive_variables()
def verify(user: User, code: str) -> Device | None:
    """The device that accepts `code`, which is used up by it; None when none does, or too soon after a wrong one."""
    code = "".join(code.split()).replace("-", "").lower()
    kind = TOTPDevice if code.isdecimal() else StaticDevice
    with transaction.atomic():
        device = kind.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None or not _accepts(device, code):
            return None
        if kind is StaticDevice:
            left = device.token_set.count()
            audit.record(user, Action.SECOND_FACTOR, user, what="recovery code used", left=left)
        return device


@sensitive_variables()
def enrol(device: TOTPDevice, code: str) -> list[str] | None:
    """Confirm `device` by its first code; the recovery codes, shown this once, or None when the code is wrong."""
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().get(pk=device.pk)
        if not code.isdecimal() or not _accepts(device, code):
            return None
        device.confirmed = True
        device.save()
        audit.record(device.user, Action.SECOND_FACTOR, device.user, what="set up")
        return _new_codes(device.user)


def renew_codes(user: User) -> list[str]:
    """New recovery codes in place of the former ones."""
    with transaction.atomic():
        audit.record(user, Action.SECOND_FACTOR, user, what="new recovery codes")
        return _new_codes(user)


def remove(user: User, by: User | None) -> bool:
    """Forget the device and codes of `user`, for `by` (None: a command), and end their sessions. False: had none."""
    with transaction.atomic():
        devices = [*TOTPDevice.objects.filter(user=user), *StaticDevice.objects.filter(user=user)]
        if not devices:
            return False
        for device in devices:
            device.delete()
        audit.record(by, Action.SECOND_FACTOR, user, what="removed")
    return True


def codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def _new_codes(user: User) -> list[str]:
    device, _made = StaticDevice.objects.get_or_create(user=user, defaults={"name": "recovery codes"})
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def _accepts(device: Device, code: str) -> bool:
    device.throttling_failure_count = min(device.throttling_failure_count, MOST_FAILURES)
    return device.verify_token(code)
