"""For who lost telephone and recovery codes, and there is no administrator left to ask."""

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from desk import second_factor


class Command(BaseCommand):
    help = "Remove the second factor of one account; at the next sign-in its owner sets up a new one."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *args, username: str, **options):
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is no account “{username}”.")
        if not second_factor.remove(person, None):
            raise CommandError(f"“{username}” has no second factor.")
        self.stdout.write(f"The second factor of “{username}” is removed.")
