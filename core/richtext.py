"""Rich text: what an editor may write, cleaned twice.

The field cleans in `clean()`, so forms and `full_clean()` store only what the toolbar can make. Printing cleans once
more with the same list: whatever the database holds, nothing but these tags and http(s), mailto and tel links
reaches a page.
"""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.config import allowlist_from_extensions, expand_extensions
from django_prose_editor.fields import ProseEditorField

EXTENSIONS = {
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
_CLEANER = nh3.Cleaner(**allowlist_from_extensions(expand_extensions(EXTENSIONS)))


def RichTextField(*args, **kwargs) -> ProseEditorField:  # noqa: N802  (reads as a field in a model)
    """A text column whose HTML is limited to EXTENSIONS."""
    return ProseEditorField(*args, extensions=EXTENSIONS, sanitize=True, **kwargs)


def clean(html: str) -> SafeString:
    """`html` with everything but the allowed tags, attributes and link schemes removed; safe to print."""
    return mark_safe(_CLEANER.clean(html))  # noqa: S308  (nh3 has just cleaned it; tests/core/test_richtext.py)


def with_headings_from(top: int, html: SafeString) -> SafeString:
    """`html`, cleaned already, with its h3 and h4 printed as h`top` and the level below."""
    return mark_safe(re.sub(r"(?<=<h)[34](?=>)|(?<=</h)[34](?=>)", lambda m: str(int(m[0]) - 3 + top), html))  # noqa: S308
