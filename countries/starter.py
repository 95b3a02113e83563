"""What the files of `countries/starter/` hold, in the order they build on each other."""

from datetime import timedelta
from pathlib import Path

from core.starter_content import StarterFile
from countries.models import Basis, Contact, Country, Opportunity, Section, Sector, Topic

FOLDER = Path(__file__).parent / "starter"
COMMON = ("topics", "sectors", "shared")
REVIEW_ADVICE_AFTER = timedelta(days=90)  # remarks of the team, not of a source: somebody in the field looks soon


def load() -> list[StarterFile]:
    common = {name: StarterFile(FOLDER / f"{name}.yaml") for name in COMMON}
    common["topics"].expect("topics")
    common["sectors"].expect("sectors")
    common["shared"].expect("sections", "contacts")
    common["topics"].load("topics", Topic)
    common["sectors"].load("sectors", Sector)
    _load_texts(common["shared"], None)
    countries = [StarterFile(path) for path in sorted(FOLDER.glob("*.yaml")) if path.stem not in COMMON]
    for file in countries:
        _load_country(file)
    return [*common.values(), *countries]


def _load_country(file: StarterFile) -> None:
    file.expect("country", "sections", "opportunities", "contacts")
    country = file.load_item("country", Country, file.content.get("country"))
    _load_texts(file, country)
    for number, item in enumerate(file.items("opportunities"), start=1):
        where = f"opportunities[{number}] {item.get('slug', '')}".strip()
        item |= _budget(file, where, item.pop("budget", {}))
        if {item.get("needs_basis"), item.get("risks_basis")} != {Basis.SOURCED} and "checked_on" in file.content:
            item["review_by"] = file.content["checked_on"] + REVIEW_ADVICE_AFTER
    file.load("opportunities", Opportunity, key=("country", "slug"), country=country)


def _load_texts(file: StarterFile, country: Country | None) -> None:
    file.load("sections", Section, key=("country", "topic"), country=country)
    file.load("contacts", Contact, country=country)


def _budget(file: StarterFile, where: str, budget: dict) -> dict:
    """`budget: {min, max, currency, year, note}` as the columns of an opportunity."""
    if not isinstance(budget, dict):
        raise file.fault(f"{where}.budget", "must be a mapping of min, max, currency, year, note")
    return {f"budget_{name}": value for name, value in budget.items()}
