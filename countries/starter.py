"""What the files of `countries/starter/` hold, in the order they build on each other."""

from pathlib import Path

from core.starter_content import StarterFile
from countries.models import Contact, Country, Opportunity, Section, Sector, Topic

FOLDER = Path(__file__).parent / "starter"
COMMON = ("topics", "sectors", "shared")


def load() -> list[StarterFile]:
    common = {name: StarterFile(FOLDER / f"{name}.yaml") for name in COMMON}
    common["topics"].load("topics", Topic)
    common["sectors"].load("sectors", Sector)
    _load_texts(common["shared"], None)
    countries = [StarterFile(path) for path in sorted(FOLDER.glob("*.yaml")) if path.stem not in COMMON]
    for file in countries:
        _load_country(file)
    return [*common.values(), *countries]


def _load_country(file: StarterFile) -> None:
    if not isinstance(file.content.get("country"), dict):
        raise file.fault("country", "must be a mapping")
    country = file.load_item("country", Country, file.content["country"])
    _load_texts(file, country)
    for item in file.items("opportunities"):
        item |= _budget(item.pop("budget", {}))
    file.load("opportunities", Opportunity, key=("country", "slug"), country=country)


def _load_texts(file: StarterFile, country: Country | None) -> None:
    file.load("sections", Section, key=("country", "topic"), country=country)
    file.load("contacts", Contact, country=country)


def _budget(budget: dict) -> dict:
    """`budget: {min, max, currency, year, note}` as the columns of an opportunity."""
    return {f"budget_{name}": value for name, value in budget.items()}
