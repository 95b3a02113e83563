from modeltranslation.translator import TranslationOptions, register

from sessions_app.models import Closure, Module, OrientationPoint, Session


@register(OrientationPoint)
class OrientationPointTranslation(TranslationOptions):
    fields = ("city", "name", "address", "directions", "note")
    required_languages = {"fr": ("city", "name")}


@register(Module)
class ModuleTranslation(TranslationOptions):
    fields = ("title", "what_you_learn")
    required_languages = {"fr": ("title",)}


@register(Session)
class SessionTranslation(TranslationOptions):
    fields = ("audience_note", "what_to_bring", "reason")


@register(Closure)
class ClosureTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("fr",)
