"""Who may change what beside what the group allows: the languages of a translator, the countries of an editor.

A record leads to its country by the `country_path` of its model: a path of fields, "pk" for the country itself, "" (the
default) for what all countries share, None where countries do not matter because something else limits it (the points
of `sessions_app.reach`). docs/roles.md says the same in words.
"""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core import languages, translated

WHOLE_TEXTS = "core.change_whole_texts"  # the facts of a text too; and every language where none is named
ALL_COUNTRIES = "core.change_all_countries"  # where no country is named

User = AbstractBaseUser | AnonymousUser


def languages_of(user: User) -> set[str]:
    """The codes of the languages whose texts `user` may change; what their group allows at all is another question."""
    if not _is_staff(user):
        return set()
    if user.is_superuser:
        return set(languages.CODES)
    named = user.limits.language_codes if hasattr(user, "limits") else frozenset()
    return set(named) or (set(languages.CODES) if user.has_perm(WHOLE_TEXTS) else set())


def countries_of(user: User) -> frozenset[int] | None:
    """The keys of the countries whose records exist for `user`; None for all, and what is shared by all."""
    if not _is_staff(user):
        return frozenset()
    if user.is_superuser:
        return None
    limits = getattr(user, "limits", None)
    if limits and limits.all_countries:
        return None
    named = limits.country_keys if limits else frozenset()
    return None if not named and user.has_perm(ALL_COUNTRIES) else named


def changes_facts(user: User) -> bool:
    """True when `user` may change what is in no language: the state, the sources, a number, the country."""
    return _is_staff(user) and user.has_perm(WHOLE_TEXTS)


def may_change(user: User, row: Model) -> bool:
    """True when `user` may change something of the stored `row`: the group allows it, and so do the limits."""
    return may_change_some(user, type(row)) and is_within(user, row)


def may_change_some(user: User, model: type[Model]) -> bool:
    """True when there can be a row of `model` that `user` may change."""
    if not _is_staff(user) or not user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}"):
        return False
    if not changes_facts(user) and not (languages_of(user) and translated.fields(model)):
        return False
    return path_of(model) != "" or countries_of(user) is None


def may_add(user: User, model: type[Model]) -> bool:
    """What the limits say to a new row: a translator adds none, and an editor of Mali only what belongs to Mali."""
    return changes_facts(user) and (countries_of(user) is None or path_of(model) not in ("", "pk"))


def may_delete(user: User, row: Model | None) -> bool:
    """What the limits say to deleting `row`; None: any row."""
    return changes_facts(user) and (row is None or is_within(user, row))


def is_within(user: User, row: Model) -> bool:
    """True when the stored `row` belongs to a country of `user`; what all share, only to those of all countries."""
    countries, path = countries_of(user), path_of(type(row))
    if countries is None or path is None:
        return True
    return bool(path) and type(row)._base_manager.filter(pk=row.pk, **{f"{path}__in": countries}).exists()


def reachable(rows: QuerySet, user: User) -> QuerySet:
    """Those of `rows` that exist for `user`: of their countries; of what all countries share, all, to read."""
    countries, path = countries_of(user), path_of(rows.model)
    return rows if countries is None or not path else rows.filter(**{f"{path}__in": countries})


def changeable(rows: QuerySet, user: User) -> QuerySet:
    """Those of `rows` of which `user` may change something."""
    return reachable(rows, user) if may_change_some(user, rows.model) else rows.none()


def closed_columns(user: User, model: type[Model]) -> set[str]:
    """The fields of `model`, columns of each language included, that `user` may not change on any row."""
    theirs = languages_of(user)
    own = {f"{field}_{code}" for field in translated.fields(model) for code in theirs}
    texts = {f"{field}_{code}" for field in translated.fields(model) for code in languages.CODES}
    if changes_facts(user):
        return texts - own
    editable = {field.name for field in [*model._meta.fields, *model._meta.many_to_many] if field.editable}
    return editable - own - set(translated.fields(model))  # "title" stands for whichever column is read


def refusals(user: User) -> list[str]:
    """Why somebody of the staff can change nothing although their group allows it, in words; [] as a rule."""
    found = []
    if not languages_of(user):
        found.append(_("No language is named for you yet: you can read, but change nothing. Ask an administrator."))
    if countries_of(user) == frozenset():
        found.append(_("No country is named for you yet: you can change nothing. Ask an administrator."))
    return found


def path_of(model: type[Model]) -> str | None:
    """How a record of `model` leads to its country; see above."""
    return getattr(model, "country_path", "")


def _is_staff(user: User) -> bool:
    return user.is_active and user.is_staff
