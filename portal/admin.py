from django.contrib import admin

from core.admin import ContentAdmin
from portal.models import ChecklistItem, Figure, Page, Partner, Question, Step


class OrderedAdmin(ContentAdmin):
    list_display = ("__str__", "position", "state_column", "verified_column", "languages_column")
    list_editable = ("position",)


@admin.register(Page)
class PageAdmin(OrderedAdmin):
    general = (("slug", "position"),)


@admin.register(Step)
class StepAdmin(OrderedAdmin):
    general = (("slug", "position"),)


@admin.register(Question)
class QuestionAdmin(OrderedAdmin):
    general = (("slug", "position"), "short_answer")


@admin.register(ChecklistItem)
class ChecklistItemAdmin(OrderedAdmin):
    general = (("slug", "group", "position"),)


@admin.register(Figure)
class FigureAdmin(OrderedAdmin):
    general = (("slug", "position"), ("value", "unit", "more_than"), ("year", "counts_from"), "featured")


@admin.register(Partner)
class PartnerAdmin(OrderedAdmin):
    general = (("slug", "position"), "website")
