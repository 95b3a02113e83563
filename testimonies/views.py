"""Stories of people who went home. None is published yet: consent comes first, and the page says so."""

from django.shortcuts import render


def testimonies(request):
    return render(request, "testimonies/testimonies.html")
