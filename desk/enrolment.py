"""Setting up one's second factor: a QR code to scan, a first code to prove it, ten recovery codes to print."""

import base64

import django_otp
import segno
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from desk import access, second_factor

PENDING = "second_factor_pending"  # in the session: the device that is being set up in it, and in no other


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the application"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "size": 12}
        ),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())

    def refuse(self) -> None:
        self.add_error(
            "code",
            gettext(
                "This code is not accepted. Each code works once: wait for the next one, and look whether the clock of"
                " your telephone is right."
            ),
        )


@sensitive_post_parameters("code")
def page(request: HttpRequest) -> HttpResponse:
    """The state of one's second factor; who has none sets it up here. Behind `ForasAdminSite.enrolment_view`."""
    user, device = request.user, second_factor.device_of(request.user)
    if device is None and not second_factor.must_enrol(request) and not second_factor.is_satisfied(request):
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    if device is None:
        return _set_up(request)
    if not user.is_verified():  # an older session, or one of somebody who knows the password only
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    return _renew(request)


def _set_up(request: HttpRequest) -> HttpResponse:
    device = _pending(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if codes := second_factor.enrol(device, form.cleaned_data["code"]):
            _let_in(request, second_factor.device_of(request.user))
            return _show(request, codes)
        form.refuse()
    secret = base64.b32encode(device.bin_key).decode()
    context = {
        "title": gettext("Set up your second factor"),
        "form": form,
        "qr": _picture(device.config_url),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "required": second_factor.is_required_of(request.user),
        "shut_out": second_factor.must_enrol(request),
        "account": request.user.get_username(),
        "issuer": settings.OTP_TOTP_ISSUER,
    }
    return access.page(request, "desk/second_factor_set_up.html", context)


def _renew(request: HttpRequest) -> HttpResponse:
    """What one has; and new recovery codes for who gives a code of the application."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if isinstance(second_factor.verify(request.user, form.cleaned_data["code"]), TOTPDevice):
            return _show(request, second_factor.renew_codes(request.user))
        form.refuse()
    context = {
        "title": gettext("Your second factor"),
        "form": form,
        "left": second_factor.codes_left(request.user),
        "with_recovery_code": isinstance(request.user.otp_device, StaticDevice),
    }
    return access.page(request, "desk/second_factor.html", context)


def _show(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Once: they are not shown again."""
    context = {
        "title": gettext("Your recovery codes"),
        "codes": [f"{code[:4]} {code[4:]}" for code in codes],
        "account": request.user.get_username(),
    }
    return access.page(request, "desk/recovery_codes.html", context)


def _pending(request: HttpRequest) -> TOTPDevice:
    """The device of this session's set-up. Another session gets another secret: somebody may have read the first."""
    mine = TOTPDevice.objects.filter(user=request.user, confirmed=False)
    if device := mine.filter(pk=request.session.get(PENDING)).first():
        return device
    mine.delete()
    device = TOTPDevice.objects.create(user=request.user, name="application", confirmed=False)
    request.session[PENDING] = device.pk
    return device


def _let_in(request: HttpRequest, device: TOTPDevice) -> None:
    request.session.cycle_key()
    del request.session[PENDING]
    request.session[second_factor.GIVEN] = True
    django_otp.login(request, device)


def _picture(address: str) -> SafeString:
    """The QR code as SVG in the page: dark on light in every theme, no style, nothing to load."""
    return mark_safe(segno.make(address, error="m").svg_inline(border=4, light="#fff", svgclass="qr", omitsize=True))  # noqa: S308


def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """The page behind the admin's policy, for signed-in staff who may not open anything else yet."""
    return admin.site.enrolment_view(page)(request, *args, **kwargs)


def lead(request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """To the page above, whatever was asked for."""
    return HttpResponseRedirect(reverse("desk_second_factor"))
