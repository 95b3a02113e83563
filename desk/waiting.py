"""A file between its preview and the confirmation: kept on the server, under a ticket that only its sender can use."""

import contextlib
from datetime import timedelta
from typing import Any, NamedTuple

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from core import media

LONGEST = timedelta(hours=1)  # time to look at a preview; a file may hold a story whose consent ends meanwhile
_SALT = "desk.exchange.waiting"


class Ticket(NamedTuple):
    """Which file waits, for which language, whose it is, and the digest of the plan that was shown."""

    name: str
    language: str
    user: int
    digest: str

    def __str__(self) -> str:
        return signing.dumps(tuple(self), salt=_SALT)

    @classmethod
    def parse(cls, text: str, user: Any) -> "Ticket | None":
        """None for a ticket that is forged, too old, or somebody else's."""
        try:
            ticket = cls(*signing.loads(text, salt=_SALT, max_age=LONGEST))
        except signing.BadSignature:
            return None
        return ticket if ticket.user == user.pk else None


def keep(content: bytes) -> str:
    """The name under which the file waits. Those that nobody confirmed go. Raises OSError when the disk is full."""
    forget_old()
    return default_storage.save(f"{media.WAITING}/{media.new_token()}", ContentFile(content))


def content(name: str) -> bytes | None:
    """The file; None when it waits no longer."""
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        return None


def forget(name: str) -> None:
    """Delete it; where the disk refuses, it goes with the old ones: what was done with it stays done."""
    with contextlib.suppress(OSError):
        default_storage.delete(name)


def forget_old() -> int:
    """Delete the files that nobody confirmed in time; how many."""
    forgotten = 0
    with contextlib.suppress(FileNotFoundError):
        for name in default_storage.listdir(media.WAITING)[1]:
            path = f"{media.WAITING}/{name}"
            with contextlib.suppress(FileNotFoundError):  # somebody else was faster
                if timezone.now() - default_storage.get_modified_time(path) > LONGEST:
                    default_storage.delete(path)
                    forgotten += 1
    return forgotten
