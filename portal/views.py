"""The public's front door."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from core.languages import alternates
from countries.models import Country
from portal.models import ChecklistItem, Figure, Page, Partner, Question, Step
from testimonies.models import Testimony


def home(request):
    context = {
        "countries": Country.objects.published(),
        "figures": Figure.objects.published().filter(featured=True).prefetch_related("sources"),
        "steps": Step.objects.published(),
        "stories": Testimony.objects.published().for_cards().few(),
    }
    return render(request, "portal/home.html", context)


def how_a_return_works(request):
    steps = Step.objects.published().prefetch_related("sources")
    return render(request, "portal/return.html", {"steps": steps})


def questions(request):
    questions = Question.objects.published().prefetch_related("sources")
    return render(request, "portal/questions.html", {"questions": questions})


def checklist(request):
    items = sorted(ChecklistItem.objects.published(), key=lambda item: list(ChecklistItem.Group).index(item.group))
    groups = [(ChecklistItem.Group(group).label, list(rows)) for group, rows in groupby(items, lambda item: item.group)]
    return render(request, "portal/checklist.html", {"groups": groups})


def figures(request):
    figures = Figure.objects.published().prefetch_related("sources").order_by("-year", "position")
    years = [(year, list(rows)) for year, rows in groupby(figures, lambda figure: figure.year)]
    return render(request, "portal/figures.html", {"years": years})


def page(request, slug):
    page = get_object_or_404(Page.objects.published().prefetch_related("sources"), slug=slug)
    partners = Partner.objects.published() if slug == "about" else ()
    return render(request, "portal/page.html", {"page": page, "partners": partners})


def site_map(request):
    context = {"countries": Country.objects.published(), "texts": Page.objects.published()}
    return render(request, "portal/site_map.html", context)


def robots(request) -> HttpResponse:
    """Everything public may be found; the desk may not."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: /{language.code}/admin/" for language in alternates("/")]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
