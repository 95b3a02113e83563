from modeltranslation.translator import TranslationOptions, register

from testimonies.models import Testimony


@register(Testimony)
class TestimonyTranslation(TranslationOptions):
    fields = ("title", "displayed_name", "region", "summary", "transcript", "content_note")
    required_languages = {"fr": ("title", "summary")}
