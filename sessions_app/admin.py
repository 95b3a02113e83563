from django.contrib import admin

from core.admin import ContentAdmin
from sessions_app.models import Module, OrientationPoint


@admin.register(OrientationPoint)
class OrientationPointAdmin(ContentAdmin):
    general = (("slug", "position"), ("phone", "email"))
    list_display = ("__str__", "position", "state_column", "verified_column", "languages_column")
    list_editable = ("position",)


@admin.register(Module)
class ModuleAdmin(ContentAdmin):
    general = (("slug", "position"), ("kind", "icon"))
    list_display = ("__str__", "position", "state_column", "verified_column", "languages_column")
    list_editable = ("position",)
