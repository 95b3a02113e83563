"""Withdrawing a consent: the story goes at once and for good; the ledger keeps the reference and the dates.

Rows go in one transaction, files after its commit. A crash in between leaves files that no address reaches, and
`manage.py sweep_media` removes them; nothing is ever public that has no row.
"""

from typing import NamedTuple

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.utils import timezone

from core import audit, media
from core.models import Action, Source
from testimonies.media_files import delete_media
from testimonies.models import Consent, Poster, Recording, Rendition, Subtitle, Testimony


class Holdings(NamedTuple):
    """What the portal holds of one story: how many rows and files a withdrawal deletes."""

    recordings: int
    renditions: int
    posters: int
    subtitles: int
    history: int
    versions: int
    sources: list[Source]  # those that no other text rests on


def holdings(testimony: Testimony) -> Holdings:
    """What `withdraw` would delete beside the text itself."""
    return Holdings(
        recordings=Recording.objects.filter(testimony=testimony).count(),
        renditions=Rendition.objects.filter(recording__testimony=testimony).count(),
        posters=testimony.posters.count(),
        subtitles=testimony.subtitles.count(),
        history=_history(testimony).count(),
        versions=testimony.history.count(),
        sources=_sources_of_its_own(testimony),
    )


def withdraw(consent: Consent, user) -> Consent:
    """Delete the story of `consent` and blank the ledger's row but for reference and dates. Safe to repeat.

    A story that rests on several consents goes when one of them does, and the others end with it: what they allowed
    and the review they carry must not be there for another story.
    `user` is who did it, for the desk's history. Whoever saves the story at the same time loses: see Testimony.save.
    """
    with transaction.atomic():
        row = Consent.objects.locked(consent.pk)
        ended = [row, *others(row)]
        if row.testimony:
            erase(row.testimony)
        for each in ended:
            each.testimony = None
            if not each.withdrawn_on:
                _blank(each)
                _remember(each, user)
    return row


def _wipe() -> None:
    """SQLite's log of what was written still holds the words: fold it into the database, which overwrites what is
    deleted (`secure_delete` in the settings), and empty it. PostgreSQL does both in its own time: docs/operators.md."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def others(consent: Consent) -> list[Consent]:
    """The consents that a withdrawal of `consent` ends with it."""
    if consent.testimony_id is None:
        return []
    return list(Consent.objects.filter(testimony=consent.testimony_id, withdrawn_on=None).exclude(pk=consent.pk))


def erase(testimony: Testimony) -> None:
    """Delete a story and all that was made of it: rows now, files when the transaction commits.

    Its versions go with it (`Testimony.is_forgotten_when_deleted`).
    """
    sources = _sources_of_its_own(testimony)
    _history(testimony).delete()
    delete_media(testimony)
    testimony.delete()
    for source in sources:
        _history_of(Source, [source.pk]).delete()
        source.delete()
    transaction.on_commit(media.forget_waiting)  # a translator's file may hold the whole story
    transaction.on_commit(_wipe)


def _blank(row: Consent) -> None:
    row.withdrawn_on = timezone.localdate()
    row.basis = row.published_url = row.explained_in = ""
    row.web = row.print = row.sessions = row.social_media = row.minor = row.guardian_agreed = row.provisional = False
    row.reviewed_by = None
    row.excluded_countries.clear()
    row.save()


def _remember(row: Consent, user) -> None:
    """One line of history: who withdrew which reference. What was written about the consent before goes."""
    _history_of(Consent, [row.pk]).delete()
    LogEntry.objects.log_actions(
        user.pk, [row], CHANGE, [{"changed": {"fields": ["withdrawn_on"]}}], single_object=True
    )
    audit.record(user, Action.WITHDRAW, row)


def _history(testimony: Testimony) -> models.QuerySet:
    """Lines of the desk's history that may carry the story's title, its parts included."""
    parts = {
        Testimony: [testimony.pk],
        Recording: Recording.objects.filter(testimony=testimony),
        Rendition: Rendition.objects.filter(recording__testimony=testimony),
        Poster: Poster.objects.filter(testimony=testimony),
        Subtitle: Subtitle.objects.filter(testimony=testimony),
    }
    found = LogEntry.objects.none()
    for model, rows in parts.items():
        found |= _history_of(model, rows if isinstance(rows, list) else rows.values_list("pk", flat=True))
    return found


def _history_of(model: type[models.Model], keys) -> models.QuerySet:
    kind = ContentType.objects.get_for_model(model)
    return LogEntry.objects.filter(content_type=kind, object_id__in=[str(key) for key in keys])


def _sources_of_its_own(testimony: Testimony) -> list[Source]:
    """An article's title often names the person, so it goes too, unless another text rests on it."""
    links = [relation for relation in Source._meta.related_objects if relation.many_to_many]
    return [
        source
        for source in testimony.sources.all()
        if sum(link.through.objects.filter(source=source).count() for link in links) == 1
    ]
