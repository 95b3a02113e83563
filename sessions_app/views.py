"""Where orientation is given and what one learns there."""

from django.shortcuts import render

from sessions_app.models import Module, OrientationPoint


def sessions(request):
    context = {
        "points": OrientationPoint.objects.published().prefetch_related("sources"),
        "modules": Module.objects.published(),
    }
    return render(request, "sessions_app/sessions.html", context)
