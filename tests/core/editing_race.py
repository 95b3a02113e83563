"""Two people who save the same row at the same moment, in a process of its own with real threads and a real database.

    python tests/core/editing_race.py <rounds> [unlocked]        DATA_DIR and DATABASE_URL in the environment

Prints one line: how many posts were saved, how many were told of the other, how many got anything else. "unlocked"
takes the lock away, as a control.
"""

import os
import re
import sys
from collections import Counter
from threading import Barrier, Thread

import django


def main(rounds: int, is_locked: bool) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "foras.settings"
    os.environ["DEBUG"] = "1"  # plain static files: nothing is collected here
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    if not is_locked:
        from core import editing

        editing.locked = lambda request, row: row
    browsers = [signed_in(name) for name in ("amina", "bintou")]
    statuses = Counter()
    for number in range(rounds):
        statuses.update(both(browsers, number))
    other = sum(statuses.values()) - statuses[302] - statuses[200]
    print(f"rounds={rounds} saved={statuses[302]} told={statuses[200]} other={other}")


def signed_in(name: str):
    from django.contrib.auth.models import User
    from django.test import Client

    browser = Client(raise_request_exception=False, headers={"host": "localhost"})
    browser.force_login(User.objects.create_superuser(name))
    return browser


def both(browsers, number: int) -> list[int]:
    """The answers to two posts of the same field, opened before either was saved."""
    from tests import rows

    page = rows.page(slug=f"page-{number}", title_fr="Un", state="draft", verified_on=None)
    address = f"/en/admin/portal/page/{page.pk}/change/"
    barrier, found = Barrier(2), []
    threads = [
        Thread(target=post, args=(browser, address, page.slug, n, barrier, found)) for n, browser in enumerate(browsers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def post(browser, address: str, slug: str, number: int, barrier: Barrier, found: list) -> None:
    from django.db import connection

    opened = re.search(r'name="opened" value="([^"]+)"', browser.get(address).content.decode())[1]
    values = {"slug": slug, "position": 0, "state": "draft", "title_fr": f"Titre {number}", "opened": opened}
    barrier.wait()
    found.append(browser.post(address, values).status_code)
    connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), "unlocked" not in sys.argv)
