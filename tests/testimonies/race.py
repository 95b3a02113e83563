"""Withdrawing and publishing the same stories at once, in a process of its own with real threads and a real database.

    python tests/testimonies/race.py <rounds>        DATA_DIR and DATABASE_URL in the environment

Prints one line: how many rounds left anything of a story, and which answers the publishing editor was given.
"""

import os
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from threading import Barrier, Thread

import django

MARK = "Zanzibarine"


def main(rounds: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "foras.settings"
    os.environ["DEBUG"] = "1"  # plain static files: nothing is collected here
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    answers, left = Counter(), 0
    for number in range(rounds):
        story, consent = make(number)
        answers[publish_and_withdraw(story, consent)] += 1
        left += is_left(story, consent)
    print(f"rounds={rounds} left={left} on_disk={on_disk()} answers={dict(sorted(answers.items()))}")


def make(number: int):
    from core.models import Source
    from tests import rows

    source = Source.objects.create(title=MARK, url=f"https://example.org/{number}", accessed_on=date(2026, 11, 23))
    story = rows.story(slug=f"s{number}", state="review", title_fr=MARK, country=rows.country(slug=f"c{number}"))
    story.sources.add(source)
    return story, rows.consent(story)


def publish_and_withdraw(story, consent) -> int:
    """Both start together; the status the publishing editor got."""
    barrier, status = Barrier(2), []
    threads = [Thread(target=publish, args=(story, barrier, status)), Thread(target=take_back, args=(consent, barrier))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return status[0]


def publish(story, barrier, status) -> None:
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client

    user, _ = User.objects.get_or_create(username="amina", defaults={"is_superuser": True, "is_staff": True})
    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    client.force_login(user)
    data = form_of(story)
    barrier.wait()
    status.append(client.post(f"/fr/admin/testimonies/testimony/{story.pk}/change/", data).status_code)
    connection.close()


def take_back(consent, barrier) -> None:
    from django.db import connection

    from testimonies import withdrawal
    from tests import rows

    user = rows.reviewer()
    barrier.wait()
    withdrawal.withdraw(consent, user)
    connection.close()


def form_of(story) -> dict:
    """What the browser would send."""
    inlines = ("consents", "recording", "posters", "subtitles")
    management = {f"{name}-{key}": 0 for name in inlines for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return management | {
        "slug": story.slug,
        "position": 0,
        "country": story.country_id,
        "tone": story.tone,
        "identity": story.identity,
        "title_fr": story.title_fr,
        "summary_fr": story.summary_fr,
        "state": "published",
        "verified_on": "2026-11-23",
        "sources": [source.pk for source in story.sources.all()],
    }


def on_disk() -> list[str]:
    """Which files of an embedded database, its log included, hold the words of a story that is gone."""
    files = Path(os.environ["DATA_DIR"]).glob("*.sqlite3*")
    return sorted(file.name for file in files if MARK.encode() in file.read_bytes())


def is_left(story, consent) -> bool:
    from django.contrib.admin.models import LogEntry

    from core.models import Source
    from testimonies.models import Consent, Testimony

    row = Consent.objects.get(pk=consent.pk)
    return (
        row.withdrawn_on is None
        or row.web
        or Testimony.objects.filter(pk=story.pk).exists()
        or Testimony.history.filter(id=story.pk).exists()
        or Source.objects.filter(title=MARK).exists()
        or LogEntry.objects.filter(object_repr=MARK).exists()
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
