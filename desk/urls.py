"""The desk's addresses, under /<language>/desk/."""

from django.urls import path

from desk import trash

urlpatterns = [
    path("trash/", trash.trash, name="desk_trash"),
    path("trash/<str:label>/<int:number>/", trash.bring_back, name="desk_bring_back"),
]
