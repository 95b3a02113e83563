"""The words of the rich text editor, in the language of the desk.

Its dialogs ask the `gettext` of Django's script (`admin:jsi18n`); its buttons have theirs in English only, and
static/js/admin.js asks for them, and for a refusal of our own. The chooser of groups and permissions is Django's, but
its Arabic is not: without ours it would be in French.
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

REFUSAL = _("Write an address: https://…, mailto:… or tel:…")
CHOOSER = (
    _("Available %s"),
    _("Chosen %s"),
    _('Choose %s by selecting them and then select the "Choose" arrow button.'),
    _('Remove %s by selecting them and then select the "Remove" arrow button.'),
    _("Type into this box to filter down the list of available %s."),
    _("Type into this box to filter down the list of selected %s."),
    _("Choose all %s"),
    _("Choose selected %s"),
    _("Remove selected %s"),
    _("Remove all %s"),
    _("%s selected option not visible"),  # one sentence for every number
    _("(click to clear)"),
)


class EditorCatalog(JavaScriptCatalog):
    """Django's own words for its scripts, and those of the editor."""

    packages = ["django.contrib.admin"]

    def get_catalog(self) -> dict[str, str | list[str]]:
        ours = {word: gettext(word) for word in (*WORDS, REFUSAL)}
        chooser = {word: said for word in CHOOSER if (said := gettext(word)) != word}  # English keeps its plural
        return super().get_catalog() | ours | chooser
