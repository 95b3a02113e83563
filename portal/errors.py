"""Error pages. They need no database; the three that may come before a language is known speak all three."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _in_three_languages("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _in_three_languages("403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _in_three_languages("500.html", 500)


def _in_three_languages(template: str, status: int) -> HttpResponse:
    """A page rendered without the request: nothing that failed is touched again."""
    return HttpResponse(loader.get_template(template).render(), status=status)
