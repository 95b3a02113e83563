from django.contrib.admin.apps import AdminConfig


class ForasAdminConfig(AdminConfig):
    default_site = "foras.admin.ForasAdminSite"
