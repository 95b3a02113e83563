"""The records of testimonies, one module a subject."""

from testimonies.models.consent import Consent
from testimonies.models.media import Poster, Recording, Rendition, Subtitle
from testimonies.models.stories import Testimony

__all__ = ["Consent", "Poster", "Recording", "Rendition", "Subtitle", "Testimony"]
