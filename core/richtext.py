"""Rich text: what an editor may write, cleaned twice.

The field cleans in `clean()`, so forms and `full_clean()` store only what the toolbar can make. Printing cleans once
more with the same list: whatever the database holds, nothing but these tags and http(s), mailto and tel links
reaches a page. A link to "www.oim.int" is one to https://www.oim.int, not to a page of ours; a link to nowhere is its
text alone.
"""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.config import allowlist_from_extensions, expand_extensions
from django_prose_editor.fields import ProseEditorField, create_sanitizer

# A button for each kind of paragraph: the library's own menu for them opens to a pointer only, never to a key.
_GROUPS = ("blockType -lists", "lists", "nodes -blockType -lists", "marks", "link", "history")
EXTENSIONS = {
    "Menu": {"groups": [{"group": group} for group in _GROUPS]},
    "Bold": True,
    "Italic": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Heading": {"levels": [3, 4]},
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
}
# What begins like a host or an address of mail, where a scheme should be. Cleaned text holds no other "<a".
_WITHOUT_SCHEME = re.compile(r'(<a\b[^<>]*?\bhref=")(?=([^"@/:?#\s]+@)?[\w-]+(?:\.[\w-]+)+["/?#])')
# A link whose attributes do not say where it leads: what cleaning leaves of "javascript:…", or of no address.
_TO_NOWHERE = re.compile(
    r'<a(?: (?:(?!href=)[\w-]+="[^"]*"|href="\s*(?:(?:https?:/*|mailto:|tel:)\s*)?"))*>(.*?)</a>', re.DOTALL
)
_EMPTY_TITLE = re.compile(r'(<a(?: [\w-]+="[^"]*")*?) title="\s*"')
_CLEANER = nh3.Cleaner(**allowlist_from_extensions(expand_extensions(EXTENSIONS)))


def RichTextField(*args, **kwargs) -> ProseEditorField:  # noqa: N802  (reads as a field in a model)
    """A text column whose HTML is limited to EXTENSIONS."""
    return ProseEditorField(*args, extensions=EXTENSIONS, sanitize=[_with_good_links, create_sanitizer], **kwargs)


def clean(html: str) -> SafeString:
    """`html` with everything but the allowed tags, attributes and link schemes removed; safe to print."""
    return mark_safe(_with_good_links(_CLEANER.clean(html)))  # noqa: S308  (nh3 cleaned it; tests/core/test_richtext.py)


def _with_good_links(html: str) -> str:
    """`html`, cleaned already, with links that lead somewhere only, and the scheme that somebody left out of one."""
    html = _EMPTY_TITLE.sub(r"\1", _TO_NOWHERE.sub(r"\1", html))
    return _WITHOUT_SCHEME.sub(lambda link: link[1] + ("mailto:" if link[2] else "https://"), html)


def with_headings_from(top: int, html: SafeString) -> SafeString:
    """`html`, cleaned already, with its h3 and h4 printed as h`top` and the level below."""
    return mark_safe(re.sub(r"(?<=<h)[34](?=>)|(?<=</h)[34](?=>)", lambda m: str(int(m[0]) - 3 + top), html))  # noqa: S308
