"""The desk's addresses, under /<language>/desk/."""

from django.urls import path

from desk import translations

urlpatterns = [
    path("matrix/", translations.translations, name="desk_matrix"),
]
