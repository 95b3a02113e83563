"""The portal in a process of its own, for what is decided while settings are read."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parents[2]
UNSET = ("DATA_DIR", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "BEHIND_PROXY", "DEBUG", "ALLOWED_HOSTS")

_ASK = """
import json, shutil, sys
import django
django.setup()
from django.conf import settings
from django.test import Client
options = json.loads(sys.argv[1])
if options["remove"]:
    shutil.rmtree(settings.DATA_DIR / options["remove"])
client = Client(raise_request_exception=False)
answers = []
for path in options["paths"]:
    answer = client.get(path, headers={"host": "localhost"} | options["headers"])
    body = "" if answer.streaming else answer.content.decode()
    cookies = {name: {k: v for k, v in morsel.items() if v} for name, morsel in answer.cookies.items()}
    answers.append({"status": answer.status_code, "headers": dict(answer.headers), "body": body, "cookies": cookies})
print(json.dumps(answers))
"""


def environment(**variables) -> dict:
    """This process's environment without the portal's variables, then `variables`."""
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    return kept | {"DATABASE_URL": ""} | {name: str(value) for name, value in variables.items()}


def manage(*arguments: str, **variables) -> subprocess.CompletedProcess:
    """`python manage.py …` with these variables."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(**variables), capture_output=True, text=True, check=False)


def ask(*paths: str, headers: dict | None = None, remove: str = "", **variables) -> list[dict]:
    """What a portal started with these variables answers, as dicts of status, headers, body and cookies."""
    (variables["DATA_DIR"] / "static").symlink_to(settings.STATIC_ROOT)  # collected once for all tests
    options = json.dumps({"paths": paths, "headers": headers or {}, "remove": remove})
    process = subprocess.run(
        [sys.executable, "-c", _ASK, options],
        cwd=ROOT,
        env=environment(DJANGO_SETTINGS_MODULE="foras.settings", **variables),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(process.stdout)
