"""Headcounts as records; the quick form from the week view is in `counting`."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.editing_rows import WatchedAdmin, WatchedInline
from sessions_app import headcounts
from sessions_app.admin.reached import ReachedAdmin, ReachedFilter
from sessions_app.headcounts import Typed
from sessions_app.models import Headcount, HeadcountByCountry

COUNTS = ("women", "men", "minors")
TALLY = ("good", "medium", "bad")


class HeadcountForm(forms.ModelForm):
    """The checks that need the countries too are in the inline's formset, which is whole after this form."""

    above_capacity = forms.BooleanField(
        label=_("More people than the room holds: I counted again, and it is true"), required=False
    )


class ByCountryFormSet(forms.BaseInlineFormSet):
    """One row a country; together with the counts above they must make sense."""

    def clean(self):
        super().clean()
        if sum(1 for form in self._kept() if not form.cleaned_data.get("country")) > 1:
            raise forms.ValidationError(_("“Another country” is counted twice: put these people together in one row."))
        session = self.instance.session if self.instance.session_id else None
        if session is None or any(self.errors):
            return
        typed = Typed(*(getattr(self.instance, name) or 0 for name in (*COUNTS, *TALLY)), tuple(self._people()))
        ticked = bool(self.data.get("above_capacity"))
        if found := headcounts.faults(session, typed, above_capacity=ticked):
            raise forms.ValidationError([fault.message for fault in found])

    def _people(self):
        for form in self._kept():
            yield form.cleaned_data.get("people") or 0

    def _kept(self):
        """The forms of the rows that are filled in and stay."""
        return [
            form for form in self.forms if getattr(form, "cleaned_data", None) and not form.cleaned_data.get("DELETE")
        ]


class ByCountryInline(WatchedInline, admin.TabularInline):
    model = HeadcountByCountry
    formset = ByCountryFormSet
    extra = 0


@admin.register(Headcount)
class HeadcountAdmin(ReachedAdmin, WatchedAdmin):
    form = HeadcountForm
    fields = ("session", COUNTS, TALLY, "above_capacity", "filled_by", "filled_at")
    readonly_fields = ("filled_by", "filled_at")
    list_display = ("session", *COUNTS, "total_column", *TALLY, "filled_by")
    list_filter = (("session__point", ReachedFilter), "session__module")
    list_select_related = ("session__module", "session__point", "filled_by")
    search_fields = ("session__code", "session__module__title_fr", "session__point__city_fr")
    autocomplete_fields = ("session",)
    inlines = (ByCountryInline,)
    list_per_page = 50

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(("session",) if obj else ()))

    def save_model(self, request, obj, form, change):
        obj.filled_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description=_("together"))
    def total_column(self, obj):
        return obj.total
