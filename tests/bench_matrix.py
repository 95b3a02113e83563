"""Figures of the matrix of translations, printed: 5,000 objects in three languages.

.venv/bin/python -m tests.bench_matrix                               SQLite in a temporary folder
.venv/bin/python tests/postgres.py .venv/bin/python -m tests.bench_matrix
"""

import os
import statistics
import tempfile
import time

OBJECTS = 5_000
TIMES = 10


def matrix():
    """Prints the queries (limit 15) and the time (limit 500 ms) of the whole page."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from core.models import Translation

    _fill()
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.create_superuser("amina", "", "une longue phrase"))
    client.get("/fr/desk/matrix/")
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/fr/desk/matrix/?state=open")
        times.append((time.perf_counter() - begun) * 1000)
    assert answer.status_code == 200 and b'class="matrix"' in answer.content
    print(f"{connection.vendor}: matrix of {OBJECTS:,} objects with {Translation.objects.count():,} translations")
    print(f"  {len(queries)} queries (limit 15), median {statistics.median(times):.0f} ms (limit 500 ms)")


def _fill():
    """Contacts of several texts each, half of them without Arabic."""
    from django.db import transaction

    from tests import rows

    country = rows.country()
    with transaction.atomic():
        for number in range(OBJECTS):
            rows.contact(
                country=country, what_for_fr="Ce qu'il fait.", what_for_ar="نص" if number % 2 else "", city_fr="Bamako"
            )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="foras-bench-") as folder:
        os.environ |= {"DATA_DIR": folder, "SECOND_FACTOR": "none"}
        from tests.sessions_app.race import own_database

        with own_database():
            from django.core.management import call_command

            call_command("collectstatic", interactive=False, verbosity=0)
            matrix()
