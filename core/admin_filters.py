"""What a list of texts can be narrowed to: a missing or outdated language, and what is due."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core import languages, translated


class TranslationFilter(admin.SimpleListFilter):
    """One of the languages that French is translated into."""

    def lookups(self, request, model_admin):
        return [(code, languages.NAMES[code]) for code in languages.OTHERS]


class MissingLanguageFilter(TranslationFilter):
    title = _("missing language")
    parameter_name = "missing"

    def queryset(self, request, queryset):
        if self.value() in languages.CODES:
            return queryset.filter(translated.missing(queryset.model, self.value()))
        return queryset


class OutdatedFilter(TranslationFilter):
    title = _("older than the French")
    parameter_name = "outdated"

    def queryset(self, request, queryset):
        if self.value() in languages.OTHERS:
            return queryset.filter(outdated_in__contains=self.value())
        return queryset


class DueFilter(admin.SimpleListFilter):
    """What the desk's morning list counts, as a list: the same querysets."""

    title = _("review")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [
            ("yes", _("due for review")),
            ("ending", _("expired or about to expire")),
            ("sourceless", _("published without a source")),
        ]

    def queryset(self, request, queryset):
        chosen = {"yes": "due", "ending": "ending", "sourceless": "sourceless"}.get(self.value())
        return getattr(queryset, chosen)() if chosen else queryset
