"""Second factors as their owners use them: an application on a telephone, a sheet of recovery codes."""

import time

from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from desk import second_factor


def code_of(device: TOTPDevice, ahead: int = 0) -> str:
    """What the application shows now, or `ahead` half minutes later: within tolerance one may be ahead or behind."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + ahead * device.step
    return f"{totp.token():06d}"


def equip(user) -> tuple[TOTPDevice, list[str]]:
    """A second factor for `user`, confirmed with the code of half a minute ago; the recovery codes."""
    device = TOTPDevice.objects.create(user=user, name="application", confirmed=False)
    codes = second_factor.enrol(device, code_of(device, ahead=-1))
    device.refresh_from_db()
    return device, codes


def sign_in(client, user, password, code="", language="en", **headers):
    form = {"username": user.username, "password": password, "code": code, "next": f"/{language}/admin/"}
    return client.post(f"/{language}/admin/login/", form, **headers)
