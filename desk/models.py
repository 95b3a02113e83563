"""What somebody may do at the desk that belongs to no single table."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Desk(models.Model):  # noqa: DJ008  (there are no rows to name)
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


class LinkCheckQuerySet(models.QuerySet):
    def broken(self) -> "LinkCheckQuerySet":
        """Failed in two different runs at least: a site may be down for an hour."""
        failing = (LinkCheck.State.BROKEN, LinkCheck.State.UNREACHABLE)
        return self.filter(state__in=failing, first_failed_at__lt=models.F("checked_at"))


class LinkCheck(models.Model):
    """What a web address answered when `manage.py check_links` last asked, and which public texts name it."""

    class State(models.TextChoices):
        OK = "ok", _("works")
        MOVED = "moved", _("works, has moved for good")
        REFUSED = "refused", _("refuses programs: open it yourself")
        BROKEN = "broken", _("does not exist, or fails")
        UNREACHABLE = "unreachable", _("no answer")

    url = models.CharField(_("web address"), max_length=2000, unique=True)
    state = models.CharField(_("state"), max_length=11, choices=State)
    code = models.PositiveSmallIntegerField(_("code of the answer"), null=True)  # HTTP; None when there was no answer
    checked_at = models.DateTimeField(_("checked at"))
    first_failed_at = models.DateTimeField(_("fails since"), null=True)  # of the failures without a success since
    places = models.JSONField(_("named by"), default=list)  # [["countries.contact", 12], …]

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")
        ordering = ["url"]

    def __str__(self) -> str:
        return self.url


class PageWeightQuerySet(models.QuerySet):
    def heavy(self) -> "PageWeightQuerySet":
        """Over the budget, the heaviest first."""
        return self.filter(bytes__gt=PageWeight.BUDGET).order_by("-bytes", "path")


class PageWeight(models.Model):
    """What a first view of a public page weighed when `manage.py weigh_pages` last looked."""

    BUDGET = 20_000  # bytes as they travel: the page, its styles, its icon

    path = models.CharField(_("page"), max_length=500, unique=True)
    bytes = models.PositiveIntegerField(_("bytes"))
    weighed_at = models.DateTimeField(_("weighed at"))

    objects = PageWeightQuerySet.as_manager()

    class Meta:
        verbose_name = _("weight of a page")
        verbose_name_plural = _("weights of pages")
        ordering = ["-bytes", "path"]

    def __str__(self) -> str:
        return self.path
