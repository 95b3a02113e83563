"""What the files of `portal/starter/` hold."""

from pathlib import Path

from core.starter_content import StarterFile
from portal.models import ChecklistItem, Figure, Page, Partner, Question, Step

FOLDER = Path(__file__).parent / "starter"
FILES = {
    "pages": (Page, ("slug",)),
    "steps": (Step, ("position",)),
    "questions": (Question, ("slug",)),
    "checklist": (ChecklistItem, ("position",)),
    "figures": (Figure, ("slug",)),
    "partners": (Partner, ("slug",)),
}


def load() -> list[StarterFile]:
    files = []
    for name, (model, key) in FILES.items():
        file = StarterFile(FOLDER / f"{name}.yaml")
        file.load(name, model, key)
        files.append(file)
    return files
