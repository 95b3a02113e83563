"""Who did what at the desk that the public, a person in a story or a colleague's rights depend on. Only added to."""

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """What is kept. The values are what `core.audit.record` takes."""

    SIGN_IN = "sign_in", _("signed in")
    SIGN_OUT = "sign_out", _("signed out")
    LOCK_OUT = "lock_out", _("locked out after failures")
    SECOND_FACTOR = "second_factor", _("second factor")
    PERMISSIONS = "permissions", _("rights changed")
    PUBLISH = "publish", _("published")
    TAKE_DOWN = "take_down", _("taken down")
    DATES = "dates", _("dates of publication changed")
    CORRECT = "correct", _("corrected while public")
    WITHDRAW = "withdraw", _("consent withdrawn")
    EXPORT = "export", _("exported")
    IMPORT = "import", _("imported")
    REPORT = "report", _("report downloaded")
    DELETE = "delete", _("deleted")
    RESTORE = "restore", _("restored")


def kind_in_words(label: str) -> str:
    """ "section" for "countries.section"."""
    try:
        return str(apps.get_model(label)._meta.verbose_name) if label else ""
    except LookupError:  # a kind of record that an update has done away with
        return label


class AuditQuerySet(models.QuerySet):
    """Reads, and adds one at a time."""

    def update(self, **kwargs):
        raise PermissionDenied("The audit log is not changed.")

    def delete(self):
        raise PermissionDenied("The audit log is not deleted; see manage.py forget_old.")

    update.alters_data = delete.alters_data = True


class AuditEntry(models.Model):
    """One act. People and rows stand in it as words: what is deleted later stays legible, and nothing points here."""

    at = models.DateTimeField(_("moment"), default=timezone.now, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        editable=False,
        on_delete=models.DO_NOTHING,  # the number stays when the account goes: an entry is never written again
        db_constraint=False,
        related_name="+",
    )
    username = models.CharField(_("by"), max_length=150, blank=True, editable=False)
    action = models.CharField(_("action"), max_length=20, choices=Action, editable=False)
    model = models.CharField(_("kind of record"), max_length=100, blank=True, editable=False)  # "countries.section"
    row = models.CharField(_("number of the record"), max_length=40, blank=True, editable=False)
    label = models.CharField(_("record"), max_length=200, blank=True, editable=False)
    detail = models.JSONField(_("detail"), default=dict, blank=True, editable=False)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["-at"], name="audit_at"),
            models.Index(fields=["action", "-at"], name="audit_action"),
        ]

    @property
    def kind(self) -> str:
        """What kind of record it was of, in words; its code where the portal knows it no more."""
        return kind_in_words(self.model)

    def __str__(self) -> str:
        return f"{self.get_action_display()} · {self.label or self.username}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise PermissionDenied("The audit log is not changed.")
        super().save(*args, force_insert=True)

    def delete(self, *args, **kwargs):
        raise PermissionDenied("The audit log is not deleted; see manage.py forget_old.")
