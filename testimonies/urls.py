from django.urls import path

from testimonies import views

urlpatterns = [
    path("testimonies/", views.testimonies, name="testimonies"),
    path("testimonies/<slug:slug>/", views.testimony, name="testimony"),
    path("testimonies/<slug:slug>.txt", views.testimony_text, name="testimony_text"),
]
