"""The words of the rich text editor, in the language of the desk.

Its dialogs ask the `gettext` of Django's script (`admin:jsi18n`); its buttons have theirs in English only, and
static/js/admin.js asks for them.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.i18n import JavaScriptCatalog

WORDS = (
    _("bold"),
    _("italic"),
    _("unordered list"),
    _("ordered list"),
    _("List properties"),
    _("blockquote"),
    _("paragraph"),
    _("insert link"),
    _("remove link"),
    _("undo"),
    _("redo"),
    _("heading 3"),
    _("heading 4"),
    _("URL"),
    _("Title"),
    _("Edit Link"),
    _("Update"),
    _("Cancel"),
    _("Start at"),
    _("List type"),
    _("Bullets"),
)


class EditorCatalog(JavaScriptCatalog):
    """Django's own words for its scripts, and those of the editor."""

    packages = ["django.contrib.admin"]

    def get_catalog(self) -> dict[str, str | list[str]]:
        return super().get_catalog() | {word: gettext(word) for word in WORDS}
