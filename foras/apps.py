from django.contrib.admin.apps import AdminConfig


class ForasAdminConfig(AdminConfig):
    default_site = "foras.admin.ForasAdminSite"

    def ready(self) -> None:
        """The history copies the columns of all languages, and the admin shows it: so it begins between the two."""
        from core import history

        history.track()
        super().ready()
