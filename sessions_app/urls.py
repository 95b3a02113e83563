from django.urls import path

from sessions_app import views

urlpatterns = [path("sessions/", views.sessions, name="sessions")]
