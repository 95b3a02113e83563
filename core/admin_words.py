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
    _("Delete multiple objects"),
    _(
        'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? All of the following related items'
        " will be deleted:"
    ),
    _(
        "Are you sure you want to delete the selected %(objects_name)s? All of the following objects and their related"
        " items will be deleted:"
    ),
    _(
        "Deleting the %(object_name)s '%(escaped_object)s' would result in deleting related objects, but your account"
        " doesn't have permission to delete the following types of objects:"
    ),
    _(
        "Deleting the %(object_name)s '%(escaped_object)s' would require deleting the following protected related"
        " objects:"
    ),
    _("Cannot delete %(name)s"),
    _("Objects"),
    _("No, take me back"),
    _("Yes, I’m sure"),
    _("After you’ve created a user, you’ll be able to edit more user options."),
)
