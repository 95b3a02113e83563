"""The repository as text."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
APPS = ("core", "countries", "desk", "portal", "sessions_app", "testimonies", "foras")
OURS = (*APPS, "templates", "static", "tests", "docs")


def files(*suffixes: str, under: tuple[str, ...] = OURS) -> list[Path]:
    """Our files with these endings, and those at the top of the repository."""
    found = [path for path in ROOT.iterdir() if path.is_file()] if under == OURS else []
    found += [path for folder in under for path in (ROOT / folder).rglob("*") if path.is_file()]
    kept = [path for path in found if path.suffix in suffixes and "__pycache__" not in path.parts]
    return sorted(kept)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def hits(pattern: str, paths: list[Path], flags: int = 0) -> list[str]:
    """`file:line: match` for every match of `pattern`."""
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            found += [f"{name(path)}:{number}: {match[0]}" for match in re.finditer(pattern, line, flags)]
    return found
