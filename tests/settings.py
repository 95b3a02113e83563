"""The portal's own settings, on a data folder that vanishes with the run."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="foras-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["DATA_DIR"] = _folder

from foras.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests create users; nobody attacks them
SECOND_FACTOR = "none"  # the tests of the door ask for it themselves
