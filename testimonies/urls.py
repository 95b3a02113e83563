from django.urls import path

from testimonies import views

urlpatterns = [path("testimonies/", views.testimonies, name="testimonies")]
