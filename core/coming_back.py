"""A form that was opened from a page of the desk does not forget it: saved, saved and gone on with, looked at in its
history, deleted or closed, it leads back there. The address carries it (`core.addresses`), nothing else does."""

from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpResponseRedirect

from core import addresses


class ComingBackAdmin(admin.ModelAdmin):
    def get_preserved_filters(self, request):
        """What Django carries from page to page of a row; the way back goes along."""
        kept, back = super().get_preserved_filters(request), addresses.way_back(request)
        return "&".join(filter(None, [kept, urlencode({addresses.NEXT: back}) if back else ""]))

    def response_post_save_add(self, request, obj):
        return _lead(addresses.way_back(request)) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        """Back to the page of the desk that led here, or on from it; else to the list."""
        return _lead(addresses.once_saved(request, obj)) or super().response_post_save_change(request, obj)

    def response_delete(self, request, obj_display, obj_id):
        answer = super().response_delete(request, obj_display, obj_id)
        if IS_POPUP_VAR in request.POST:
            return answer  # it closes the window, and tells the form below
        return _lead(addresses.way_back(request)) or answer

    def render_change_form(self, request, context, *args, **kwargs):
        context["way_back"], context["leads_on"] = addresses.way_back(request), addresses.leads_on(request)
        context["show_save_and_add_another"] = not context["leads_on"]  # the next one is a row that is there
        return super().render_change_form(request, context, *args, **kwargs)


def _lead(address: str) -> HttpResponseRedirect | None:
    return HttpResponseRedirect(address) if address else None
