from django.contrib import admin

from core.admin import ContentAdmin, TranslatedAdmin
from countries.models import Contact, Country, Opportunity, Section, Sector, Topic


@admin.register(Country)
class CountryAdmin(ContentAdmin):
    general = (("slug", "iso", "position"), ("calling_code", "currency_code"))
    list_display = ("__str__", "position", "state_column", "verified_column", "languages_column")
    list_editable = ("position",)


@admin.register(Topic)
class TopicAdmin(TranslatedAdmin):
    general = (("slug", "icon", "position"),)
    list_display = ("__str__", "position", "icon", "languages_column")
    list_editable = ("position",)


@admin.register(Section)
class SectionAdmin(ContentAdmin):
    general = (("country", "topic"),)
    list_display = ("__str__", "topic", "state_column", "verified_column", "languages_column")
    list_filter = ("country", "topic", *ContentAdmin.list_filter)
    list_select_related = ("country", "topic")


@admin.register(Sector)
class SectorAdmin(TranslatedAdmin):
    general = (("slug", "icon", "position"),)
    list_display = ("__str__", "position", "icon", "languages_column")
    list_editable = ("position",)


@admin.register(Opportunity)
class OpportunityAdmin(ContentAdmin):
    general = (
        ("country", "sector"),
        ("slug", "position"),
        ("needs_basis", "risks_basis"),
        ("budget_min", "budget_max", "budget_currency", "budget_year"),
    )
    list_display = ("__str__", "sector", "position", "state_column", "verified_column", "languages_column")
    list_editable = ("position",)
    list_filter = ("country", "sector", *ContentAdmin.list_filter)
    list_select_related = ("country", "sector")


@admin.register(Contact)
class ContactAdmin(ContentAdmin):
    general = (
        ("country", "kind"),
        ("slug", "acronym", "position"),
        "phones",
        ("whatsapp", "email", "website"),
        "topics",
    )
    list_display = ("__str__", "country", "kind", "position", "state_column", "verified_column", "languages_column")
    list_editable = ("position",)
    list_filter = ("country", "kind", *ContentAdmin.list_filter)
    list_select_related = ("country",)
    filter_horizontal = ("topics",)
