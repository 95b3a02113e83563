from modeltranslation.translator import TranslationOptions, register

from sessions_app.models import Module, OrientationPoint


@register(OrientationPoint)
class OrientationPointTranslation(TranslationOptions):
    fields = ("city", "name", "address", "directions", "note")
    required_languages = {"fr": ("city", "name")}


@register(Module)
class ModuleTranslation(TranslationOptions):
    fields = ("title", "what_you_learn")
    required_languages = {"fr": ("title",)}
