"""The command that loads the starter content."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

import sessions_app.starter
from core.models import Source
from countries.models import Country
from portal.models import Page
from tests import rows

pytestmark = pytest.mark.django_db


def load(**options):
    out = StringIO()
    call_command("load_starter", stdout=out, **options)
    return out.getvalue()


def test_it_says_how_many_rows_it_created_and_kept(empty):
    first = load()
    created = sum(model.objects.count() for model in (*rows.CONTENT, Source))
    assert first.startswith(f"Starter content: {created} rows created, ")


def test_with_if_empty_an_empty_database_is_filled(empty):
    load(if_empty=True)
    assert Country.objects.count() == 5


def test_with_if_empty_nothing_is_loaded_where_there_is_content():
    Page.objects.filter(slug="about").delete()
    assert load(if_empty=True) == "Content is there already: nothing loaded.\n"
    assert not Page.objects.filter(slug="about").exists()


def test_a_fault_is_one_line_and_nothing_is_loaded(empty, tmp_path, monkeypatch):
    (tmp_path / "sessions_app/starter").mkdir(parents=True)
    (tmp_path / "sessions_app/starter/points.yaml").write_text("points: {}")
    (tmp_path / "sessions_app/starter/modules.yaml").write_text("modules: []")
    monkeypatch.setattr(sessions_app.starter, "FOLDER", tmp_path / "sessions_app/starter")
    with pytest.raises(CommandError) as fault:
        load()
    message = "sessions_app/starter/points.yaml: points: must be a list of items. Nothing was loaded."
    assert (str(fault.value), Country.objects.count()) == (message, 0)
