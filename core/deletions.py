"""What is shown before and after something is deleted at the desk: what goes, in words, and where it is found again."""

from collections.abc import Callable, Mapping

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

from core import history
from core.models import Translation

TRASH = "desk.restore_deleted"  # made in desk/models.py; here it is only a name


def in_words(tree: list, counts: Mapping) -> tuple[list, dict]:
    """Django's nested list of what will be deleted, and its counts by kind, without the rows that only the program
    knows: links of one record to another ("Opportunity_sources object (6)") and the accounts of translations."""
    inner = [model._meta for model in apps.get_models(include_auto_created=True) if _is_inner(model)]
    heads = tuple(f"{capfirst(options.verbose_name)}: " for options in inner)
    kinds = {str(options.verbose_name_plural) for options in inner}
    return _without(tree, lambda line: line.startswith(heads)), {k: n for k, n in counts.items() if str(k) not in kinds}


def found_again(desk: admin.ModelAdmin, request: HttpRequest) -> SafeString | str:
    """Where this person brings back what was deleted of this kind; "" when it is gone, or not theirs to bring back."""
    if not (_is_kept(desk.model) and request.user.has_perm(TRASH) and desk.has_add_permission(request)):
        return ""
    link = format_html('<a href="{}">{}</a>', reverse("desk_trash"), gettext("Deleted"))
    return format_html(gettext("What was deleted can be brought back: {trash}"), trash=link)


def stays_away(desk: admin.ModelAdmin, counts: Mapping) -> str:
    """Which of the rows that go with one of this kind, counted by kind, do not come back with it; "" for none."""
    if not _is_kept(desk.model):
        return ""
    lost = [str(kind._meta.verbose_name_plural) for kind in history.lost_with(desk.model)]
    kinds = ", ".join(kind for kind in lost if kind in {str(name) for name in counts})
    return (
        gettext("If it is brought back, these do not come back with it: %(kinds)s.") % {"kinds": kinds} if kinds else ""
    )


def _is_kept(model: type) -> bool:
    return model in history.models_tracked() and not model.is_forgotten_when_deleted


def _is_inner(model: type) -> bool:
    return bool(model._meta.auto_created) or model is Translation


def _without(tree: list, is_inner: Callable[[str], bool]) -> list:
    """The tree without such lines, and without the branches that are empty then."""
    parts = (_without(part, is_inner) if isinstance(part, list) else part for part in tree)
    return [part for part in parts if part and not (isinstance(part, str) and is_inner(part))]
