from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Sources and audit log")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import checks, dates  # noqa: F401  (registers the checks)

        dates.say_the_first()
