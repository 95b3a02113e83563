"""The admin of translated, sourced, published content: one block per language, and the columns staff ask for first."""

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import BadRequest
from django.db import models
from django.forms import BaseModelFormSet
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from js_asset import Media
from modeltranslation.admin import TranslationAdmin

from core import (
    audit,
    editing,
    history,
    history_admin,
    languages,
    limits,
    preview,
    publication,
    translated,
    versions,
)
from core.admin_filters import DueFilter, MissingLanguageFilter, OutdatedFilter
from core.deleted_rows import ListedRows
from core.limited import LimitedAdmin
from core.media import FULL_DISK, space_refusal
from core.models import Action, State
from core.sources import HTTPS
from core.translation_boxes import MINOR, TranslatedForm, in_progress, show_read_only, tell_outdated

PUBLICATION = (
    "state",
    "review_note",
    ("publish_at", "expire_at"),
    "sources",
    ("verified_on", "review_by"),
    "verified_by",
)
ALSO_SEARCHED = ("slug", "acronym", "phones", "email", "displayed_name")
ASK_A_PUBLISHER = _("Ask a publisher: only they put a text on the site, change what is public, or take it down.")


class TranslatedAdmin(LimitedAdmin, TranslationAdmin):
    """A form with the untranslated fields first, then one block for each language; the others fold away."""

    form = TranslatedForm
    general: tuple = ()  # the untranslated fields, as in `fieldsets`
    change_form_template = "admin/translated_change_form.html"
    list_per_page = 50
    save_on_top = True
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})}} | HTTPS

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/admin.js"]

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        view = self.admin_site.admin_view(self.restore_view)
        return [path("<path:object_id>/history/<int:number>/", view, name=name), *super().get_urls()]

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": self.general}), *self._language_fieldsets(request, obj)]

    def get_object(self, request, object_id, from_field=None):
        """When it will be saved, locked: whoever else saves it waits, and then learns of it (core/editing.py)."""
        return editing.locked(request, super().get_object(request, object_id, from_field))

    def get_form(self, request, obj=None, **kwargs):
        form = editing.watched(super().get_form(request, obj, **kwargs))
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        for tick in {MINOR, *map(in_progress, languages.OTHERS)} - set(shown):
            form.base_fields.pop(tick, None)  # declared fields are in every form; these only where they are shown
        return form

    def save_model(self, request, obj, form, change):
        """A form has the row locked; a list read its rows before, and writes only the boxes it shows."""
        if isinstance(form, editing.Watched):
            super().save_model(request, obj, form, change)
        else:
            _save_boxes(obj, form.changed_data)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        history.keep_links(form.instance)
        editing.tell(request, form)

    def response_change(self, request, obj):
        answer = super().response_change(request, obj)
        tell_outdated(request, obj)
        return answer

    def history_view(self, request, object_id, extra_context=None):
        return history_admin.page_of_versions(self, request, object_id)

    def restore_view(self, request, object_id, number):
        return history_admin.restore(self, request, object_id, number)

    def restorable(self) -> set[str]:
        """Names of the fields that an older version gives back."""
        return versions.restorable(self.model)

    def bring_back(self, request, row, version, names: set[str]) -> versions.BroughtBack:
        """Give `row` the fields `names` of `version`. Raises ValidationError: nothing is changed then."""
        return versions.bring_back(row, version, names)

    def restore_refusal(self, request, obj) -> str:
        """Why this person may bring back of `obj` its translations only; "" when all of it."""
        return ""

    def get_search_fields(self, request):
        texts = [f"{field}_{code}" for field in translated.fields(self.model) for code in languages.CODES]
        return [*texts, *(name for name in ALSO_SEARCHED if name in {field.name for field in self.opts.fields})]

    def get_changelist_formset(self, request, **kwargs):
        """The boxes of a list have no label in Django; a screen reader needs one."""
        rows = type("ListedRows", (ListedRows, BaseModelFormSet), {"request": request})
        most = {"max_num": self.list_max_show_all, "absolute_max": self.list_max_show_all}
        formset = super().get_changelist_formset(request, formset=rows, **most, **kwargs)
        for field in formset.form.base_fields.values():
            field.widget.attrs["aria-label"] = field.label
            field.show_hidden_initial = True  # a position that somebody else has changed meanwhile is not changed back
        return formset

    def changelist_view(self, request, *args, **kwargs):
        """Refused, the boxes of a list stand beside the rows they are of, wherever these are in the list by now."""
        try:
            answer = super().changelist_view(request, *args, **kwargs)
        except OverflowError as error:
            raise BadRequest("a key that no row can have") from error
        except self.model.DoesNotExist:  # a row has gone since it was read; read again, that is told, the rest saved
            answer = super().changelist_view(request, *args, **kwargs)
        found = getattr(answer, "context_data", None) and answer.context_data.get("cl")
        if found and found.formset and found.formset.is_bound:
            found.result_list = [form.instance for form in found.formset.forms]
        return answer

    def changeform_view(self, request, *args, **kwargs):
        """A full disk undoes the whole form, and is said."""
        editing.comes_back(request)
        try:
            return super().changeform_view(request, *args, **kwargs)
        except OSError as error:
            if error.errno not in FULL_DISK:
                raise
            messages.error(request, space_refusal())
            return HttpResponseRedirect(request.get_full_path())

    def render_change_form(self, request, context, *args, **kwargs):
        context["editing"] = context["adminform"].form
        show_read_only(context["adminform"])
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)

    def view_on_site(self, obj):
        return obj.get_absolute_url()

    @admin.display(description=_("languages"))
    def languages_column(self, obj):
        """Which languages the row lacks and which are older than the French, in words; a tick when none."""
        faults = [
            format_html('<span class="missing">{} {}</span>', words, ", ".join(codes))
            for words, codes in ((_("missing:"), translated.missing_in(obj)), (_("outdated:"), obj.outdated_in.split()))
            if codes
        ]
        return format_html_join(" ", "{}", ((fault,) for fault in faults)) or format_html(
            '<span class="complete">{}</span>', _("complete")
        )

    def _language_fieldsets(self, request, obj) -> list:
        theirs = limits.languages_of(request.user)
        fields = translated.fields(self.model)
        open_blocks = {languages.REFERENCE, languages.current()}
        return [
            (
                name,
                {
                    "fields": [
                        *(f"{field}_{code}" for field in fields),
                        *(_ticks(code, obj) if code in theirs else ()),
                    ],
                    "classes": [f"lang-{code}", *([] if code in open_blocks else ["collapse"])],
                },
            )
            for code, name in languages.NAMES.items()
        ]


def _save_boxes(row, names: list[str]) -> None:
    """Save the fields `names` of `row`, read anew but for them, so that its version tells what is stored."""
    others = [field.attname for field in type(row)._meta.concrete_fields if field.name not in names]
    row.refresh_from_db(fields=others, from_queryset=type(row)._base_manager.select_for_update())
    row.save(update_fields=names)


def _ticks(code: str, obj) -> list[str]:
    """What may be said about the texts of a block, once there is something to translate from."""
    if obj is None:
        return []
    return [MINOR] if code == languages.REFERENCE else [in_progress(code)]


class ContentForm(TranslatedForm):
    may_publish = False  # set, like the next, by ContentAdmin.get_form
    publish_permissions: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "state" in self.fields and not self.may_publish:
            self.fields["state"].choices = publication.states(self.instance.state)
            self.fields["state"].error_messages["invalid_choice"] = ASK_A_PUBLISHER

    def clean(self):
        cleaned = super().clean()
        if not self.may_publish:
            for name, refusal in list(publication.refusals(self, ASK_A_PUBLISHER)):
                self.add_error(name, refusal)
        if cleaned.get("state") == State.PUBLISHED:
            if self.instance.needs_source and not cleaned.get("sources"):
                self.add_error("sources", _("A published text needs at least one source."))
            if not cleaned.get("verified_on"):
                self.add_error("verified_on", _("Before publishing, say on which day this was verified."))
            if "state" in self.changed_data and "review_note" in cleaned:
                cleaned["review_note"] = ""
        return cleaned


class ContentAdmin(TranslatedAdmin):
    """What the public reads: with its publication, its sources and its verification."""

    form = ContentForm
    list_display = ("__str__", "state_column", "verified_column", "languages_column")
    list_filter = ("state", DueFilter, MissingLanguageFilter, OutdatedFilter)
    autocomplete_fields = ("sources",)
    readonly_fields = ("verified_by",)
    publish_permissions: tuple[str, ...] = (publication.PERMISSION,)  # any of them

    def get_fieldsets(self, request, obj=None):
        publication = (_("Publication and verification"), {"fields": PUBLICATION})
        return [*super().get_fieldsets(request, obj), publication]

    def may_publish(self, request) -> bool:
        return publication.may(request.user, self.publish_permissions)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.may_publish, form.publish_permissions = self.may_publish(request), self.publish_permissions
        return form

    def get_readonly_fields(self, request, obj=None):
        """Without the permission to publish: the dates of publication and, once public, all but the translations.

        Not when the form was opened before it became public: then what was typed is refused in words, and kept.
        """
        names = tuple(super().get_readonly_fields(request, obj))
        if self.may_publish(request):
            return names
        if publication.is_public_now(obj) and "state" not in editing.offered(request, obj):
            kept_back = publication.kept_back(self.model)
            shown = flatten_fieldsets(self.get_fieldsets(request, obj))
            return (*names, *(name for name in shown if name in kept_back and name not in names))
        return (*names, *publication.WINDOW)

    def get_changelist_instance(self, request):
        """The order on the site is changed by those who publish."""
        found = super().get_changelist_instance(request)
        if not self.may_publish(request):
            found.list_editable = ()
        return found

    def has_delete_permission(self, request, obj=None):
        """Deleting takes down."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (self.may_publish(request) or not publication.is_public_now(obj))

    def restore_refusal(self, request, obj) -> str:
        return ASK_A_PUBLISHER if publication.is_public_now(obj) and not self.may_publish(request) else ""

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and publication.is_public_now(obj) and not self.may_publish(request):
            context["public_notice"] = self._notice(request, context["adminform"].form, obj)
        if obj and not preview.is_public(obj):
            context["previews"] = preview.addresses(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _notice(self, request, form, obj) -> str:
        """For who may not publish: whether the public reads it, whom to ask, and what is theirs to do."""
        plain = _("This text is public.") if preview.is_public(obj) else _("This text is marked as published.")
        standing = publication.not_yet_or_no_more(obj) or plain
        done = publication.possible(form) if self.has_change_permission(request, obj) else ""
        return f"{standing} {ASK_A_PUBLISHER} {done}".strip()

    def save_model(self, request, obj, form, change):
        if "verified_on" in form.changed_data:
            obj.verified_by = request.user if obj.verified_on else None
        before = audit.standing(obj) if change else None
        is_corrected = self._is_corrected(request, before, form)
        if is_corrected:
            obj._change_reason = publication.CORRECTED
        super().save_model(request, obj, form, change)
        audit.publication(request.user, obj, before)
        if isinstance(form, editing.Watched) and (sentence := publication.not_yet_or_no_more(obj)):
            messages.info(request, sentence)
        if is_corrected:
            audit.record(request.user, Action.CORRECT, obj)

    def _is_corrected(self, request, before, form) -> bool:
        """True when somebody who may not publish has changed the French of what was public."""
        was_public = before is not None and before.state == State.PUBLISHED
        french = publication.french(self.model) & set(form.changed_data)
        return was_public and bool(french) and not self.may_publish(request)

    def view_on_site(self, obj):
        """No link to a page that is not there."""
        return obj.get_absolute_url() if preview.is_public(obj) else None

    @admin.display(description=_("state"), ordering="state")
    def state_column(self, obj):
        return format_html('<span class="state state-{}">{}</span>', *publication.standing(obj))

    @admin.display(description=_("verified on"), ordering="verified_on")
    def verified_column(self, obj):
        if obj.is_due:
            day = localize(obj.verified_on) or "—"
            return format_html('{} <span class="missing">{}</span>', day, _("due for review"))
        return obj.verified_on
