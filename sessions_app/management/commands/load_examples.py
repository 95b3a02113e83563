"""Loads an invented fortnight around today, marked as examples. `remove_examples` takes it away again."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from sessions_app import examples


class Command(BaseCommand):
    help = "Load example rooms, facilitators, opening hours and sessions for this week and the next."

    def add_arguments(self, parser):
        parser.add_argument(
            "--refresh",
            action="store_true",
            help="only where the examples are still there and nobody has planned a session of their own",
        )

    def handle(self, *args, refresh: bool, **options):
        if refresh and not examples.are_alone():
            return
        made = examples.load(timezone.localdate())
        self.stdout.write(f"Examples: {made} sessions made. They are marked; `remove_examples` removes them.")
