from modeltranslation.translator import TranslationOptions, register

from countries.models import Contact, Country, Opportunity, Section, Sector, Topic


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ("name", "introduction", "capital", "currency_name", "languages")
    required_languages = {"fr": ("name",)}


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("fr",)


@register(Section)
class SectionTranslation(TranslationOptions):
    fields = ("title", "in_brief", "body")
    required_languages = {"fr": ("title",)}


@register(Sector)
class SectorTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("fr",)


@register(Opportunity)
class OpportunityTranslation(TranslationOptions):
    fields = ("title", "what_it_is", "what_you_need", "risks", "regions", "season", "budget_note")
    required_languages = {"fr": ("title", "what_it_is")}


@register(Contact)
class ContactTranslation(TranslationOptions):
    fields = ("name", "what_for", "city", "address", "hours", "caution")
    required_languages = {"fr": ("name",)}
