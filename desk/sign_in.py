"""The form at the door: name, password, and the code of who has a second factor, all in one step."""

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

REFUSAL = _("This did not open the door. Check the user name, the password and, if you have one, the code.")


class SignInForm(AdminAuthenticationForm):
    """Says the same whatever was wrong."""

    error_messages = AdminAuthenticationForm.error_messages | {"invalid_login": REFUSAL, "inactive": REFUSAL}
    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=20,
        help_text=_("From the application on your telephone, or a recovery code. Leave it empty if you have none yet."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "dir": "ltr"}),
    )

    @sensitive_variables()
    def clean(self):
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if username is not None and password:
            code = self.cleaned_data.get("code", "")
            self.user_cache = authenticate(self.request, username=username, password=password, code=code)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data
