"""Stories of people who went home: the list, a story, a story as plain text to pass on."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string

from testimonies import ladder
from testimonies.balance import in_balance
from testimonies.forms import TestimonyFilter
from testimonies.models import Testimony

PER_PAGE = 12


def testimonies(request):
    form = TestimonyFilter(request.GET)
    stories = form.matching(Testimony.objects.published()).for_cards()
    page = Paginator(in_balance(stories), PER_PAGE).get_page(request.GET.get("page"))
    explainer = Testimony.objects.published().filter(explainer=True).first()
    return render(request, "testimonies/testimonies.html", {"form": form, "page": page, "explainer": explainer})


def testimony(request, slug):
    story = _published(slug)
    tracks = ladder.tracks(story)
    context = {
        "testimony": story,
        "rungs": ladder.rungs(story),
        "tracks": tracks,
        "missing_tracks": ladder.missing_tracks(tracks),
        "poster": ladder.poster(story),
    }
    return render(request, "testimonies/testimony.html", context)


def testimony_text(request, slug):
    """What can be copied into a message: the story's words, where they come from, and where to read on."""
    story = _published(slug)
    text = render_to_string("testimonies/testimony.txt", {"testimony": story}, request)
    headers = {"X-Robots-Tag": "noindex"}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


def _published(slug: str) -> Testimony:
    stories = Testimony.objects.published().select_related("country", "sector", "module")
    return get_object_or_404(stories.prefetch_related("sources"), slug=slug)
