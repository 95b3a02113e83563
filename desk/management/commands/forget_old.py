"""What is kept for a time only, and its time is over. Once a day, by a timer or cron."""

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import BaseCommand
from django.utils import timezone

from core import audit
from desk import lockout, waiting

AUDIT_DAYS = 731  # two years, as long as a consent lasts


class Command(BaseCommand):
    help = "Forget lines of the audit log older than two years, failed sign-ins, sessions that ended, waiting imports."

    def handle(self, *args, **options):
        lines = audit.forget(timezone.now() - timedelta(days=AUDIT_DAYS))
        failures = lockout.forget()
        SessionStore.clear_expired()
        files = waiting.forget_old()
        self.stdout.write(
            f"Forgotten: {lines} lines of the audit log, {failures} failed sign-ins, {files} files of imports, "
            "old sessions."
        )
