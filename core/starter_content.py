"""Starter content: YAML written by hand, loaded all or not at all, and never over what somebody has edited.

Each app has a folder `starter/` and a module `starter.py` with `load()`, which says what its files hold. A row is
known by its key (its slug, say): one that exists is kept as it is. Every row passes `full_clean()`, so starter content
obeys the same rules as the admin. Faults are told as file, item and field.
"""

from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils.module_loading import module_has_submodule

from core import history, languages, translated
from core.models import Content, Source, State

_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, ten times faster, where libyaml is built in


class _SafeLoader(_Base):
    """Plain values only, and no key twice in a mapping: YAML would silently keep the last."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if doubled := next((key for key in keys if keys.count(key) > 1), None):
            raise yaml.YAMLError(f"the key “{doubled}” stands twice, line {node.start_mark.line + 1}")
        return super().construct_mapping(node, deep)


class StarterError(Exception):
    """A fault in a starter file, in one line: file, item, field, what is wrong."""


class Count(NamedTuple):
    """How many rows a load created, and how many it found and kept."""

    created: int
    kept: int


def load_all() -> Count:
    """Load the starter content of every app that has some, in one transaction. Raises StarterError."""
    with transaction.atomic():
        files = [
            file
            for config in apps.get_app_configs()
            if module_has_submodule(config.module, "starter")
            for file in import_module(f"{config.name}.starter").load()
        ]
        history.begin()
    return Count(sum(file.created for file in files), sum(file.kept for file in files))


class StarterFile:
    """One YAML file: `checked_on`, `review_by`, `sources`, and lists of items."""

    def __init__(self, path: Path):
        self.path = path
        self.content = _read(path)
        self.created = 0
        self.kept = 0
        self._sources: dict[str, Source] = {}
        self._seen: set[tuple] = set()

    def fault(self, where: str, message: str) -> StarterError:
        place = f"{self.path.parent.parent.name}/starter/{self.path.name}"
        return StarterError(f"{place}: {where}: {message.rstrip('.')}.")

    def expect(self, *names: str) -> None:
        """Refuses a file with any list but these: a misspelt name would be lost without a word."""
        if unknown := set(self.content) - {"checked_on", "review_by", "sources", *names}:
            raise self.fault(", ".join(sorted(map(str, unknown))), f"is not known here; known: {', '.join(names)}")

    def items(self, name: str) -> list[dict]:
        """The list under `name`; [] when the file has none. Raises StarterError for anything but a list of mappings."""
        items = self.content.get(name, [])
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise self.fault(name, "must be a list of items")
        return items

    def load(self, name: str, model: type[models.Model], key: tuple[str, ...] = ("slug",), **fixed: Any) -> None:
        """Create the rows of the list `name` that are not there yet; `fixed` values go to each of them."""
        for number, item in enumerate(self.items(name), start=1):
            self.load_item(f"{name}[{number}]", model, item, key, **{"position": number} | fixed)

    def load_item(
        self, where: str, model: type[models.Model], item: dict, key: tuple[str, ...] = ("slug",), **fixed: Any
    ) -> models.Model:
        """Create the row of one item, or find the one that has its `key`."""
        if not isinstance(item, dict):
            raise self.fault(where, "must be a mapping of fields")
        where = f"{where} {item.get('slug') or item.get('topic') or ''}".strip()
        known = {field.name for field in model._meta.get_fields()}
        item = {name: value for name, value in fixed.items() if name in known} | item
        if missing := [name for name in key if name not in item]:
            raise self.fault(where, f"lacks {', '.join(missing)}")
        identity, _ = self._values(where, model, {name: item[name] for name in key})
        if (model, *identity.values()) in self._seen:
            raise self.fault(where, f"stands twice: {', '.join(map(str, identity.values()))}")
        self._seen.add((model, *identity.values()))
        if row := self._existing(where, model, identity):
            self.kept += 1
            return row
        values, many = self._values(where, model, item)
        row = self._new(where, model, self._defaults(model) | values)
        self._save(where, row, many)
        self.created += 1
        return row

    def _existing(self, where: str, model: type[models.Model], identity: dict[str, Any]) -> models.Model | None:
        try:
            return model._default_manager.filter(**identity).first()
        except ValidationError as error:
            raise self.fault(where, error.messages[0]) from None
        except (TypeError, ValueError) as error:
            raise self.fault(where, str(error)) from None

    def _new(self, where: str, model: type[models.Model], values: dict[str, Any]) -> models.Model:
        """A row that obeys the rules of the admin, not saved yet."""
        for name, value in values.items():
            field = model._meta.get_field(name)  # where blank is allowed, `full_clean` lets both of these by
            if (value is None and not field.null) or (value == "" and not field.empty_strings_allowed):
                raise self.fault(f"{where}.{name}", "must not be empty")
        try:
            row = model(**values)
            row.full_clean()
        except ValidationError as error:
            field, messages = next(iter(error.message_dict.items()))
            raise self.fault(f"{where}.{field}", messages[0]) from None
        except (AttributeError, TypeError, ValueError) as error:  # a value of another kind than the field's
            raise self.fault(where, str(error)) from None
        return row

    def _save(self, where: str, row: models.Model, many: dict[str, list]) -> None:
        if getattr(row, "needs_source", False) and not many.get("sources"):
            raise self.fault(f"{where}.sources", "a published text needs at least one source")
        row.skip_history_when_saving = True  # `load_all` writes the first versions, links included, all at once
        row.save()
        for name, rows in many.items():
            getattr(row, name).set(rows)

    def _defaults(self, model: type[models.Model]) -> dict[str, Any]:
        """Starter content is published, and verified on the day its facts were looked up."""
        if not issubclass(model, Content):
            return {}
        if missing := [name for name in ("checked_on", "review_by") if name not in self.content]:
            raise self.fault("file", f"lacks {', '.join(missing)}")
        return {
            "state": State.PUBLISHED,
            "verified_on": self.content["checked_on"],
            "review_by": self.content["review_by"],
        }

    def _values(self, where: str, model: type[models.Model], item: dict) -> tuple[dict[str, Any], dict[str, list]]:
        """What the model takes: columns by language, rows for slugs, lines for lists; and the many-to-many apart."""
        values: dict[str, Any] = {}
        many: dict[str, list] = {}
        for name, value in item.items():
            place = f"{where}.{name}"
            try:
                field = model._meta.get_field(name)
            except FieldDoesNotExist:
                raise self.fault(place, "is not a field") from None
            if name in translated.fields(model):
                values |= self._translations(place, name, value)
            elif field.many_to_many:
                if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
                    raise self.fault(place, "must be a list of names")
                many[name] = [self._related(place, field.related_model, entry) for entry in value]
            elif isinstance(value, dict):
                raise self.fault(place, "must be one value, not a mapping")
            elif field.is_relation and isinstance(value, str):
                values[name] = self._related(place, field.related_model, value)
            else:
                values[name] = _as_text(value)
        return values, many

    def _translations(self, place: str, name: str, value: Any) -> dict[str, str]:
        if not isinstance(value, dict) or not set(value) <= set(languages.CODES):
            raise self.fault(place, f"must be given by language: {', '.join(languages.CODES)}")
        return {f"{name}_{code}": _as_text(text) for code, text in value.items()}

    def _related(self, place: str, model: type[models.Model], name: str) -> models.Model:
        if model is Source:
            return self._source(place, name)
        row = model._default_manager.filter(slug=name).first()
        if row is None:
            raise self.fault(place, f"there is no {model._meta.model_name} “{name}”")
        return row

    def _source(self, place: str, name: str) -> Source:
        """The source declared as `name` in this file, created once however many items and files name its address."""
        if name not in self._sources:
            declared = self.content.get("sources") or {}
            if not isinstance(declared, dict) or not isinstance(declared.get(name), dict):
                raise self.fault(place, f"the source “{name}” is not declared under `sources`")
            key = ("url",) if declared[name].get("url") else ("title",)
            accessed = self.content.get("checked_on")
            self._sources[name] = self.load_item(f"sources.{name}", Source, declared[name], key, accessed_on=accessed)
        return self._sources[name]


def _read(path: Path) -> dict:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_SafeLoader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise StarterError(f"{path.name}: not readable as YAML: {' '.join(str(error).split())}.") from None
    if not isinstance(content, dict):
        raise StarterError(f"{path.name}: must be a mapping with `checked_on`, `sources` and lists of items.")
    return content


def _as_text(value: Any) -> Any:
    """Lists of sentences or numbers are stored one a line; everything else as it is."""
    return "\n".join(map(str, value)) if isinstance(value, list) else value
