from django.urls import path

from sessions_app import codes, views, weeks  # noqa: F401 - they bring the converters

urlpatterns = [
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/<slug:point>/", views.point, name="point"),
    path("sessions/<slug:point>/feed.ics", views.point_feed, name="point_feed"),
    path("sessions/<slug:point>/<week:week>/", views.week, name="week"),
    path("sessions/<slug:point>/<code:code>/", views.session, name="session"),
    path("sessions/<slug:point>/<code:code>.ics", views.session_ics, name="session_ics"),
    path("sessions/<slug:point>/<code:code>.txt", views.session_text, name="session_text"),
]
