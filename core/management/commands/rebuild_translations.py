"""Bring the records of all translations in line with the texts, after changes that went past `save()`."""

from django.core.management.base import BaseCommand
from django.db import transaction
from modeltranslation.translator import translator

from core.models import Translation


class Command(BaseCommand):
    help = "Mend the states of translations after a change made directly in the database. Safe to run again."

    def handle(self, *args, **options):
        for model in translator.get_registered_models(abstract=False):
            with transaction.atomic():
                for row in model._base_manager.iterator():
                    row.recount()
        self.stdout.write(f"{Translation.objects.count()} translations")
