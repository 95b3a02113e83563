"""Weighs the first view of every public page, in each language: once a week, by cron."""

from django.core.management.base import BaseCommand

from desk import weights
from desk.models import PageWeight


class Command(BaseCommand):
    help = "Weigh the first view of every public page. What is over the budget is on the morning list."

    def handle(self, *args, **options):
        heavy = count = 0
        for page in weights.weigh():
            if isinstance(page, weights.UnreadableError):
                self.stderr.write(f"not weighed: {page}")
                continue
            count += 1
            if page.bytes > PageWeight.BUDGET:
                heavy += 1
                self.stdout.write(f"{page.bytes:>8,} {page.path}")
        self.stdout.write(f"{count} pages weighed, {heavy} over {PageWeight.BUDGET:,} bytes.")
