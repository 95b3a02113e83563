"""What the desk shows of stories, one module a subject."""

from testimonies.admin import consents, media, stories  # noqa: F401  (registers)
