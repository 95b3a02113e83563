"""The admin site: Django's own, with our names, our door, and a policy that lets the text editor work."""

from functools import wraps

from csp.constants import NONCE, NONE, SELF
from csp.decorators import csp_replace
from django.contrib import admin, auth, messages
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.plugins.otp_static.models import StaticDevice

from core import audit
from core.editor_words import EditorCatalog
from core.models import Action
from desk import enrolment, second_factor, sittings
from desk.sign_in import SignInForm
from foras import refusals

# The editor asks for an import map (nonce) and writes one fixed style element (hash of django-prose-editor 0.28.0;
# tests/browser/test_admin.py fails when an upgrade changes it).
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, EDITOR_STYLE],
    "img-src": [SELF, "data:"],
    "media-src": [SELF],  # the preview of subtitles over a video
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}
# Secrets of devices and addresses of failures are nobody's to read; what happened stands in the audit log. The queue of
# tasks is the machine's: what failed of it stands with its recording, and on the morning list.
HIDDEN = {"axes", "django_tasks_database", "otp_static", "otp_totp"}


class ForasAdminSite(admin.AdminSite):
    site_title = _("FORAS desk")
    site_header = _("FORAS desk")
    index_title = _("What would you like to mend?")
    login_form = SignInForm

    def register(self, model_or_iterable, admin_class=None, **options):
        models = model_or_iterable if isinstance(model_or_iterable, (list, tuple)) else [model_or_iterable]
        super().register([model for model in models if model._meta.app_label not in HIDDEN], admin_class, **options)

    def has_permission(self, request):
        """Staff, with the second factor that is asked of them, in a sitting that is not over."""
        opened = super().has_permission(request) and second_factor.is_satisfied(request)
        return opened and not sittings.is_over(request)

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)
        return _door(guarded, view) if view == self.logout else _door(_keeping(guarded), enrolment.lead)

    def enrolment_view(self, view):
        """The one page, beside the way out, of who must set up a second factor and has not; and of all other staff."""
        return _door(_keeping(super().admin_view(view)), view)

    @method_decorator(sensitive_post_parameters("password", "code"))
    def login(self, request, extra_context=None):
        response = super().login(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            device = getattr(request.user, "otp_device", None)
            request.session.cycle_key()  # Django keeps the number when the same person signs in again
            request.session[second_factor.GIVEN] = device is not None
            sittings.begin(request)
            audit.record(request.user, Action.SIGN_IN, second_factor=device is not None)
            if isinstance(device, StaticDevice):
                messages.warning(request, second_factor.used_up(request.user))
        return response

    def logout(self, request, extra_context=None):
        if request.method == "POST" and request.user.is_authenticated:
            audit.record(request.user, Action.SIGN_OUT)
        return super().logout(request, extra_context)

    def i18n_javascript(self, request, extra_context=None):
        return EditorCatalog.as_view()(request)

    def get_urls(self):
        """Ours comes before Django's shortcut, which tells any staff account the address of any row."""
        shortcut = path("r/<int:content_type_id>/<path:object_id>/", self.admin_view(self.on_site))
        return [shortcut, *super().get_urls()]

    def on_site(self, request, content_type_id: int, object_id: str):
        """To the public page of a row, for those who may see the row in the desk; a 404 for all others."""
        kind = ContentType.objects.filter(pk=content_type_id).first()
        desk = self._registry.get(kind.model_class()) if kind else None
        if desk is None or not desk.has_view_permission(request):
            raise Http404
        row = desk.get_queryset(request).filter(pk=unquote(object_id)).first()
        if row is None or not desk.has_view_permission(request, row) or not hasattr(row, "get_absolute_url"):
            raise Http404
        return HttpResponseRedirect(row.get_absolute_url())


def _keeping(guarded):
    """`guarded`, but a form that comes too late is not led away to the sign-in: its text would be lost."""

    @wraps(guarded)
    def keeping(request, *args, **kwargs):
        if request.POST and not admin.site.has_permission(request) and refusals.has_words(request):
            return refusals.session_ended(request)
        return guarded(request, *args, **kwargs)

    return keeping


def _door(guarded, unenrolled):
    """`guarded`, but for who must set up a second factor first: `unenrolled`. Ends a sitting that is over."""

    @wraps(guarded)
    def door(request, *args, **kwargs):
        if sittings.is_over(request):
            auth.logout(request)
        view = csrf_protect(never_cache(unenrolled)) if second_factor.must_enrol(request) else guarded
        return view(request, *args, **kwargs)

    return csp_replace(POLICY)(door)
