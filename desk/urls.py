"""The desk's addresses, under /<language>/desk/."""

from django.urls import path

from desk import enrolment

urlpatterns = [
    path("second-factor/", enrolment.door, name="desk_second_factor"),
]
