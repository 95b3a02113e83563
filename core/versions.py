"""How one version of a row differs from another, in words for staff; and how a version becomes the row again."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorField

from core import differences, history, languages, spoken, translated
from core.differences import ADDED, REMOVED, Piece
from core.models import State, TranslatedModel
from core.spoken import SpokenField

RESTORED = "restored "  # how a version says that it brought back another, followed by that one's number
# What is decided today and not by an old version: what is public and when, who read it again and when it is due, the
# note of the moment, who wrote it.
NOT_RESTORED = {
    *("state", "publish_at", "expire_at", "review_note", "author", "position"),
    *("verified_on", "verified_by", "review_by"),
}


class Change(NamedTuple):
    """One field: its name, the language its texts are in ("" for what is no text), what went and what came.

    `pieces` is [] when only the formatting of a rich text changed.
    """

    label: str
    language: str
    pieces: list[Piece]

    @property
    def direction(self) -> str:
        return languages.direction(self.language) if self.language else "auto"

    @property
    def language_name(self) -> str:
        return languages.NAMES.get(self.language, "")


class BroughtBack(NamedTuple):
    """The row as it is now, and what of the version could not come back with it, a sentence each."""

    row: TranslatedModel
    losses: list[str]


def changes(old: models.Model | None, new: models.Model, names: Iterable[str] | None = None) -> list[Change]:
    """What `new` says otherwise than `old` (rows or versions of one model; None: nothing before it).

    Only the fields `names`, where given; else every field that a form may hold, links included: those in the `kept` of
    a version, see `history.carry_links`.
    """
    model = _model(new)
    fields = [field for field in shown_fields(model) if names is None or field.name in names]
    found = [_change(model, field, _value(old, field), _value(new, field)) for field in fields]
    found = [change for change in found if change]
    return found if names is not None and not _links(names, model) else found + _link_changes(model, old, new)


def differs(row: models.Model, version: models.Model, names: set[str], links: dict[str, list[int]]) -> bool:
    """Whether `version` says something else than `row`, which has `links`, in the fields `names`. Without a query."""
    fields = (field.attname for field in shown_fields(_model(row)) if field.name in names)
    if any(_normal(getattr(row, name)) != _normal(getattr(version, name)) for name in fields):
        return True
    return any(name in names and name in links and links[name] != keys for name, keys in (version.kept or {}).items())


def _normal(value: Any) -> Any:
    """White space is no change, and neither is nothing instead of an empty text."""
    return " ".join(value.split()) or None if isinstance(value, str) else value


def shown_fields(model: type[TranslatedModel]) -> list[models.Field]:
    """The columns a person may write: by language, without those that mirror the reader's language."""
    originals = set(translated.fields(model))
    return [f for f in model._meta.concrete_fields if f.editable and not f.primary_key and f.name not in originals]


def restorable(model: type[TranslatedModel]) -> set[str]:
    """Names of the fields that an old version may give back."""
    names = {field.name for field in shown_fields(model)} | {field.name for field in model._meta.many_to_many}
    return names - NOT_RESTORED


def restored_number(version: models.Model) -> int | None:
    """Number of the version that `version` brought back, if it did."""
    reason = version.history_change_reason or ""
    return int(reason.removeprefix(RESTORED)) if reason.startswith(RESTORED) else None


@transaction.atomic
def bring_back(row: TranslatedModel, version: models.Model, names: set[str]) -> BroughtBack:
    """Give `row`, which is locked, the fields `names` of `version`. Raises ValidationError: nothing is changed then."""
    losses, before = [], {field.name: _value(row, field) for field in shown_fields(type(row))}
    for field in shown_fields(type(row)):
        if field.name in names:
            value, loss = _usable(field, _value(version, field))
            setattr(row, field.attname, value)
            losses += loss
    links, lost = _usable_links(type(row), history.links_at(version) or {}, names)
    _refuse_without_source(row, links)
    row.full_clean()
    row.made_from = _made_from(row, version, before)
    if older := set(version.outdated_in.split()):
        row.in_progress = frozenset(older | _in_progress(row))
        losses.append(
            _("In that version a translation was older than the French: look at %(languages)s.")
            % {"languages": ", ".join(languages.NAMES[code] for code in languages.CODES if code in older)}
        )
    row._change_reason = f"{RESTORED}{version.history_id}"
    row.save()
    _set_links(row, links)
    return BroughtBack(row, losses + lost)


def _made_from(row: TranslatedModel, version: models.Model, before: dict[str, Any]) -> dict[str, str]:
    """By column, the French of `version` where it is what the row's translation was made from.

    So it is where the version held that very translation, up to date, and it or its French has just come back. Without
    this a minor correction that was none, taken back, would leave right translations outdated.
    """
    found = {}
    for field in translated.fields(type(row)):
        french, *others = (f"{field}_{code}" for code in (languages.REFERENCE, *languages.OTHERS))
        for column in others:
            came_back = any(getattr(row, name) != before[name] for name in (french, column))
            is_known = column[-2:] not in version.outdated_in.split() and getattr(version, french)
            if came_back and is_known and getattr(row, column) == getattr(version, column):
                found[column] = getattr(version, french)
    return found


def deleted_row(version: models.Model) -> BroughtBack:
    """The row that `version` of a deleted one describes, not saved, under its old key. Raises ValidationError."""
    model, losses, columns = _model(version), [], {}
    for field in type(version).tracked_fields:
        columns[field.attname], loss = _usable(field, _value(version, field))
        losses += loss
    return BroughtBack(model(**columns), losses)


def keep_account(row: TranslatedModel, version: models.Model) -> list[str]:
    """After a deleted `row` is saved again: its links, and what its translations were made from. What was lost."""
    kept = dict(version.kept or {})
    records = {(record.field, record.language): record for record in row.translations.all()}
    for field, language, source, state in kept.pop("made_from", []):
        if record := records.get((field, language)):
            record.source, record.state = source, state
            record.save()
    row.outdated_in = version.outdated_in
    type(row)._base_manager.filter(pk=row.pk).update(outdated_in=row.outdated_in)
    links, losses = _usable_links(type(row), kept, set(kept))
    _set_links(row, links)
    return losses


def _model(row: models.Model) -> type[TranslatedModel]:
    return getattr(type(row), "instance_type", None) or type(row)


def _value(row: models.Model | None, field: models.Field) -> Any:
    return None if row is None else getattr(row, field.attname)


def _change(model: type[TranslatedModel], field: models.Field, old: Any, new: Any) -> Change | None:
    if (old or "") == (new or "") and bool(old) == bool(new):
        return None
    name, language = _name_and_language(model, field)
    label = str(model._meta.get_field(name).verbose_name)
    if language or isinstance(field, models.TextField):
        return _text_change(label, language, field, old or "", new or "")
    pieces = [Piece(REMOVED, shown(field, old)), Piece(ADDED, shown(field, new))]
    return Change(label, "", [piece for piece in pieces if piece.text])


def _text_change(label: str, language: str, field: models.Field, old: str, new: str) -> Change | None:
    pieces = text_pieces(field, old, new)
    return Change(label, language, pieces) if pieces or (is_rich(field) and old.split() != new.split()) else None


def is_rich(field: models.Field) -> bool:
    """True where a text of the field is HTML."""
    return isinstance(field, ProseEditorField)


def text_pieces(field: models.Field, old: str, new: str) -> list[Piece]:
    """How two texts of `field` differ, in words; [] when at most their formatting does."""
    return differences.words(shown(field, old), shown(field, new))


def _name_and_language(model: type[TranslatedModel], field: models.Field) -> tuple[str, str]:
    name, _, code = field.name.rpartition("_")
    return (name, code) if name in translated.fields(model) and code in languages.CODES else (field.name, "")


def shown(field: models.Field, value: Any) -> str:
    """A value as a person reads it; "" for none."""
    if value is None or value == "":
        return ""
    if isinstance(field, models.ForeignKey):
        row = field.related_model._base_manager.filter(pk=value).first()
        return str(row) if row else _("something deleted meanwhile")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField):
        return localize(timezone.localtime(value))
    if is_rich(field):
        return differences.plain(value)
    if isinstance(field, SpokenField):
        return spoken.listed(value)
    return value if isinstance(value, str) else str(localize(value))


def _links(names: Iterable[str], model: type[TranslatedModel]) -> bool:
    return bool(set(names) & {field.name for field in model._meta.many_to_many})


def _link_changes(model: type[TranslatedModel], old: models.Model | None, new: models.Model) -> list[Change]:
    """By name, which linked rows went and which came. Versions that know of none say nothing."""
    before, after = _linked(old), _linked(new)
    if after is None or (old is not None and before is None):
        return []
    return [
        Change(str(field.verbose_name), "", pieces)
        for field in model._meta.many_to_many
        if (pieces := _link_pieces(field, (before or {}).get(field.name, []), after.get(field.name, [])))
    ]


def _linked(row: models.Model | None) -> dict | None:
    if row is None:
        return {}
    return row.kept if hasattr(row, "history_id") else history.links_of(row)


def _link_pieces(field: models.Field, before: list[int], after: list[int]) -> list[Piece]:
    gone, come = [pk for pk in before if pk not in after], [pk for pk in after if pk not in before]
    names = field.related_model._base_manager.in_bulk(gone + come) if gone or come else {}
    missing = _("something deleted meanwhile")
    pieces = [(REMOVED, pk) for pk in gone] + [(ADDED, pk) for pk in come]
    return [Piece(kind, str(names.get(pk, missing))) for kind, pk in pieces]


def _usable(field: models.Field, value: Any) -> tuple[Any, list[str]]:
    """The value, where what it points at is still there; else none and a sentence. Raises ValidationError."""
    if value is None or not isinstance(field, models.ForeignKey):
        return value, []
    if field.related_model._base_manager.filter(pk=value).exists():
        return value, []
    if field.remote_field.on_delete not in (models.SET_NULL, models.DO_NOTHING) or not field.null:
        raise ValidationError(
            _("It belongs to something that was deleted as well: %(field)s “%(name)s”. Bring that back first.")
            % {"field": field.verbose_name, "name": _name_of_deleted(field.related_model, value)}
        )
    return None, [_("Left empty, because it was deleted meanwhile: %(field)s.") % {"field": field.verbose_name}]


def name_of(version: models.Model) -> str:
    """What the row was called then. Its name may be made of rows that are gone as well: then its number must do."""
    try:
        return str(version.history_object)
    except ObjectDoesNotExist:
        texts = (getattr(version, f"{field}_{languages.REFERENCE}") for field in translated.fields(_model(version)))
        return next(filter(None, texts), str(version.id))


def _name_of_deleted(model: type[models.Model], key: int) -> str:
    last = model.history.filter(id=key).first() if issubclass(model, TranslatedModel) else None
    return name_of(last) if last else str(key)


def _usable_links(
    model: type[TranslatedModel], kept: dict[str, list[int]], names: set[str]
) -> tuple[dict[str, list[int]], list[str]]:
    """The links to rows that are still there, and a sentence for each field where some are gone."""
    links, losses = {}, []
    for field in model._meta.many_to_many:
        if field.name not in kept or field.name not in names:
            continue
        keys = kept[field.name]
        links[field.name] = list(field.related_model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        if len(links[field.name]) < len(keys):
            losses.append(
                _("Some of it was deleted meanwhile and stays away: %(field)s.") % {"field": field.verbose_name}
            )
    return links, losses


def _refuse_without_source(row: TranslatedModel, links: dict[str, list[int]]) -> None:
    published = getattr(row, "state", "") == State.PUBLISHED and row.needs_source
    if published and "sources" in links and not links["sources"]:
        raise ValidationError(_("A published text needs at least one source."))


def _set_links(row: TranslatedModel, links: dict[str, list[int]]) -> None:
    for name, keys in links.items():
        getattr(row, name).set(keys)
    history.keep_links(row)


def _in_progress(row: TranslatedModel) -> set[str]:
    return set(row.translations.filter(state="progress").values_list("language", flat=True))
