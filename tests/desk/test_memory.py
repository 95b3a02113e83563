"""What a hostile file takes of the server, measured in a process of its own."""

import os
import subprocess
import sys

import pytest

from desk import sheets, xliff
from tests.desk.test_sheets import zipped

MANY = 900_000
HEAD = f'<xliff xmlns="{xliff.SPACE}" version="1.2"><file original="a"><body><trans-unit id="a"><target>'
FOOT = "</target></trans-unit></body></file></xliff>"
MAIN = f'xmlns="{sheets.SPACE}"'
FILES = {
    "styles": zipped("xl/styles.xml", f"<row {MAIN}>" + "<t/>" * MANY + "</row>"),
    "cell": zipped("xl/worksheets/sheet1.xml", f"<row {MAIN}><c>" + "<v/>" * MANY + "</c></row>"),
    "marks": f"{HEAD}{'<g/>a' * MANY}{FOOT}".encode(),
    "texts": f"{HEAD}{FOOT[:9]}{'<note/>' * 390_000}{FOOT[9:]}".encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_a_small_file_takes_little_memory(tmp_path, name):
    (tmp_path / "file").write_bytes(FILES[name])
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "foras.settings", "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "tests.desk.memory", str(tmp_path / "file")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert int(done.stdout) < 80_000  # kilobytes
