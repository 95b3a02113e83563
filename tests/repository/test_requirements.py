"""What is installed is pinned, hashed and has a reason."""

import re

import pytest

from tests.repository.files import ROOT, files, hits

LOCKED = ("requirements.txt", "requirements-dev.txt")
DIRECT = ("requirements.in", "requirements-dev.in")


def entries(name):
    """One logical line for each requirement."""
    text = (ROOT / name).read_text().replace("\\\n", " ")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]


def package(line):
    return re.match(r"[A-Za-z0-9._-]+", line)[0].lower().replace("_", "-").replace(".", "-")


@pytest.mark.parametrize("name", LOCKED)
def test_every_requirement_is_pinned_and_hashed(name):
    lines = entries(name)
    assert len(lines) > 10
    assert [line for line in lines if not re.match(r"\S+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []


@pytest.mark.parametrize("name", DIRECT)
def test_every_direct_dependency_has_its_reason(name):
    lines = [line for line in entries(name) if not line.startswith("-")]
    assert len(lines) >= 10
    assert [line for line in lines if not re.search(r"\S\s+# \S.{5,}", line)] == []


@pytest.mark.parametrize(("direct", "locked"), [*zip(DIRECT, LOCKED, strict=True)])
def test_every_direct_dependency_is_locked(direct, locked):
    wanted = {package(line) for line in entries(direct) if not line.startswith("-")}
    assert wanted - {package(line) for line in entries(locked)} == set()


def test_what_both_files_lock_has_one_version():
    versions = [dict(line.split()[0].split("==") for line in entries(name)) for name in LOCKED]
    both = versions[0].keys() & versions[1].keys()
    assert {name: versions[1][name] for name in both} == {name: versions[0][name] for name in both}


def test_the_clock_is_pinned_to_the_decree():
    (line,) = [line for line in entries("requirements.txt") if package(line) == "tzdata"]
    assert tuple(map(int, re.match(r"tzdata==(\d+)\.(\d+)", line).groups())) >= (2026, 3)


def test_no_index_address_is_written_anywhere():
    texts = [ROOT / name for name in (*LOCKED, *DIRECT, "Makefile", "pyproject.toml")] + files(
        ".sh", ".toml", ".cfg", ".ini"
    )
    assert hits(r"--(extra-)?index-url|--find-links|--trusted-host|https?://[^\s\"']*(simple|pypi)[/\s]", texts) == []
