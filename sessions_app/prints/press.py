"""From the data of a print to its PDF."""

from pathlib import Path

from core import paper
from sessions_app.prints import wording

TEMPLATES = Path(__file__).parents[1] / "paper"


def printed(template: str, data: dict, language: str) -> bytes:
    """The PDF of one of our templates; a sheet in "all" languages is a French document with parts in the others."""
    return paper.pdf(TEMPLATES / template, data, language=wording.languages_of(language)[0])
