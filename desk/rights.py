"""What somebody may do at the desk, as it is written down when it changes."""

import re

from django.apps import apps
from django.contrib.auth.models import User
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_noop as _

from core import audit, languages, limits
from core.models import Action

# The groups of desk/migrations/0003_groups.py and sessions_app/migrations/0003_groups.py, for the catalogues.
GROUPS = (
    _("Translator"),
    _("Editor"),
    _("Publisher"),
    _("Session coordinator"),
    _("Session manager"),
    _("Programme manager"),
    _("Administrator"),
)

# What stands in the detail of a line.
DETAILS = (
    _("second_factor"),
    _("left"),
    _("given"),
    _("taken"),
    _("active"),
    _("staff"),
    _("superuser"),
    _("permissions"),
    _("point"),
    _("set up"),
    _("removed"),
    _("new recovery codes"),
    _("recovery code used"),
    _("password set"),
    _("language"),
    _("texts"),
    _("format"),
    _("months"),
    _("version"),
    _("publish at"),
    _("expire at"),
    _("to be read again"),
    _("safety reviewed"),
    # The permissions that their models name in English.
    _("Can change texts in every language, with their facts"),
    _("Can change the texts of all countries"),
    _("Can manage the sessions of all orientation points"),
    _("Can review the safety of a story"),
    _("Can withdraw a consent and delete its story"),
)

# What others' models are called, in English only.
KINDS = (
    _("TOTP device"),
    _("static device"),
    _("static token"),
    _("Task Result"),
    _("access attempt expiration"),
)

# Actions of Django's permissions, by the beginning of their codenames.
ACTIONS = {
    "add": pgettext_lazy("permission", "add: %(kind)s"),
    "change": pgettext_lazy("permission", "change: %(kind)s"),
    "delete": pgettext_lazy("permission", "delete: %(kind)s"),
    "view": pgettext_lazy("permission", "view: %(kind)s"),
}


# Values that are kept as codes, as they are read: "ar", "xlf", and months "202607-202612".
AS_READ = {
    "language": lambda code: languages.NAMES.get(code, code),
    "format": lambda ending: "XLIFF" if ending == "xlf" else ending.upper(),
    "months": lambda months: re.sub(r"(\d{4})(\d{2})", r"\2/\1", months).replace("-", "–"),
}


def words(name: str, value: object) -> str:
    """A part of a line's detail for who reads the log: "groups: Editor"; of "what", only what."""
    if name in AS_READ:
        value = AS_READ[name](str(value))
    elif isinstance(value, bool):
        value = gettext("yes") if value else gettext("no")
    elif name in ("given", "taken", "permissions") and isinstance(value, list):
        value = ", ".join(map(permission_in_words, value)) or "—"
    elif isinstance(value, list):
        value = ", ".join(gettext(str(part)) for part in value) or "—"
    elif isinstance(value, str) and value:
        value = gettext(value)
    return str(value) if name == "what" else gettext("%(name)s: %(value)s") % {"name": gettext(name), "value": value}


def permission_in_words(codename: str) -> str:
    """ "change: country" for "change_country"; a codename that nothing declares any more stays as it was written."""
    own = {code: name for model in apps.get_models() for code, name in model._meta.permissions}
    if codename in own:
        return gettext(own[codename])
    action, _separator, kind = codename.partition("_")
    model = next((model for model in apps.get_models() if model._meta.model_name == kind), None)
    if action not in ACTIONS or model is None:
        return codename
    return ACTIONS[action] % {"kind": _kind_in_words(model)}


def _kind_in_words(model) -> str:
    versions_of = getattr(model, "instance_type", None)  # simple_history's: "historical", whatever the language
    if versions_of is None:
        return gettext(str(model._meta.verbose_name))
    return gettext("%(kind)s (history)") % {"kind": versions_of._meta.verbose_name}


def may_manage(user: User, person: User | None) -> bool:
    """A superuser is changed by superusers only; None: anybody."""
    return user.is_superuser or person is None or not User.objects.filter(pk=person.pk, is_superuser=True).exists()


def gaps(person: User) -> list[str]:
    """What the account of `person`, as stored, lacks to do what its groups are for; a sentence each."""
    groups = set(person.groups.values_list("name", flat=True))
    if groups and not person.is_staff:
        return [gettext("This person cannot sign in yet: tick “Staff status”.")]
    found = []
    if "Translator" in groups and not limits.languages_of(person):
        found.append(gettext("No language is named: this person can read, but change nothing."))
    if "Editor" in groups and limits.countries_of(person) == frozenset():
        found.append(gettext("No country is named: this person can change nothing."))
    return found


def of(person: User) -> dict[str, object]:
    """The rights of `person` as stored, in words that fit JSON."""
    named = getattr(person, "limits", None)
    return {
        "active": person.is_active,
        "staff": person.is_staff,
        "superuser": person.is_superuser,
        "groups": sorted(person.groups.values_list("name", flat=True)),
        "permissions": sorted(person.user_permissions.values_list("codename", flat=True)),
        "languages": named.languages if named else "",
        "all countries": bool(named and named.all_countries),
        "countries": sorted(named.countries.values_list("slug", flat=True)) if named else [],
    }


def record_change(by: User, person: User, before: dict[str, object]) -> None:
    """A line of the audit log with what is different from `before` ({} for a new account), if anything is."""
    after = of(User.objects.get(pk=person.pk))
    changed = {name: value for name, value in after.items() if value != before.get(name, _NOTHING.get(name))}
    if changed or not before:
        audit.record(by, Action.PERMISSIONS, person, **changed)


_NOTHING = {
    "active": None,
    "staff": False,
    "superuser": False,
    "groups": [],
    "permissions": [],
    "languages": "",
    "all countries": False,
    "countries": [],
}
