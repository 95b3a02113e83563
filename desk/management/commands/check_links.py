"""Asks other sites whether the pages that public texts name are still there: once a week, by cron."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from desk import links
from desk.fetching import Asker
from desk.models import LinkCheck


class Command(BaseCommand):
    help = "Check the links of public texts to other sites, politely. What fails in two runs is on the morning list."

    def add_arguments(self, parser):
        parser.add_argument("--timeout", type=float, default=10, help="seconds to wait for an answer")
        parser.add_argument("--pause", type=float, default=1, help="seconds between two requests to one host")
        parser.add_argument(
            "--limit", type=float, default=1800, help="seconds after which the rest waits for the next run"
        )

    def handle(self, *args, timeout: float, pause: float, limit: float, **options):
        if not (0 < timeout <= 120 and 0 <= pause <= 60 and 0 < limit <= 86400):
            raise CommandError("--timeout must be up to 120, --pause up to 60, --limit up to 86400 seconds.")
        asker = Asker(agent(), timeout, pause, private=settings.LINKS_MAY_BE_PRIVATE)
        report = links.check(asker, limit)
        for row in report.failed:
            places = ", ".join(f"{label} {key}" for label, key in row.places)
            self.stdout.write(f"{row.code or '---'} {row.url} ({places}), fails since {row.first_failed_at:%Y-%m-%d}")
        counts = ", ".join(f"{report.states[state]} {state}" for state in LinkCheck.State.values)
        self.stdout.write(f"{report.states.total()} links: {counts}; {report.unasked} left for the next run.")


def agent() -> str:
    """Who asks, so that the other site's operators can ask back."""
    host = next((host for host in settings.ALLOWED_HOSTS if "." in host.strip(".") and not host[-1].isdigit()), "")
    return f"FORAS link check (+https://{host.lstrip('.')}/)" if host else "FORAS link check"
