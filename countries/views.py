"""The pages about countries: each fetches, computes by a named function, renders."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render

from countries import directory
from countries.forms import OpportunityFilter
from countries.models import Contact, Country, Opportunity, Section


def countries(request):
    return render(request, "countries/countries.html", {"countries": Country.objects.published()})


def country(request, slug):
    country = get_object_or_404(Country.objects.published().prefetch_related("sources"), slug=slug)
    contacts = Contact.objects.readable_for(country)
    context = {
        "country": country,
        "chapters": directory.chapters(Section.objects.readable_in(country), contacts),
        "opportunities": Opportunity.objects.readable().filter(country=country),
        "has_contacts": any(contact.country_id for contact in contacts),
        "has_sessions": country.sessions.on_site().standing().upcoming().exists(),
        "stories": country.testimonies.shown_in(country).for_cards().few(),
    }
    return render(request, "countries/country.html", context)


def country_opportunities(request, slug):
    country = get_object_or_404(Country.objects.published(), slug=slug)
    opportunities = Opportunity.objects.readable().filter(country=country)
    return render(request, "countries/country_opportunities.html", {"country": country, "opportunities": opportunities})


def country_contacts(request, slug):
    country = get_object_or_404(Country.objects.published(), slug=slug)
    context = {
        "country": country,
        "groups": directory.by_kind(Contact.objects.readable_in(country)),
        "iom": Contact.objects.readable_in(None).filter(kind=Contact.Kind.IOM).exclude(phones="").first(),
    }
    return render(request, "countries/country_contacts.html", context)


def opportunities(request):
    form = OpportunityFilter(request.GET)
    page = Paginator(form.matching(Opportunity.objects.readable()), per_page=12).get_page(request.GET.get("page"))
    return render(request, "countries/opportunities.html", {"form": form, "page": page})


def contacts(request):
    groups = directory.by_kind(Contact.objects.readable_in(None))
    countries = Country.objects.published()
    return render(request, "countries/contacts.html", {"groups": groups, "countries": countries})
