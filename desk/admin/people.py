"""People: their groups, limits and second factor; and the audit log, to read."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    SetUnusablePasswordMixin,
    UserChangeForm,
)
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from core import audit, languages
from core.audited import AuditedAdmin
from core.models import Action, AuditEntry, Limits
from core.models.audit import kind_in_words
from desk import access, rights, second_factor

ONLY_FROM_A_SUPERUSER = ("is_superuser", "user_permissions")


class LanguagesField(forms.MultipleChoiceField):
    """Boxes to tick in the form; codes with spaces between them in the row."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value):
        return value.split() if isinstance(value, str) else value

    def clean(self, value) -> str:
        ticked = super().clean(value)
        return " ".join(code for code in languages.CODES if code in ticked)

    def has_changed(self, initial, data) -> bool:
        return set(self.prepare_value(initial) or []) != set(data or [])


class LimitsForm(forms.ModelForm):
    languages = LanguagesField(
        label=_("languages"),
        choices=list(languages.NAMES.items()),
        required=False,
        help_text=Limits._meta.get_field("languages").help_text,
    )

    class Meta:
        widgets = {"countries": forms.CheckboxSelectMultiple}


class LimitsInline(admin.StackedInline):
    """One of them, empty until somebody names something."""

    model = Limits
    form = LimitsForm
    fields = ("languages", "all_countries", "countries")
    can_delete = False
    verbose_name = verbose_name_plural = _("What this person may change")

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.widget.can_add_related = False  # a country is no afterthought of an account
        return field


class PasswordWidget(ReadOnlyPasswordHashWidget):
    """Whether there is a password, and the way to another one; how it is kept says nothing to who reads this."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if is_password_usable(value):
            context["summary"] = [{"label": gettext("A password is set.")}]
        return context


class PersonForm(UserChangeForm):
    password = ReadOnlyPasswordHashField(
        label=_("Password"), help_text=UserChangeForm.base_fields["password"].help_text, widget=PasswordWidget
    )


class PasswordForm(AdminPasswordChangeForm):
    """Django's own adds an English sentence, and thereby says the rest in the language of the server's start."""

    usable_password_help_text = SetUnusablePasswordMixin.usable_password_help_text


class GroupFilter(admin.RelatedFieldListFilter):
    """The groups in the reader's language, as in the list's column."""

    def field_choices(self, field, request, model_admin):
        return [(pk, gettext(name)) for pk, name in super().field_choices(field, request, model_admin)]


class PermissionWords:
    """Groups and permissions to choose from, in the reader's language."""

    LABELS = {
        Group: lambda group: gettext(group.name),
        Permission: lambda permission: f"\u2068{rights.permission_in_words(permission.codename)}\u2069",
    }

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field and db_field.related_model in self.LABELS:
            field.label_from_instance = self.LABELS[db_field.related_model]
        return field


admin.site.unregister([User, Group])


@admin.register(User)
class PersonAdmin(PermissionWords, AuditedAdmin, UserAdmin):
    """Administrators manage people; but only a superuser makes, changes or equips a superuser."""

    form = PersonForm
    change_password_form = PasswordForm
    inlines = (LimitsInline,)
    list_display = ("username", "first_name", "last_name", "groups_column", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active", ("groups", GroupFilter))
    readonly_fields = ("last_login", "date_joined", "second_factor_column", "kept_second_factor_column")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_inlines(self, request, obj):
        """A new account first gets its name and password."""
        return self.inlines if obj else ()

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        shown = "second_factor_column" if self._may_remove(request, obj) else "kept_second_factor_column"
        return [*fieldsets, (_("Second factor"), {"fields": (shown,)})]

    def _may_remove(self, request, person) -> bool:
        return person != request.user and self.has_change_permission(request, person)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, *ONLY_FROM_A_SUPERUSER)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and rights.may_manage(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and rights.may_manage(request.user, obj)

    def get_urls(self):
        view = self.admin_site.admin_view(self.second_factor_view)
        return [path("<int:pk>/second-factor/", view, name="auth_user_second_factor"), *super().get_urls()]

    def save_form(self, request, form, change):
        form.rights_before = rights.of(User.objects.get(pk=form.instance.pk)) if change else {}
        return super().save_form(request, form, change)

    def save_related(self, request, form, formsets, change):
        """All that a person may do is stored by then: groups and limits too."""
        super().save_related(request, form, formsets, change)
        rights.record_change(request.user, form.instance, form.rights_before)
        for sentence in rights.gaps(User.objects.get(pk=form.instance.pk)):
            messages.warning(request, sentence)

    @method_decorator(sensitive_post_parameters())
    def user_change_password(self, request, id, form_url=""):  # noqa: A002
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            audit.record(request.user, Action.PERMISSIONS, User.objects.get(pk=id), what="password set")
        return response

    def second_factor_view(self, request, pk: int):
        """Ask, then remove the second factor of somebody who lost it. Never one's own: a session may be stolen."""
        person = User.objects.filter(pk=pk).first()
        if not self.has_change_permission(request):
            raise PermissionDenied
        if person is None:
            raise Http404
        if not self._may_remove(request, person):
            raise PermissionDenied
        if request.method == "POST":
            if second_factor.remove(person, request.user):
                messages.success(request, gettext("The second factor of %(name)s is removed.") % {"name": person})
            return HttpResponseRedirect(reverse("admin:auth_user_change", args=[pk]))
        context = {"title": gettext("Remove the second factor?"), "person": person, "opts": self.opts}
        return access.page(request, "admin/auth/user/second_factor.html", context)

    @admin.display(description=_("groups"))
    def groups_column(self, obj):
        return ", ".join(gettext(group.name) for group in obj.groups.all()) or "—"

    @admin.display(description=_("second factor"))
    def second_factor_column(self, obj):
        if second_factor.device_of(obj) is None:
            return gettext("none")
        address = reverse("admin:auth_user_second_factor", args=[obj.pk])
        return format_html('{} · <a href="{}">{}</a>', gettext("set up"), address, gettext("Remove …"))

    @admin.display(description=_("second factor"))
    def kept_second_factor_column(self, obj):
        """For who may not remove it: the owner, and an administrator before a superuser."""
        if second_factor.device_of(obj) is None:
            return gettext("none")
        why = gettext(
            "Nobody removes their own, because their session may be in other hands; that of a superuser only another"
            " superuser removes. Recovery codes, and what to do with a new telephone:"
        )
        page, label = reverse("desk_second_factor"), gettext("Your second factor")
        return format_html('{} · {} <a href="{}">{}</a>', gettext("set up"), why, page, label)


@admin.register(Group)
class RoleAdmin(PermissionWords, AuditedAdmin, GroupAdmin):
    list_display = ("name_column",)
    readonly_fields = ("name_column", "permissions_column")

    def get_fields(self, request, obj=None):
        return ("name", "permissions") if self.has_change_permission(request, obj) else self.readonly_fields

    @admin.display(description=_("name"), ordering="name")
    def name_column(self, obj):
        return gettext(obj.name)

    @admin.display(description=_("permissions"))
    def permissions_column(self, obj):
        codenames = obj.permissions.values_list("codename", flat=True)
        said = sorted(rights.permission_in_words(codename) for codename in codenames)
        return format_html("<ul>{}</ul>", format_html_join("", "<li><bdi>{}</bdi></li>", ([one] for one in said)))

    def save_related(self, request, form, formsets, change):
        before = set(form.instance.permissions.values_list("codename", flat=True)) if change else set()
        super().save_related(request, form, formsets, change)
        after = set(form.instance.permissions.values_list("codename", flat=True))
        if before != after:
            detail = {"given": sorted(after - before), "taken": sorted(before - after)}
            audit.record(request.user, Action.PERMISSIONS, form.instance, **detail)


class KindFilter(admin.SimpleListFilter):
    title = _("kind of record")
    parameter_name = "model"

    def lookups(self, request, model_admin):
        labels = AuditEntry.objects.exclude(model="").order_by().values_list("model", flat=True).distinct()
        return sorted(((label, kind_in_words(label)) for label in labels), key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.filter(model=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditAdmin(admin.ModelAdmin):
    """To read. Nobody adds, changes or deletes here, a superuser neither."""

    list_display = ("at", "who", "action", "what", "detail_column")
    list_filter = ("action", "at", KindFilter)
    search_fields = ("username", "label", "row")
    list_per_page = 100
    actions = None
    fields = readonly_fields = ("at", "username", "action", "kind_column", "row", "label", "detail_column")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("by"), ordering="username")
    def who(self, obj):
        return obj.username or "—"

    @admin.display(description=_("record"))
    def what(self, obj):
        number = f"{obj.kind} {obj.row}".strip()
        label = gettext(obj.label) if obj.label and obj.model == "auth.group" else obj.label
        return format_html('{} <bdi class="quiet">{}</bdi>', label, number) if number else "—"

    @admin.display(description=_("kind of record"))
    def kind_column(self, obj):
        return obj.kind or "—"

    @admin.display(description=_("detail"))
    def detail_column(self, obj):
        return " · ".join(rights.words(name, value) for name, value in obj.detail.items()) or "—"
