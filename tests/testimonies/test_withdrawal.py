"""Withdrawal: everything goes, at once and for good; the ledger keeps the reference and the dates."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import psycopg2
import pytest
import time_machine
from django.apps import apps
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, models, transaction
from django.db.models.base import Model

from core import media
from testimonies import media_files, withdrawal
from testimonies.models import Consent, Poster, Recording, Rendition, Subtitle
from tests import rows
from tests.testimonies.test_surfaces import LANGUAGES, MARK, file, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def full_story():
    """One story with every kind of thing the portal may hold of it, each bearing MARK."""
    story = make({"article_title": MARK, "displayed_name": MARK, "region_fr": MARK, "content_note_ar": MARK}, {})
    story.sources.add(rows.source(title=f"{MARK} raconte"))
    original = media_files.root() / "originals" / "x"
    original.parent.mkdir(parents=True, exist_ok=True)
    original.write_text(MARK)
    user = rows.reviewer()
    for row in (story, story.recording, story.subtitles.get(), story.posters.get(), story.consents.get()):
        kind = ContentType.objects.get_for_model(row)
        LogEntry.objects.create(
            user=user, content_type=kind, object_id=row.pk, object_repr=MARK, change_message=MARK, action_flag=ADDITION
        )
    return story


def columns_with(mark: str) -> list[str]:
    """Every text column of the database that holds `mark`, as "table.column"."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" WHERE CAST("{column.name}" AS text) LIKE %s', [f"%{mark}%"]
                )
                found += [f"{table}.{column.name}"] if cursor.fetchone()[0] else []
    return found


def stored_files() -> list[Path]:
    return sorted(path for path in media_files.root().rglob("*") if path.is_file())


def test_before_a_withdrawal_the_marker_is_found():
    full_story()
    found = columns_with(MARK)
    assert {name.split(".")[0] for name in found} == {
        "core_source", "core_translation", "django_admin_log", "testimonies_historicaltestimony",
        "testimonies_subtitle", "testimonies_testimony",
    }  # fmt: skip
    assert {f"testimonies_testimony.title_{code}" for code in LANGUAGES} <= set(found)
    assert [path.name for path in stored_files()] == ["a", "b", "x"]


def test_it_leaves_zero_bytes(commits):
    full_story()
    with commits():
        withdrawal.withdraw(Consent.objects.get(), rows.reviewer())
    assert (columns_with(MARK), stored_files()) == ([], [])
    left = {model.__name__: model.objects.count() for model in apps.get_app_config("testimonies").get_models()}
    assert left == dict.fromkeys(left, 0) | {"Consent": 1}


@time_machine.travel("2026-11-24 12:00+00:00")
def test_the_ledger_keeps_the_reference_and_the_dates_only(commits):
    story = rows.story()
    consent = rows.consent(
        story,
        reference="F-1", basis="published", published_url="https://example.org/a", explained_in="wo", minor=True,
        guardian_agreed=True, print=True, sessions=True, social_media=True, provisional=True,
    )  # fmt: skip
    consent.excluded_countries.add(story.country)
    with commits():
        withdrawal.withdraw(consent, rows.reviewer())
    row = Consent.objects.get()
    kept = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields}
    dates = {"given_on": date(2026, 11, 1), "expires_on": date(2028, 11, 1), "reviewed_on": date(2026, 11, 2)}
    blank = {"testimony": None, "reviewed_by": None, "basis": "", "published_url": "", "explained_in": ""}
    flags = ("web", "print", "sessions", "social_media", "minor", "guardian_agreed", "provisional")
    assert kept == {
        "id": row.pk,
        "reference": "F-1",
        "withdrawn_on": date(2026, 11, 24),
    } | dates | blank | dict.fromkeys(flags, False)
    assert row.excluded_countries.count() == 0


def test_the_history_keeps_who_withdrew_which_reference(commits):
    full_story()
    with commits():
        withdrawal.withdraw(Consent.objects.get(), rows.reviewer())
    assert list(LogEntry.objects.values_list("object_repr", "user__username")) == [("REF-1", "relectrice")]


@time_machine.travel("2026-11-24 12:00+00:00", tick=False)
def test_repeating_it_changes_nothing(commits):
    full_story()
    with commits():
        withdrawal.withdraw(Consent.objects.get(), rows.reviewer())
    before = (Consent.objects.values().get(), list(LogEntry.objects.values()))
    with time_machine.travel("2026-12-01"), commits():
        withdrawal.withdraw(Consent.objects.get(), rows.reviewer())
    assert (Consent.objects.values().get(), list(LogEntry.objects.values())) == before


def test_a_source_that_another_text_rests_on_stays(commits):
    story, source = full_story(), rows.source(title="Partagée")
    story.sources.add(source)
    rows.section(country=story.country).sources.add(source)
    with commits():
        withdrawal.withdraw(Consent.objects.get(), rows.reviewer())
    assert [row.title for row in type(source).objects.all()] == ["Partagée"]


def test_other_stories_and_their_files_stay(commits):
    other = rows.public_story(identity=4)
    recording = Recording.objects.create(testimony=other, kind="video", original="testimonies/originals/y")
    Rendition.objects.create(recording=recording, kind="240p", file=file("other"), bytes=4, seconds=1)
    full_story()
    with commits():
        withdrawal.withdraw(Consent.objects.get(reference="REF-1"), rows.reviewer())
    counts = [model.objects.count() for model in (Recording, Rendition, Poster, Subtitle)]
    assert (counts, [path.name for path in stored_files()]) == ([1, 1, 0, 0], ["other"])


def test_the_other_consents_of_the_story_end_with_it(commits):
    story = rows.story()
    consent = rows.consent(story, reference="F-1")
    rows.consent(story, reference="F-2", basis="published", published_url="https://example.org/a", explained_in="wo")
    rows.consent(rows.story(), reference="F-3")
    assert [row.reference for row in withdrawal.others(consent)] == ["F-2"]
    with commits():
        withdrawal.withdraw(consent, rows.reviewer())
    other = Consent.objects.get(reference="F-2")
    assert (other.testimony, other.withdrawn_on is None, other.web, other.reviewed_by) == (None, False, False, None)
    assert (other.basis, other.published_url, other.explained_in) == ("", "", "")
    assert list(LogEntry.objects.order_by("object_repr").values_list("object_repr", flat=True)) == ["F-1", "F-2"]
    assert [row.reference for row in Consent.objects.active()] == ["F-3"]


def test_a_consent_without_a_story_is_only_blanked(commits):
    with commits():
        row = withdrawal.withdraw(rows.consent(None), rows.reviewer())
    assert (row.web, row.withdrawn_on is None) == (False, False)


def test_a_translators_file_that_waits_and_may_hold_the_story_goes_with_it(commits):
    name = default_storage.save(f"{media.WAITING}/a", ContentFile(MARK.encode()))
    with commits():
        withdrawal.withdraw(rows.consent(rows.story()), rows.reviewer())
        assert default_storage.exists(name)
    assert not default_storage.exists(name)


def test_when_the_transaction_fails_nothing_is_gone_and_files_wait_for_the_commit():
    story = full_story()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        withdrawal.withdraw(Consent.objects.get(), rows.reviewer())
        assert [path.name for path in stored_files()] == ["a", "b", "x"]
        raise ZeroDivisionError
    assert (type(story).objects.get(), [path.name for path in stored_files()]) == (story, ["a", "b", "x"])


def test_a_late_save_does_not_bring_the_story_back(commits):
    late = full_story()
    with commits():
        withdrawal.withdraw(Consent.objects.get(), rows.reviewer())
    with pytest.raises(DatabaseError), transaction.atomic():
        late.save()
    assert columns_with(MARK) == []


def test_without_that_guard_a_late_save_would(commits):
    """The control: Django's own `save` inserts a row that is gone."""
    late = full_story()
    with commits():
        withdrawal.withdraw(Consent.objects.get(), rows.reviewer())
    Model.save(late)
    assert "testimonies_testimony.title_fr" in columns_with(MARK)


def test_what_the_confirmation_counts_is_what_there_is():
    story = full_story()
    held = withdrawal.holdings(story)
    assert held[:6] == (1, 1, 1, 1, 4, 1)
    assert [source.title for source in held.sources] == [f"{MARK} raconte"]


def test_of_two_editors_at_once_the_withdrawing_one_wins(tmp_path):
    """Twelve stories, each published through the desk and withdrawn at the same moment: nothing of any is left."""
    with own_database() as url:
        environment = os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "tests/testimonies/race.py", "12"]
        process = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert process.returncode == 0, process.stderr[-3000:]
    said = process.stdout.strip().splitlines()[-1]
    assert (said.split(" answers=")[0], "500" in said) == ("rounds=12 left=0 on_disk=[]", False), said


class own_database:  # noqa: N801  (reads as a word after `with`)
    """The address of an empty database that vanishes afterwards: "" (a file in DATA_DIR), or one on the same server."""

    def __enter__(self) -> str:
        self.name = f"race_{os.getpid()}"
        if connection.vendor == "sqlite":
            return ""
        self.run(f"CREATE DATABASE {self.name}")
        return os.environ["DATABASE_URL"].replace("/foras?", f"/{self.name}?")

    def __exit__(self, *exception) -> None:
        if connection.vendor != "sqlite":
            self.run(f"DROP DATABASE {self.name} WITH (FORCE)")

    def run(self, statement: str) -> None:
        parameters = connection.get_connection_params()
        server = psycopg2.connect(
            **{key: parameters[key] for key in ("user", "host") if key in parameters}, dbname="postgres"
        )
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(statement)
        server.close()


def test_every_model_of_a_story_is_thought_of():
    """A new model that points at a story must say here how a withdrawal deletes it."""
    pointing = {
        relation.related_model.__name__
        for relation in rows.story()._meta.related_objects
        if isinstance(relation, models.ForeignObjectRel)
    }
    assert pointing == {"Consent", "Poster", "Recording", "Subtitle"}
