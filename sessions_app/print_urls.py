"""Addresses of everything that is printed: the poster for all, the rest for the desk, beside the admin's own pages."""

from django.contrib import admin
from django.urls import path

from sessions_app import codes, print_views, weeks  # noqa: F401 - they bring the converters

desk = admin.site.admin_view

urlpatterns = [
    path("sessions/<slug:point>/<week:week>.pdf", print_views.poster, name="poster"),
    path("admin/prints/<slug:point>/<week:week>/draft.pdf", desk(print_views.draft_poster), name="print_poster_draft"),
    path(
        "admin/prints/<slug:point>/<week:week>/correction.pdf",
        desk(print_views.correction_strip),
        name="print_correction",
    ),
    path(
        "admin/prints/facilitators/<int:facilitator>/<week:week>.pdf",
        desk(print_views.facilitator_week),
        name="print_facilitator",
    ),
    path("admin/prints/<code:code>/sign-in.pdf", desk(print_views.sign_in_sheet), name="print_sign_in"),
    path("admin/prints/<code:code>/slips.pdf", desk(print_views.slips), name="print_slips"),
    path("admin/prints/<code:code>/door.pdf", desk(print_views.door_sign), name="print_door"),
    path("admin/prints/<code:code>/certificates.pdf", desk(print_views.certificate), name="print_certificate"),
]
