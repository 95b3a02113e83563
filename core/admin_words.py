"""Sentences of Django's admin that we say otherwise: our catalogue goes before Django's.

In French and Arabic a sentence around a noun that it does not know goes wrong ("Modification de utilisateur",
"Supprimer les séances sélectionnés"): ours need no article, gender or case. In Arabic a change was told as an addition.
"""

from django.utils.translation import gettext_noop as _

SENTENCES = (
    _("The {name} “{obj}” was changed successfully."),
    _("Added {name} “{object}”."),
    _("Deleted {name} “{object}”."),
    _("Add %s"),
    _("Change %s"),
    _("View %s"),
    _("Select %s to change"),
    _("Select %s to view"),
    _("Select all %(total_count)s %(module_name)s"),
    _("Delete selected %(verbose_name_plural)s"),
    _("After you’ve created a user, you’ll be able to edit more user options."),
)
