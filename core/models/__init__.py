"""What several apps share: sources, published content, and the state of translations."""

from core.models.content import (
    Content,
    ContentQuerySet,
    Source,
    State,
    validate_not_future,
    validate_phones,
    validate_sentences,
)
from core.models.translations import TranslatedModel, Translation, TranslationState

__all__ = [
    "Content",
    "ContentQuerySet",
    "Source",
    "State",
    "TranslatedModel",
    "Translation",
    "TranslationState",
    "validate_not_future",
    "validate_phones",
    "validate_sentences",
]
