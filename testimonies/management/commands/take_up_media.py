"""Before a worker starts: queue again whatever was left unfinished, and clear away what nothing names."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from testimonies import media_files, tasks


class Command(BaseCommand):
    help = "Queue unfinished recordings again, sweep leftovers, and forget finished jobs of more than two weeks."

    def handle(self, *args, **options):
        taken, swept = tasks.take_up(), media_files.sweep()
        call_command("prune_db_task_results", verbosity=0)
        if taken or swept:
            self.stdout.write(f"Media: {taken} recordings to finish, {swept} leftover files removed.")
