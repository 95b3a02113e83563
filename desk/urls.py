"""The desk's addresses, under /<language>/desk/."""

from django.urls import path

from desk import enrolment, exchange_views, report_views, sittings, translations, trash, views

urlpatterns = [
    path("", views.morning, name="desk"),
    path("still-true/", views.still_true, name="desk_still_true"),
    path("still-true/undo/", views.still_true_undo, name="desk_still_true_undo"),
    path("matrix/", translations.translations, name="desk_matrix"),
    path("matrix/next/", translations.next_one, name="desk_matrix_next"),
    path("exchange/", exchange_views.exchange_page, name="desk_exchange"),
    path("exchange/export/", exchange_views.export, name="desk_export"),
    path("exchange/import/", exchange_views.take_in, name="desk_import"),
    path("reports/", report_views.report_page, name="desk_reports"),
    path("reports.csv", report_views.report_csv, name="desk_reports_csv"),
    path("reports.xlsx", report_views.report_xlsx, name="desk_reports_xlsx"),
    path("reports.pdf", report_views.report_pdf, name="desk_reports_pdf"),
    path("trash/", trash.trash, name="desk_trash"),
    path("trash/<str:label>/<int:number>/", trash.bring_back, name="desk_bring_back"),
    path("still-in/", sittings.still_in, name="desk_still_in"),
    path("second-factor/", enrolment.door, name="desk_second_factor"),
]
