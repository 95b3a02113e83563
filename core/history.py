"""What each translated row said before: one version for each save, written by django-simple-history.

The models are tracked once modeltranslation has given them their columns (foras/apps.py). A version holds every column
but those that only mirror the reader's language, and in `kept` what no column holds: which sources and topics the row
was linked to and, of a deleted row, what its outdated translations were made from.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone
from simple_history import register
from simple_history.models import HistoricalRecords

from core import translated
from core.models import TranslatedModel, TranslationState

BATCH = 200


class Version(models.Model):
    """The base of all versions, for what the library does not keep."""

    kept = models.JSONField(null=True, editable=False)

    class Meta:
        abstract = True


class Records(HistoricalRecords):
    """The library's, which reads the links of a row before they go with it."""

    def pre_delete(self, instance, **kwargs):
        super().pre_delete(instance, **kwargs)
        if settings.SIMPLE_HISTORY_ENABLED and not self.cascade_delete_history:
            instance._kept = links_of(instance) | {"made_from": _made_from(instance)}

    def post_delete(self, instance, using=None, **kwargs):
        if not settings.SIMPLE_HISTORY_ENABLED or self.cascade_delete_history:
            super().post_delete(instance, using=using, **kwargs)
            return
        _version(instance, "-", instance._kept, self.get_history_user(instance)).save()


def models_tracked() -> list[type[TranslatedModel]]:
    """Every translated model, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, TranslatedModel)]


def lost_with(model: type[models.Model]) -> list[type[models.Model]]:
    """The kinds of rows that go with a row of `model` and have no versions: they do not come back with it."""
    tracked = models_tracked()
    return [
        link.related_model
        for link in model._meta.related_objects
        if link.on_delete is models.CASCADE and link.related_model not in tracked
    ]


def track() -> None:
    """Give every translated model its history. To be called once, before the admin reads the models."""
    for model in models_tracked():
        register(
            model,
            records_class=Records,
            bases=(Version,),
            excluded_fields=list(translated.fields(model)),
            cascade_delete_history=model.is_forgotten_when_deleted,
        )


def begin() -> int:
    """A first version of every row that has none: of starter content, and of what is older than the history itself.

    The number of versions written; queries grow with the number of models, not of rows.
    """
    return sum(_begin(model) for model in models_tracked())


def links_of(row: TranslatedModel) -> dict[str, list[int]]:
    """The keys of the rows that `row` is linked to, by the name of the many-to-many field."""
    return {name: sorted(other.pk for other in getattr(row, name).all()) for name in _links(type(row))}


def _links(model: type[TranslatedModel]) -> list[str]:
    """What a person links by hand; what the code keeps for itself has no version."""
    return [field.name for field in model._meta.many_to_many if field.editable]


def keep_links(row: TranslatedModel) -> None:
    """Write the links of `row` into its latest version: a form stores them only after the row itself."""
    if latest := row.history.first():
        latest.kept, latest.outdated_in = links_of(row), row.outdated_in
        latest.save(update_fields=["kept", "outdated_in"])


def links_at(version: Version) -> dict[str, list[int]] | None:
    """The links at the time of `version`; None when no version up to it has them."""
    if version.kept is not None:
        return version.kept
    older = type(version).objects.filter(id=version.id, history_id__lt=version.history_id, kept__isnull=False)
    return older.values_list("kept", flat=True).order_by("-history_id").first()


def carry_links(versions: list[Version]) -> None:
    """Give each of some versions of one row, newest first, the links it had, where only an older one knows them."""
    known = links_at(versions[-1]) if versions else None
    for version in reversed(versions):
        known = version.kept = known if version.kept is None else version.kept


def _begin(model: type[TranslatedModel]) -> int:
    history = model.history.model
    links = _links(model)
    rows = model._base_manager.exclude(pk__in=history.objects.values("id")).prefetch_related(*links)
    return len(history.objects.bulk_create([_version(row, "+", links_of(row)) for row in rows], batch_size=BATCH))


def _version(row: TranslatedModel, kind: str, kept: dict[str, Any], user=None) -> Version:
    history = type(row).history.model
    columns = {field.attname: getattr(row, field.attname) for field in history.tracked_fields}
    return history(history_date=timezone.now(), history_type=kind, history_user=user, kept=kept, **columns)


def _made_from(row: TranslatedModel) -> list[Iterable[str]]:
    """Field, language, French and state of the translations that are not simply up to date."""
    open_ones = row.translations.filter(state__in=[TranslationState.OUTDATED, TranslationState.IN_PROGRESS])
    return [list(values) for values in open_ones.values_list("field", "language", "source", "state")]
