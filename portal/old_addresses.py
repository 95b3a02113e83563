"""The addresses of the old www.foras.ma, which stand on paper and in people's messages, lead to the new pages."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import override

COUNTRIES = {
    "cameroun": "cameroon",
    "cote-divoire": "cote-divoire",
    "guinee": "guinea",
    "guinee-conakry": "guinea",
    "mali": "mali",
    "senegal": "senegal",
}


def country(request, pays: str, rest: str = ""):
    if pays not in COUNTRIES:
        raise Http404
    with override("fr"):
        return redirect("country", COUNTRIES[pays], permanent=True)


def questions(request):
    with override("fr"):
        return redirect("questions", permanent=True)


def countries(request):
    with override("fr"):
        return redirect("countries", permanent=True)


urlpatterns = [
    path("opportunites-de-reintegration/", countries),
    path("opportunites-de-reintegration/<slug:pays>/", country),
    path("opportunites-de-reintegration/<slug:pays>/<path:rest>", country),
    path("foire-aux-questions/", questions),
]
