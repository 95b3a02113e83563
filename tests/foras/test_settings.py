"""What the portal reads when it starts; anything wrong is one clear line and a non-zero exit."""

import re
import stat

import pytest

from tests.foras.process import ask, manage


def refusal(**variables):
    """Exit status and lines on standard error of `manage.py check`."""
    process = manage("check", **variables)
    return process.returncode, process.stderr.splitlines()


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysql://foras:s3cret@localhost/foras",
        "postgres://foras:s3cret@localhost:port/foras",
        "postgres",
        "http://foras:s3cret@localhost/",
        "://",
        "postgress://foras:s3cret@localhost/foras",
    ],
)
def test_a_wrong_database_url_is_one_line_that_does_not_repeat_the_password(tmp_path, url):
    status, lines = refusal(DATA_DIR=tmp_path, DATABASE_URL=url)
    sentence = "foras: DATABASE_URL must be postgres://user:password@host:port/name or sqlite:///path."
    assert (status, lines) == (1, [sentence])


@pytest.mark.parametrize("folder", ["/proc/x", "/dev/null"])
def test_a_data_folder_that_cannot_be_written_is_one_line(folder):
    status, lines = refusal(DATA_DIR=folder)
    assert (status, len(lines)) == (1, 1)
    assert re.fullmatch(rf"foras: DATA_DIR {folder} cannot be written: [A-Z][a-z ]+\.", lines[0])


def test_an_empty_secret_is_one_line(tmp_path):
    (tmp_path / "secret_key").touch()
    sentence = f"foras: {tmp_path}/secret_key is empty or too short: delete it, and a new secret is made."
    assert refusal(DATA_DIR=tmp_path) == (1, [sentence])


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    manage("check", DATA_DIR=tmp_path)
    file = tmp_path / "secret_key"
    first = file.read_text()
    manage("check", DATA_DIR=tmp_path)
    assert (stat.S_IMODE(file.stat().st_mode), len(first), file.read_text()) == (0o600, 50, first)


def test_two_portals_have_two_secrets(tmp_path):
    for name in "ab":
        manage("check", DATA_DIR=tmp_path / name)
    assert (tmp_path / "a/secret_key").read_text() != (tmp_path / "b/secret_key").read_text()


def test_a_secret_from_the_environment_is_written_nowhere(tmp_path):
    assert manage("check", DATA_DIR=tmp_path, SECRET_KEY="x" * 50).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["media"]


def test_other_names_of_the_site_are_honoured(tmp_path):
    given = {"DATA_DIR": tmp_path, "ALLOWED_HOSTS": "www.foras.ma,foras.ma"}
    (answer,) = ask("/robots.txt", headers={"host": "www.foras.ma"}, **given)
    assert (answer["status"], answer["body"].splitlines()[-1]) == (200, "Sitemap: http://www.foras.ma/sitemap.xml")


def test_the_default_names_are_those_of_this_machine(tmp_path):
    (answer,) = ask("/fr/testimonies/", headers={"host": "www.foras.ma"}, DATA_DIR=tmp_path)
    assert answer["status"] == 400


def test_without_a_database_the_pages_that_need_none_are_there_and_the_others_fail_in_three_languages(tmp_path):
    url = "postgres://foras:s3cret@127.0.0.1:1/foras"
    answers = ask("/fr/admin/login/", "/ar/nothing/x/", "/ar/", DATA_DIR=tmp_path, DATABASE_URL=url)
    assert [answer["status"] for answer in answers] == [200, 404, 500]
    assert [word in answers[2]["body"] for word in ("problème", "problem", "مشكلة", "s3cret")] == [
        True,
        True,
        True,
        False,
    ]
