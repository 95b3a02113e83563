"""Everything between a fresh clone and a server that can start."""

import os
import re
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from countries.models import Country
from tests.foras.process import manage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """The storage of `make dev`: hashing and compressing takes long, and one test below does it."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture(autouse=True)
def no_given_administrator(monkeypatch):
    for name in [name for name in os.environ if name.startswith("DJANGO_SUPERUSER")]:
        monkeypatch.delenv(name)


def run_setup():
    out = StringIO()
    call_command("setup", stdout=out)
    return out.getvalue()


def test_it_creates_an_administrator_with_a_random_password_that_it_shows(db):
    said = run_setup()
    password = re.search(r"user name  admin\n  password   (\S{16})   \(shown this once: note it\)\n", said)[1]
    user = get_user_model().objects.get()
    assert (user.username, user.is_superuser, user.check_password(password)) == ("admin", True, True)


def test_it_takes_the_administrator_from_the_environment_and_does_not_show_the_password(monkeypatch):
    given = {"USERNAME": "amina", "PASSWORD": "un mot de passe long", "EMAIL": "amina@example.org"}
    for name, value in given.items():
        monkeypatch.setenv(f"DJANGO_SUPERUSER_{name}", value)
    said = run_setup()
    user = get_user_model().objects.get()
    assert (user.username, user.email, user.check_password(given["PASSWORD"])) == ("amina", given["EMAIL"], True)
    assert (given["PASSWORD"] in said, "the one in DJANGO_SUPERUSER_PASSWORD" in said) == (False, True)


def test_empty_variables_mean_the_defaults(monkeypatch):
    for name in ("USERNAME", "PASSWORD", "EMAIL"):
        monkeypatch.setenv(f"DJANGO_SUPERUSER_{name}", "")
    run_setup()
    assert get_user_model().objects.get().username == "admin"


def test_a_second_run_creates_nobody_and_changes_nothing():
    run_setup()
    before = list(get_user_model().objects.values_list("username", "password"))
    Country.objects.filter(slug="mali").update(name_fr="Mali, corrigé")
    assert "First administrator" not in run_setup()
    assert list(get_user_model().objects.values_list("username", "password")) == before
    assert Country.objects.get(slug="mali").name_fr == "Mali, corrigé"


def test_a_fresh_folder_becomes_a_portal(tmp_path):
    """The whole command in its own process, on its own embedded database."""
    process = manage("setup", DATA_DIR=tmp_path / "new", DJANGO_SUPERUSER_PASSWORD="un mot de passe long")
    said = re.sub(r"\x1b\[[\d;]*m", "", process.stdout)
    steps = [line for line in said.splitlines() if line.startswith("•")]
    assert process.returncode == 0
    assert steps == ["• Database: tables", "• First administrator", "• Starter content", "• Static files"]
    made = {path.name for path in (tmp_path / "new").iterdir()} - {"foras.sqlite3-wal", "foras.sqlite3-shm"}
    assert made == {"foras.sqlite3", "media", "secret_key", "static"}


def test_an_unreachable_database_is_one_line_without_the_password(tmp_path):
    process = manage("setup", DATA_DIR=tmp_path, DATABASE_URL="postgres://foras:s3cret@127.0.0.1:1/foras")
    lines = process.stderr.splitlines()
    assert (process.returncode, len(lines)) == (1, 1)
    assert re.sub(r"\x1b\[[\d;]*m", "", lines[0]).startswith("CommandError: The database cannot be used: ")
    assert "s3cret" not in process.stdout + process.stderr
