from modeltranslation.translator import TranslationOptions, register

from portal.models import ChecklistItem, Figure, Page, Partner, Question, Step


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "summary", "body")
    required_languages = {"fr": ("title",)}


@register(Step)
class StepTranslation(TranslationOptions):
    fields = ("title", "text", "duration", "stop")
    required_languages = {"fr": ("title", "text")}


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("question", "answer")
    required_languages = ("fr",)


@register(ChecklistItem)
class ChecklistItemTranslation(TranslationOptions):
    fields = ("text",)
    required_languages = ("fr",)


@register(Figure)
class FigureTranslation(TranslationOptions):
    fields = ("label",)
    required_languages = ("fr",)


@register(Partner)
class PartnerTranslation(TranslationOptions):
    fields = ("name", "role")
    required_languages = {"fr": ("name",)}
