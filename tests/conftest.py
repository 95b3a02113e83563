"""What every test may ask for. Nothing is mocked: the database, the files and the starter content are real."""

import pytest
from django.core.management import call_command
from django.utils import translation

from core.models import Source


@pytest.fixture(scope="session", autouse=True)
def static_files():
    """Collected once: templates name static files by their hash."""
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The starter content is there in every test; each test's changes are rolled back."""
    with django_db_blocker.unblock():
        call_command("load_starter", verbosity=0)


@pytest.fixture
def empty(db):
    """A database without content, for tests that count rows."""
    from tests import rows

    rows.delete_all()


@pytest.fixture(autouse=True)
def language_of_the_reader():
    """Each test begins in French: a request leaves its thread in the language of its page."""
    yield
    translation.deactivate()


@pytest.fixture
def public_stories(editor):
    """The starter's stories as a fresh installation shows them: with an administrator before them."""
    from tests import rows

    rows.publish_starter_stories()


@pytest.fixture
def english():
    """Messages in the language of the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def source(db):
    return Source.objects.create(
        title="Annuaire", publisher="ONFP", url="https://example.org/a", accessed_on="2026-11-23"
    )


@pytest.fixture
def editor(django_user_model):
    """Somebody who may do everything in the admin."""
    return django_user_model.objects.create_superuser("amina", "", "un mot de passe long")


@pytest.fixture
def desk(client, editor):
    """A browser in which the editor is signed in."""
    client.force_login(editor)
    return client
