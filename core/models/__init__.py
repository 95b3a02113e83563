"""What several apps share: sources, published content, the state of translations; people's limits, the audit log."""

from core.models.audit import Action, AuditEntry
from core.models.content import (
    Content,
    ContentQuerySet,
    Source,
    State,
    validate_not_future,
    validate_phones,
    validate_sentences,
)
from core.models.limits import Limits
from core.models.translations import TranslatedModel, Translation, TranslationState

__all__ = [
    "Action",
    "AuditEntry",
    "Content",
    "ContentQuerySet",
    "Limits",
    "Source",
    "State",
    "TranslatedModel",
    "Translation",
    "TranslationState",
    "validate_not_future",
    "validate_phones",
    "validate_sentences",
]
