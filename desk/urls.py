"""The desk's addresses, under /<language>/desk/."""

from django.urls import path

from desk import exchange_views

urlpatterns = [
    path("exchange/", exchange_views.exchange_page, name="desk_exchange"),
    path("exchange/export/", exchange_views.export, name="desk_export"),
    path("exchange/import/", exchange_views.take_in, name="desk_import"),
]
