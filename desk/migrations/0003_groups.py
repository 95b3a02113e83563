"""The groups of the staff (docs/roles.md). Run again, it gives each what it lacks and takes nothing away.

"Session coordinator" and "Session manager" are made by sessions_app; here they only get what the limits ask for.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

LABELS = ("core", "countries", "testimonies", "sessions_app", "portal", "desk", "auth")
VIEW, WRITE, ALL = ("view",), ("add", "change", "view"), ("add", "change", "delete", "view")
PORTAL = ("page", "step", "question", "checklistitem", "figure", "partner")
WHOLE = ("core.change_whole_texts",)
EVERYWHERE = ("core.change_whole_texts", "core.change_all_countries")


def on(label, models, actions):
    return tuple(f"{label}.{action}_{model}" for model in models for action in actions)


TEXTS = (
    *on("countries", ("country", "topic", "section", "sector", "opportunity", "contact"), ("change", "view")),
    *on("portal", PORTAL, ("change", "view")),
    *on("testimonies", ("testimony",), ("change", "view")),
    *on("sessions_app", ("module",), ("change", "view")),
)
FOUND = on("desk", ("linkcheck", "pageweight"), VIEW)  # what the commands found
STORIES = (
    *on("testimonies", ("testimony", "poster", "subtitle"), WRITE),
    *on("testimonies", ("recording",), WRITE),
)
TRANSLATOR = (
    *TEXTS,
    *on("testimonies", ("subtitle", "recording", "poster"), VIEW),
    *on("core", ("source",), VIEW),
    "core.change_all_countries",
    "desk.exchange_translations",
)
EDITOR = (
    *on("countries", ("section", "opportunity", "contact"), WRITE),
    *on("countries", ("country",), ("change", "view")),
    *on("countries", ("topic", "sector"), VIEW),
    *on("portal", PORTAL, WRITE),
    *STORIES,
    *on("core", ("source",), WRITE),
    *FOUND,
    *WHOLE,
    "desk.exchange_translations",
)
PUBLISHER = (
    *on("countries", ("country", "topic", "section", "sector", "opportunity", "contact"), ALL),
    *on("portal", PORTAL, ALL),
    *STORIES,
    *on("testimonies", ("testimony", "poster", "subtitle"), ("delete",)),
    *on("testimonies", ("consent",), WRITE),
    "testimonies.review_consent",
    "testimonies.withdraw_consent",
    *on("core", ("source",), ALL),
    *FOUND,
    *EVERYWHERE,
    "desk.publish_content",
    "desk.exchange_translations",
    "desk.view_reports",
    "desk.restore_deleted",
)
SESSIONS = (
    *on("sessions_app", ("orientationpoint", "openinghours", "room", "facilitator", "absence", "coordinator"), ALL),
    *on("sessions_app", ("module", "cycle", "session", "closure", "ramadan", "headcount", "headcountbycountry"), ALL),
    *on("sessions_app", ("release",), ("add", "view")),
    "sessions_app.manage_all_points",
)
ADMINISTRATOR = (
    *PUBLISHER,
    *SESSIONS,
    *on("auth", ("user",), WRITE),
    *on("auth", ("group",), VIEW),
    *on("core", ("limits",), ALL),
    *on("core", ("auditentry",), VIEW),
)
GROUPS = {
    "Translator": TRANSLATOR,
    "Editor": EDITOR,
    "Publisher": PUBLISHER,
    "Programme manager": ("desk.view_reports",),
    "Administrator": ADMINISTRATOR,
}
# They plan for everybody, and change the whole of what their points let them reach.
PLANNERS = {"Session coordinator": EVERYWHERE, "Session manager": EVERYWHERE}


def make(apps, schema_editor):
    database = schema_editor.connection.alias
    for label in LABELS:
        _create_permissions(apps, label, database)
    permissions = {
        f"{row.content_type.app_label}.{row.codename}": row
        for row in apps.get_model("auth", "Permission").objects.using(database).select_related("content_type")
    }
    for name, policy in (GROUPS | PLANNERS).items():
        group, _ = apps.get_model("auth", "Group").objects.using(database).get_or_create(name=name)
        group.permissions.add(*(permissions[name] for name in policy))


def _create_permissions(apps, label, database):
    """Django makes permissions after all migrations; these are needed now."""
    config = apps.get_app_config(label)
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0, using=database)
    config.models_module = None


def remove(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_links_and_weights"),
        ("core", "0003_people"),
        ("countries", "0002_translation_state"),
        ("portal", "0002_translation_state"),
        ("testimonies", "0002_translation_state"),
        ("sessions_app", "0004_translation_state"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make, remove)]
