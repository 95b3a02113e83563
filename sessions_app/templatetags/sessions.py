"""What the pages about sessions print besides rows of the database."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import languages, spoken
from sessions_app.timetable import Words

register = template.Library()
register.filter("spoken", spoken.listed)


@register.filter
def iso_day(text: str) -> date:
    """The date of a frozen entry: "2026-11-24"."""
    return date.fromisoformat(text)


@register.simple_tag
def words(texts: Words) -> SafeString:
    """A frozen text in the reader's language; French that stands in for it is marked as French."""
    code = languages.current()
    text, french = texts[code], texts[languages.REFERENCE]
    if code != languages.REFERENCE and text == french:
        return format_html('<span lang="fr" dir="ltr">{}</span>', text)
    return format_html("{}", text)
