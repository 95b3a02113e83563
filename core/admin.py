"""The admin of translated, sourced, published content: one block per language, and the columns staff ask for first."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.http import HttpResponseRedirect
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from js_asset import Media
from modeltranslation.admin import TranslationAdmin

from core import audit, languages, limits, translated
from core.limited import LimitedAdmin
from core.media import FULL_DISK, space_refusal
from core.models import Content, Source, State

PUBLICATION = (
    "state",
    ("publish_at", "expire_at"),
    "sources",
    ("verified_on", "review_by"),
    "verified_by",
)
ALSO_SEARCHED = ("slug", "acronym", "phones", "email", "displayed_name")
HTTPS = {models.URLField: {"assume_scheme": "https"}}  # what "onfp.sn" means when somebody types just that


class MissingLanguageFilter(admin.SimpleListFilter):
    title = _("missing language")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return [(code, name) for code, name in languages.NAMES.items() if code != languages.REFERENCE]

    def queryset(self, request, queryset):
        if self.value() in languages.CODES:
            return queryset.filter(translated.missing(queryset.model, self.value()))
        return queryset


class DueFilter(admin.SimpleListFilter):
    title = _("review")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("yes", _("due for review"))]

    def queryset(self, request, queryset):
        return queryset.due() if self.value() == "yes" else queryset


class TranslatedAdmin(LimitedAdmin, TranslationAdmin):
    """A form with the untranslated fields first, then one block for each language; the others fold away."""

    general: tuple = ()  # the untranslated fields, as in `fieldsets`
    list_per_page = 50
    save_on_top = True
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})}} | HTTPS

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/admin.js"]

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": self.general}), *self._language_fieldsets()]

    def get_search_fields(self, request):
        texts = [f"{field}_{code}" for field in translated.fields(self.model) for code in languages.CODES]
        return [*texts, *(name for name in ALSO_SEARCHED if name in {field.name for field in self.opts.fields})]

    def get_changelist_formset(self, request, **kwargs):
        """The boxes of a list have no label in Django; a screen reader needs one."""
        formset = super().get_changelist_formset(request, **kwargs)
        for field in formset.form.base_fields.values():
            field.widget.attrs["aria-label"] = field.label
        return formset

    def changeform_view(self, request, *args, **kwargs):
        """A full disk undoes the whole form, and is said."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except OSError as error:
            if error.errno not in FULL_DISK:
                raise
            messages.error(request, space_refusal())
            return HttpResponseRedirect(request.get_full_path())

    def render_change_form(self, request, context, *args, **kwargs):
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)

    def view_on_site(self, obj):
        return obj.get_absolute_url()

    @admin.display(description=_("languages"))
    def languages_column(self, obj):
        """Which languages the row lacks, in words; a tick when it lacks none."""
        if codes := translated.missing_in(obj):
            return format_html('<span class="missing">{} {}</span>', _("missing:"), ", ".join(codes))
        return format_html('<span class="complete">{}</span>', _("complete"))

    def _language_fieldsets(self) -> list:
        fields = translated.fields(self.model)
        open_blocks = {languages.REFERENCE, languages.current()}
        return [
            (
                name,
                {
                    "fields": [f"{field}_{code}" for field in fields],
                    "classes": [f"lang-{code}", *([] if code in open_blocks else ["collapse"])],
                },
            )
            for code, name in languages.NAMES.items()
        ]


class ContentForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        if cleaned.get("state") == State.PUBLISHED:
            if self.instance.needs_source and not cleaned.get("sources"):
                self.add_error("sources", _("A published text needs at least one source."))
            if not cleaned.get("verified_on"):
                self.add_error("verified_on", _("Before publishing, say on which day this was verified."))
        return cleaned


class ContentAdmin(TranslatedAdmin):
    """What the public reads: with its publication, its sources and its verification."""

    form = ContentForm
    list_display = ("__str__", "state_column", "verified_column", "languages_column")
    list_filter = ("state", DueFilter, MissingLanguageFilter)
    autocomplete_fields = ("sources",)
    readonly_fields = ("verified_by",)

    def get_fieldsets(self, request, obj=None):
        publication = (_("Publication and verification"), {"fields": PUBLICATION})
        return [*super().get_fieldsets(request, obj), publication]

    def save_model(self, request, obj, form, change):
        if "verified_on" in form.changed_data:
            obj.verified_by = request.user if obj.verified_on else None
        super().save_model(request, obj, form, change)
        audit.publication(request.user, obj, was=form.initial.get("state") if change else None)

    def view_on_site(self, obj):
        """No link to a page that is not there: the row is published, and so is the country it belongs to."""
        country = getattr(obj, "country", None)
        rows = [obj, country] if isinstance(country, Content) else [obj]
        public = all(type(row)._default_manager.published().filter(pk=row.pk).exists() for row in rows)
        return obj.get_absolute_url() if public else None

    @admin.display(description=_("state"), ordering="state")
    def state_column(self, obj):
        return format_html('<span class="state state-{}">{}</span>', obj.state, obj.get_state_display())

    @admin.display(description=_("verified on"), ordering="verified_on")
    def verified_column(self, obj):
        if obj.is_due:
            day = localize(obj.verified_on) or "—"
            return format_html('{} <span class="missing">{}</span>', day, _("due for review"))
        return obj.verified_on


@admin.register(Source)
class SourceAdmin(LimitedAdmin):
    """Shared by all; but who writes for one country adds what its texts rest on, and mends it while only they do."""

    list_display = ("title", "publisher", "dated", "accessed_on")
    search_fields = ("title", "publisher", "url")
    list_filter = ("accessed_on",)
    list_per_page = 50
    formfield_overrides = HTTPS

    def has_add_permission(self, request):
        return admin.ModelAdmin.has_add_permission(self, request) and limits.changes_facts(request.user)

    def has_change_permission(self, request, obj=None):
        if not (admin.ModelAdmin.has_change_permission(self, request, obj) and limits.changes_facts(request.user)):
            return False
        return obj is None or all(limits.is_within(request.user, text) for text in obj.texts())

    def has_delete_permission(self, request, obj=None):
        return admin.ModelAdmin.has_delete_permission(self, request, obj) and self.has_change_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """A source that a text rests on stays: deleting it would leave the text without proof. Says which texts."""
        to_delete, counts, permissions, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, permissions, [*protected, *(text for source in objs for text in source.texts())]
