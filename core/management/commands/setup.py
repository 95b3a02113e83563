"""Everything between a fresh clone and a server that can start, said step by step. Safe to run again."""

import os
import secrets

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection

from core import history
from core.models import Source, Translation


class Command(BaseCommand):
    help = "Migrate, create the first administrator, load the starter content on first start, collect static files."
    requires_system_checks = []

    def handle(self, *args, **options):
        self._say("Database: tables")
        self._migrate()
        self._create_first_administrator()
        self._say("Starter content")
        fresh = not Source.objects.exists()
        call_command("load_starter", if_empty=True)
        call_command("load_examples", refresh=not fresh)
        if not Translation.objects.exists():  # an installation older than the translation states
            call_command("rebuild_translations")
        history.begin()
        self._say("Static files")
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("check", fail_level="ERROR")

    def _say(self, what: str) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING(f"• {what}"))

    def _migrate(self) -> None:
        try:
            connection.ensure_connection()
            call_command("migrate", interactive=False, verbosity=0)
        except Error as error:
            raise CommandError(f"The database cannot be used: {str(error).splitlines()[0]}") from None

    def _create_first_administrator(self) -> None:
        """From DJANGO_SUPERUSER_*, else `admin` with a random password that is shown this once."""
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return
        name = os.environ.get("DJANGO_SUPERUSER_USERNAME") or "admin"
        if users.filter(username=name).exists():
            raise CommandError(f"“{name}” exists and is no administrator: set DJANGO_SUPERUSER_USERNAME.")
        given = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
        password = given or secrets.token_urlsafe(12)
        users.create_superuser(name, os.environ.get("DJANGO_SUPERUSER_EMAIL", ""), password)
        shown = "the one in DJANGO_SUPERUSER_PASSWORD" if given else f"{password}   (shown this once: note it)"
        self._say("First administrator")
        self.stdout.write(f"  user name  {name}\n  password   {shown}")
