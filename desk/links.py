"""The addresses of other sites that public texts name, and whether they still answer."""

import html
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain, zip_longest
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django_prose_editor.fields import ProseEditorField

from core import languages, translated
from core.models import Source
from desk import texts
from desk.fetching import Asker
from desk.models import LinkCheck

LONGEST = LinkCheck._meta.get_field("url").max_length
FAILING = (LinkCheck.State.BROKEN, LinkCheck.State.UNREACHABLE)
_HREF = re.compile(r"""href=["'](https?://[^"'\s]+)["']""", re.IGNORECASE)

Places = dict[str, list[list]]  # for each address, the texts that name it: ["countries.contact", 12]


class Report(NamedTuple):
    """Of one run: how many in each state, those that failed, and how many were not asked because time was up."""

    states: Counter
    failed: list[LinkCheck]
    unasked: int


def named() -> Places:
    """Every address of the web in what is published, with the rows that name it; a source stands for its texts."""
    places = defaultdict(list)
    for model in texts.models():
        columns = _columns(model)
        for row in model.objects.published().order_by("pk").only("pk", *columns).iterator() if columns else ():
            for url in dict.fromkeys(chain.from_iterable(_urls(getattr(row, name)) for name in columns)):
                places[url].append([model._meta.label_lower, row.pk])
    for source in _sources():
        places[source.url].append([Source._meta.label_lower, source.pk])
    return {url: found for url, found in places.items() if len(url.encode()) <= LONGEST}


def check(asker: Asker, limit: float) -> Report:
    """Ask every address that is named, those first that waited longest, until `limit` seconds are over.

    Each answer is stored at once: a run that is killed loses one.
    """
    moment, deadline = timezone.now(), time.monotonic() + limit
    places = named()
    known = _known(places)
    states, failed, asked = Counter(), [], 0
    for url in _in_turn(
        sorted(places, key=lambda url: (known[url].checked_at.timestamp() if url in known else 0, url))
    ):
        if time.monotonic() > deadline:
            break
        row = _stored(url, places[url], known.get(url), asker, moment)
        asked += 1
        states[row.state] += 1
        failed += [row] if row.state in FAILING else []
    return Report(states, failed, len(places) - asked)


def _columns(model: type[models.Model]) -> list[str]:
    """Where a row can name another site: its addresses, and its rich texts in each language."""
    fields = {field.name: field for field in model._meta.fields}
    rich = [name for name in translated.fields(model) if isinstance(fields[name], ProseEditorField)]
    plain = [name for name, field in fields.items() if isinstance(field, models.URLField)]
    return [*plain, *(f"{name}_{code}" for name in rich for code in languages.CODES)]


def _urls(value: str | None) -> list[str]:
    """The addresses in a column: the column itself, or the links of a rich text."""
    if not value:
        return []
    if value.lstrip().startswith("<"):
        return [html.unescape(url) for url in _HREF.findall(value)]
    return [value] if value.lower().startswith(("http://", "https://")) else []


def _sources() -> models.QuerySet:
    """The sources of published texts."""
    used = models.Q(pk__in=[])
    for model in texts.models():
        through = model.sources.through
        name = model._meta.model_name
        used |= models.Q(
            pk__in=through.objects.filter(**{f"{name}__in": model.objects.published().values("pk")}).values("source")
        )
    return Source.objects.filter(used).exclude(url="").order_by("pk")


def _known(places: Places) -> dict[str, LinkCheck]:
    """What earlier runs stored; of addresses that nothing names any more, forgotten."""
    rows = {row.url: row for row in LinkCheck.objects.all()}
    LinkCheck.objects.filter(pk__in=[row.pk for url, row in rows.items() if url not in places]).delete()
    for url, row in rows.items():
        if url in places and row.places != places[url]:
            LinkCheck.objects.filter(pk=row.pk).update(places=places[url])
    return {url: row for url, row in rows.items() if url in places}


def _in_turn(urls: Iterable[str]) -> list[str]:
    """The hosts in turn, so that the pauses between two requests to one are spent on the others."""
    by_host = defaultdict(list)
    for url in urls:
        by_host[url.split("/", 3)[2].lower()].append(url)
    return [url for url in chain.from_iterable(zip_longest(*by_host.values())) if url is not None]


def _stored(url: str, places: list, known: LinkCheck | None, asker: Asker, moment) -> LinkCheck:
    state, code = asker.ask(url)
    first_failed_at = None
    if state in FAILING:
        first_failed_at = (known and known.first_failed_at) or moment
    values = {"state": state, "code": code, "checked_at": moment, "first_failed_at": first_failed_at, "places": places}
    return LinkCheck.objects.update_or_create(url=url, defaults=values)[0]
