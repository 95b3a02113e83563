from django.urls import include, path

from countries import views

country = [
    path("", views.country, name="country"),
    path("opportunities/", views.country_opportunities, name="country_opportunities"),
    path("contacts/", views.country_contacts, name="country_contacts"),
]

urlpatterns = [
    path("countries/", views.countries, name="countries"),
    path("countries/<slug:slug>/", include(country)),
    path("opportunities/", views.opportunities, name="opportunities"),
    path("contacts/", views.contacts, name="contacts"),
]
