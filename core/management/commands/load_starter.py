"""Loads the starter content: creates what is missing, keeps what is there."""

from django.core.management.base import BaseCommand, CommandError

from core import starter_content
from core.models import Source


class Command(BaseCommand):
    help = "Load the starter content of every app. Rows that exist are kept as they are."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is content already")

    def handle(self, *args, if_empty: bool, **options):
        if if_empty and Source.objects.exists():
            self.stdout.write("Content is there already: nothing loaded.")
            return
        try:
            count = starter_content.load_all()
        except starter_content.StarterError as error:
            raise CommandError(f"{error} Nothing was loaded.") from None
        self.stdout.write(f"Starter content: {count.created} rows created, {count.kept} kept as they were.")
