"""What the files of `sessions_app/starter/` hold, and the public holidays of three years."""

from pathlib import Path

from core.starter_content import Count, StarterFile
from sessions_app import holidays
from sessions_app.models import Module, OrientationPoint

FOLDER = Path(__file__).parent / "starter"


def load() -> list[StarterFile | Count]:
    points, modules = StarterFile(FOLDER / "points.yaml"), StarterFile(FOLDER / "modules.yaml")
    points.load("points", OrientationPoint)
    modules.load("modules", Module)
    return [points, modules, holidays.load()]
