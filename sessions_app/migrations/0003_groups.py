"""The two groups of people who plan: coordinators, each tied to a point by a Coordinator row, and managers of all points.

Run again, it gives both groups what they lack and takes nothing away.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ALL = ("add", "change", "delete", "view")
COORDINATOR = {
    "orientationpoint": ("view",),
    "openinghours": ("view",),
    "room": ALL,
    "facilitator": ("add", "change", "view"),
    "absence": ALL,
    "module": ("view",),
    "cycle": ALL,
    "session": ALL,
    "closure": ALL,
    "ramadan": ("view",),
    "release": ("add", "view"),
    "headcount": ("add", "change", "view"),
    "headcountbycountry": ALL,
}
MANAGER = COORDINATOR | {
    "orientationpoint": (*ALL, "manage_all_points"),
    "openinghours": ALL,
    "facilitator": ALL,
    "coordinator": ALL,
    "module": ALL,
    "ramadan": ALL,
    "headcount": ALL,
}
SOURCES = ("add", "change", "view")  # points and modules are public texts, and name their sources
GROUPS = {"Session coordinator": COORDINATOR, "Session manager": MANAGER}


def codenames(policy: dict) -> list[str]:
    """ "manage_all_points" is a permission of its own; the others are an action on a record."""
    return [
        action if "_" in action else f"{action}_{model}" for model, actions in policy.items() for action in actions
    ]


def make(apps, schema_editor):
    database = schema_editor.connection.alias
    for label in ("core", "sessions_app"):
        _create_permissions(apps, label, database)
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    ours = permissions.filter(content_type__app_label="sessions_app")
    sources = permissions.filter(content_type__app_label="core", codename__in=codenames({"source": SOURCES}))
    for name, policy in GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.using(database).get_or_create(name=name)
        group.permissions.add(*ours.filter(codename__in=codenames(policy)))
        if policy is MANAGER:
            group.permissions.add(*sources)


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
        ("sessions_app", "0002_one_session_per_room"),
        ("core", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make, remove)]
