"""Removes files that no record names: what a crash between a withdrawal's commit and its deletion may leave."""

from django.core.management.base import BaseCommand

from testimonies import media_files


class Command(BaseCommand):
    help = "Remove media files that no record names, and the leavings of interrupted work and uploads."

    def handle(self, *args, **options):
        self.stdout.write(f"Removed {media_files.sweep()} files that nothing named.")
