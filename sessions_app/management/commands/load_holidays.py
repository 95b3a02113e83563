"""Loads Morocco's public holidays and the expected days of Ramadan: once a year, by hand."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from sessions_app import holidays


class Command(BaseCommand):
    help = "Load Morocco's public holidays as closures, the lunar ones to be confirmed. What exists is kept as it is."

    def add_arguments(self, parser):
        parser.add_argument("--years", type=int, default=holidays.YEARS, help="this year and so many less one after it")

    def handle(self, *args, years: int, **options):
        if not 1 <= years <= 10:
            raise CommandError("--years must be from 1 to 10.")
        with transaction.atomic():
            count = holidays.load(years)
        self.stdout.write(f"Public holidays and Ramadans: {count.created} created, {count.kept} kept as they were.")
