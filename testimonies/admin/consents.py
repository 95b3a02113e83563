"""The ledger's own list: consents, their safety review, their withdrawal. Nothing of it leaves the desk."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import translated
from core.admin import HTTPS
from core.languages import CODES
from core.limited import LimitedAdmin
from testimonies import ledger, personal, withdrawal
from testimonies.admin import media
from testimonies.models import Consent, Testimony


class ConsentForm(forms.ModelForm):
    def clean_testimony(self):
        """Taken first, as everywhere: a story withdrawn at this moment is gone before its consent is saved."""
        story = self.cleaned_data["testimony"]
        if story and not Testimony.objects.select_for_update().filter(pk=story.pk).first():
            raise ValidationError(gettext("This story was deleted meanwhile."))
        return story


class StandingFilter(admin.SimpleListFilter):
    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [
            ("active", _("in force")),
            ("review", _("awaits a safety review")),
            ("ending", _("expired or ending within 60 days")),
            ("withdrawn", _("withdrawn")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "active":
            return queryset.active()
        if self.value() == "review":
            return queryset.awaiting_review()
        if self.value() == "ending":
            return queryset.ending()
        return queryset.filter(withdrawn_on__isnull=False) if self.value() == "withdrawn" else queryset


@admin.register(Consent)
class ConsentAdmin(LimitedAdmin):
    form = ConsentForm
    formfield_overrides = HTTPS
    list_display = ("reference", "basis", "given_on", "expires_on", "standing")
    list_filter = (StandingFilter, "basis", "web")
    list_select_related = ("testimony",)
    list_per_page = 50
    search_fields = ("reference",)
    autocomplete_fields = ("testimony",)
    filter_horizontal = ("excluded_countries",)
    save_on_top = True
    readonly_fields = ("standing", "withdrawn_on", "reviewed_on", "reviewed_by", "provisional")
    fieldsets = (
        (None, {"fields": ("reference", "testimony", "standing")}),
        (
            _("What the person allowed"),
            {"fields": (("web", "print", "sessions", "social_media"), "excluded_countries")},
        ),
        (
            _("How it was given"),
            {
                "fields": (
                    ("basis", "published_url"),
                    ("given_on", "expires_on"),
                    "explained_in",
                    ("minor", "guardian_agreed"),
                )
            },
        ),
        (
            _("Safety review and withdrawal"),
            {"fields": (("reviewed_on", "reviewed_by"), "provisional", "withdrawn_on")},
        ),
    )

    class Media:
        css = {"all": ["css/admin.css"]}

    def get_readonly_fields(self, request, obj=None):
        """A consent is given for one story: once linked, it stays with it."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "testimony") if obj and obj.testimony_id else fields

    def has_change_permission(self, request, obj=None):
        """What is withdrawn is closed."""
        return super().has_change_permission(request, obj) and not (obj and obj.withdrawn_on)

    def has_delete_permission(self, request, obj=None):
        """The ledger forgets nothing but what a withdrawal blanks."""
        return False

    def get_object(self, request, object_id, from_field=None):
        """When it will be saved, locked: a withdrawal at the same moment is seen, not overwritten."""
        obj = super().get_object(request, object_id, from_field)
        if obj and request.method == "POST" and connection.in_atomic_block:
            return Consent.objects.locked(obj.pk)
        return obj

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/review/", wrap(self.review_view), name="testimonies_consent_review"),
            path("<path:object_id>/withdraw/", wrap(self.withdraw_view), name="testimonies_consent_withdraw"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        consent = self.get_object(request, unquote(object_id))
        open_row = consent is not None and consent.withdrawn_on is None
        context = {
            "may_review": open_row and request.user.has_perm("testimonies.review_consent"),
            "may_withdraw": open_row and request.user.has_perm("testimonies.withdraw_consent"),
        }
        return super().change_view(request, object_id, form_url, (extra_context or {}) | context)

    def save_model(self, request, obj, form, change):
        """Says so when the change takes the safety review back; see Consent.save."""
        was_reviewed = obj.reviewed_on is not None
        if "excluded_countries" in form.changed_data:
            obj.void_review()
        with ledger.accounted(obj.testimony, request.user):
            super().save_model(request, obj, form, change)
        if was_reviewed and obj.reviewed_on is None:
            messages.warning(
                request,
                gettext(
                    "What the person allowed has changed, so the safety review no longer holds. A second person must "
                    "read the story again."
                ),
            )

    @admin.display(description=_("standing"))
    def standing(self, obj):
        if not obj.pk:
            return "—"
        if faults := ledger.faults_of(obj, obj.testimony):
            return format_html('<span class="missing">{}</span>', " ".join(faults))
        if obj.provisional:
            return format_html('<span class="missing">{}</span>', gettext("active, but nobody here has read it yet"))
        return format_html('<span class="complete">{}</span>', gettext("in force"))

    def review_view(self, request, object_id):
        """Read the story as a stranger would, then say that it is safe."""
        consent = self._asked_for(request, object_id, "testimonies.review_consent")
        if consent is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method == "POST":
            return self._review(request, consent)
        context = {
            "refusal": ledger.review_refusal(consent, request.user),
            "warnings": personal.warnings_about(consent.testimony) if consent.testimony else [],
            "readings": _readings(consent.testimony) if consent.testimony else [],
            "held": media.held(consent.testimony) if consent.testimony else None,
        }
        return self._page(request, "review", consent, gettext("Safety review"), context)

    def withdraw_view(self, request, object_id):
        """Say exactly what will be deleted; a POST deletes it."""
        consent = self._asked_for(request, object_id, "testimonies.withdraw_consent")
        if consent is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method == "POST":
            withdrawal.withdraw(consent, request.user)
            text = gettext("Consent %(reference)s is withdrawn. The story and all its files are deleted.")
            messages.success(request, text % {"reference": consent.reference})
            return redirect("admin:testimonies_consent_changelist")
        context = {
            "holdings": withdrawal.holdings(consent.testimony) if consent.testimony else None,
            "others": withdrawal.others(consent),
        }
        return self._page(request, "withdraw", consent, gettext("Withdraw this consent?"), context)

    def _review(self, request, consent):
        try:
            ledger.review(consent, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            self.log_change(request, consent, [{"changed": {"fields": ["reviewed_on"]}}])
            text = gettext("The safety review of %(reference)s is recorded in your name.")
            messages.success(request, text % {"reference": consent.reference})
        return redirect("admin:testimonies_consent_change", consent.pk)

    def _asked_for(self, request, object_id, permission) -> Consent | None:
        if not request.user.has_perm(permission) or not self.has_view_permission(request):
            raise PermissionDenied
        return self.get_object(request, unquote(object_id))

    def _page(self, request, name, consent, title, context):
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "consent": consent,
            "testimony": consent.testimony,
        }
        return TemplateResponse(request, f"admin/testimonies/consent/{name}.html", context)


def _readings(testimony: Testimony) -> list[translated.Reading]:
    """Every translated text of the story in every language it has, in the order of the fields."""
    texts = ((getattr(testimony, f"{field}_{code}"), code) for field in translated.fields(Testimony) for code in CODES)
    return [translated.Reading(text, code) for text, code in texts if text]


class ConsentInline(admin.TabularInline):
    """The consents of a story, to look at; each is changed on its own page. Only for those who may see consents."""

    model = Consent
    extra = 0
    can_delete = False
    show_change_link = True
    fields = readonly_fields = ("given_on", "expires_on", "web", "standing", "actions_column")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description=_("standing"))
    def standing(self, obj):
        faults = ledger.faults_of(obj, obj.testimony)
        return format_html_join("", "<div>{}</div>", ((fault,) for fault in faults)) or gettext("in force")

    @admin.display(description=_("what you can do"))
    def actions_column(self, obj):
        names = (("review", gettext("Review its safety")), ("withdraw", gettext("Withdraw …")))
        links = ((reverse(f"admin:testimonies_consent_{name}", args=[obj.pk]), label) for name, label in names)
        return format_html_join(" · ", '<a href="{}">{}</a>', links) if not obj.withdrawn_on else "—"
