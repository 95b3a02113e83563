"""What the files of `portal/starter/` hold."""

from pathlib import Path

from core.starter_content import StarterFile
from portal.models import ChecklistItem, Figure, Page, Partner, Question, Step

FOLDER = Path(__file__).parent / "starter"
MODELS = {
    "pages": Page,
    "steps": Step,
    "questions": Question,
    "checklist": ChecklistItem,
    "figures": Figure,
    "partners": Partner,
}


def load() -> list[StarterFile]:
    files = []
    for name, model in MODELS.items():
        file = StarterFile(FOLDER / f"{name}.yaml")
        file.expect(name)
        file.load(name, model)
        files.append(file)
    return files
