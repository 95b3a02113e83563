"""Two coordinators press “save” at the same moment: one is told, in the form, that the room is taken."""

import json
import os
import subprocess
import sys

from django.conf import settings


def test_one_saves_and_the_others_get_their_form_back(tmp_path):
    environment = os.environ | {"DATA_DIR": str(tmp_path), "PYTHONPATH": str(settings.BASE_DIR)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.sessions_app.desk_race"],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "saved": 1, "answers": [[200, ["room"]]] * 4 + [[302, []]],
    }  # fmt: skip
