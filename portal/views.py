"""The public's front door."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from core.languages import alternates
from countries.models import Country
from portal import contents
from portal.figures import by_year
from portal.models import ChecklistItem, Figure, Page, Partner, Question, Step
from sessions_app import agenda, headcounts
from testimonies.models import Testimony


def home(request):
    context = {
        "countries": Country.objects.published(),
        "figures": Figure.objects.published().filter(featured=True).prefetch_related("sources"),
        "steps": Step.objects.published(),
        "cities": agenda.next_by_city(2),
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
    items = ChecklistItem.objects.published().prefetch_related("sources")
    context = {"groups": contents.by_group(items), "sources": contents.sources_of(items)}
    return render(request, "portal/checklist.html", context)


def figures(request):
    typed = Figure.objects.published().prefetch_related("sources").order_by("-year", "position")
    return render(request, "portal/figures.html", {"years": by_year(typed, headcounts.figures())})


def page(request, slug):
    page = get_object_or_404(Page.objects.published().prefetch_related("sources"), slug=slug)
    return render(request, "portal/page.html", {"page": page})


def about(request):
    page = get_object_or_404(Page.objects.published().prefetch_related("sources"), slug="about")
    return render(request, "portal/page.html", {"page": page, "partners": Partner.objects.published()})


def site_map(request):
    context = {"countries": Country.objects.published(), "texts": Page.objects.published()}
    return render(request, "portal/site_map.html", context)


def robots(request) -> HttpResponse:
    """Everything public may be found; the desk may not."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: /{language.code}/admin/" for language in alternates("/")]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
