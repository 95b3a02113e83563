"""What somebody may do at the desk that belongs to no single table."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Desk(models.Model):  # noqa: DJ008
    """No table: it gives its permissions a home. Who has them is in the groups (desk/migrations)."""

    class Meta:
        managed = False
        default_permissions = ()
        verbose_name = _("desk")
        permissions = [
            ("publish_content", _("Can publish texts and take them down")),
            ("exchange_translations", _("Can export and import translations")),
            ("view_reports", _("Can see and export the reports")),
            ("restore_deleted", _("Can bring back what was deleted")),
        ]
