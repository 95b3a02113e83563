"""The desk's addresses, under /<language>/desk/."""

from django.urls import path

from desk import views

urlpatterns = [
    path("", views.morning, name="desk"),
    path("still-true/", views.still_true, name="desk_still_true"),
    path("still-true/undo/", views.still_true_undo, name="desk_still_true_undo"),
]
