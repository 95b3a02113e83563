"""Removes what `load_examples` made, and nothing else."""

from django.core.management.base import BaseCommand

from sessions_app import examples


class Command(BaseCommand):
    help = "Remove the example rooms, facilitators, opening hours and sessions."

    def handle(self, *args, **options):
        removed = examples.remove()
        self.stdout.write(f"Examples: {removed.rows} rows removed.")
        for name in removed.kept:
            self.stdout.write(f"  kept, because sessions use it: {name}")
