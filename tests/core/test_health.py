"""What an operator's probe is told."""

import pytest

from tests.foras.process import ask

UNREACHABLE = "postgres://foras:s3cret@127.0.0.1:1/foras"


@pytest.mark.django_db
def test_all_is_well(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.django_db
def test_a_missing_media_folder_is_named(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "nothing"
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"media: folder cannot be written\n")


def test_an_unreachable_database_is_named(tmp_path):
    (answer,) = ask("/healthz", DATA_DIR=tmp_path, DATABASE_URL=UNREACHABLE)
    assert (answer["status"], answer["body"]) == (503, "database: not reachable\n")


def test_both_faults_are_named(tmp_path):
    (answer,) = ask("/healthz", DATA_DIR=tmp_path, DATABASE_URL=UNREACHABLE, remove="media")
    assert (answer["status"], answer["body"]) == (503, "database: not reachable\nmedia: folder cannot be written\n")


@pytest.mark.django_db
def test_the_probe_takes_one_query(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/healthz")
