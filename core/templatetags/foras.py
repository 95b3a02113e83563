"""The template language of the portal: icons, flags, and texts that know which language they are in."""

import re
from functools import cache

from django import template
from django.conf import settings
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core import amounts, dates, icons, languages, richtext, translated

register = template.Library()
register.filter("partial_date", dates.partial)
register.filter("size", amounts.size)
register.filter("length_of_time", amounts.length_of_time)


@cache
def _svg(folder: str, name: str, attributes: str) -> SafeString:
    """An SVG of ours, read once, with `attributes` added. Raises FileNotFoundError for a name we do not ship."""
    svg = (settings.BASE_DIR / "static" / folder / f"{name}.svg").read_text().strip()
    return mark_safe(svg.replace("<svg", f'<svg aria-hidden="true" focusable="false" {attributes}', 1))  # noqa: S308


@register.simple_tag
def icon(name: str) -> SafeString:
    """The icon, inline and decorative: a word always stands beside it. Nothing for a name we do not ship."""
    return _svg("icons", name, 'class="icon"') if name in icons.names() else SafeString("")


@register.simple_tag
def flag(iso: str) -> SafeString:
    """The flag of an ISO country code, inline and decorative; nothing for a country whose flag we do not ship."""
    try:
        return _svg("flags", iso.lower(), 'class="flag" preserveAspectRatio="xMidYMid slice"')
    except FileNotFoundError:
        return SafeString("")


def _attributes(reading: translated.Reading) -> SafeString:
    """` lang dir`, only where the text is not in the page's language."""
    if not reading.is_fallback:
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', reading.language, reading.direction)


@register.simple_tag
def text(row, field: str) -> SafeString:
    """A translated field in the reader's language, else the French marked as French."""
    reading = translated.read(row, field)
    if not reading.is_fallback:
        return conditional_escape(reading.text)
    return format_html("<span{}>{}</span>", _attributes(reading), reading.text)


@register.simple_tag
def paragraphs(row, field: str) -> SafeString:
    """A plain translated text: one paragraph for each line."""
    reading = translated.read(row, field)
    lines = [(_attributes(reading), line) for line in reading.text.splitlines() if line.strip()]
    return format_html_join("", "<p{}>{}</p>", lines)


@register.simple_tag
def sentences(row, field: str) -> SafeString:
    """A plain translated text: one list item for each line."""
    reading = translated.read(row, field)
    items = format_html_join("", "<li>{}</li>", ((line,) for line in reading.text.splitlines() if line.strip()))
    return format_html('<ul class="brief"{}>{}</ul>', _attributes(reading), items) if items else SafeString("")


@register.simple_tag
def rich(row, field: str, top: int = 3) -> SafeString:
    """A rich text, cleaned again as it is printed. Its highest heading becomes `top` (2 right under the page's h1)."""
    reading = translated.read(row, field)
    html = richtext.with_headings_from(top, richtext.clean(reading.text))
    return format_html('<div class="prose"{}>{}</div>', _attributes(reading), html)


@register.simple_tag
def lang(row, field: str) -> SafeString:
    """` lang dir` for an element that can hold no other (an option), where the text is not in the page's language."""
    return _attributes(translated.read(row, field))


@register.simple_tag
def plain(row, field: str) -> str:
    """The bare text of a translated field, for places that cannot hold markup (titles, descriptions)."""
    return translated.read(row, field).text


@register.inclusion_tag("components/fallback.html")
def fallback_note(row) -> dict:
    """A line that says so when a text of the row stands there in French, or is older than the French."""
    readings = (translated.read(row, name) for name in translated.fields(type(row)))
    return {
        "is_fallback": any(reading.is_fallback for reading in readings),
        "is_older": row.is_older_than_french(languages.current()),
    }


@register.filter
def tel(number: str) -> str:
    """A number as a dialler wants it: "+212 (0)5 37 65" becomes "+21253765", without the zero in brackets."""
    return re.sub(r"\(0\)|[^\d+]", "", number)


@register.filter
def is_local(number: str) -> bool:
    """True for a helpline that answers only inside its country: "116" has no calling code."""
    return not number.startswith("+")


@register.filter
def host(url: str) -> str:
    """ "https://www.onfp.sn/actualites" as a reader says it: "onfp.sn"."""
    return re.sub(r"^https?://(www\.)?|[/?#].*$", "", url)


@register.filter
def web(url: str) -> str:
    """The address when it is one of the web; nothing for any other scheme, whatever the database holds."""
    return url if re.match(r"https?://", url, re.IGNORECASE) else ""
