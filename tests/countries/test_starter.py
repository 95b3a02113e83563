"""What the files about countries bring."""

from shutil import copytree

import pytest
import yaml

from core.starter_content import StarterError, load_all
from countries import starter
from countries.models import Country, Opportunity, Section, Topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the files, read in place of them."""
    copy = copytree(starter.FOLDER, tmp_path / "countries" / "starter")
    monkeypatch.setattr(starter, "FOLDER", copy)
    return copy


def rewrite(file, change):
    content = yaml.safe_load(file.read_text())
    change(content)
    file.write_text(yaml.safe_dump(content, allow_unicode=True))


def test_the_five_countries_are_there_published_and_in_order():
    assert list(Country.objects.published().values_list("slug", flat=True)) == [
        "cameroon", "cote-divoire", "guinea", "mali", "senegal",
    ]  # fmt: skip


def test_every_country_has_a_text_on_every_topic():
    topics = set(Topic.objects.values_list("slug", flat=True))
    for country in Country.objects.all():
        assert {section.topic.slug for section in Section.objects.readable_in(country)} == topics


def test_a_budget_is_spread_over_its_columns(empty, folder):
    budget = {"min": 150000, "max": 300000, "currency": "XOF", "year": 2019, "note": {"fr": "Un cas."}}
    rewrite(folder / "mali.yaml", lambda content: content["opportunities"][0].update(budget=budget))
    starter.load()
    row = Opportunity.objects.filter(country__slug="mali").order_by("position").first()
    assert (row.budget_min, row.budget_max, row.budget_currency) == (150000, 300000, "XOF")
    assert (row.budget_year, row.budget_note_fr) == (2019, "Un cas.")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda content: content.pop("country"), "country: must be a mapping of fields."),
        (lambda content: content.update(country="Mali"), "country: must be a mapping of fields."),
        (lambda content: content.update(opportunities={}), "opportunities: must be a list of items."),
        (
            lambda content: content["opportunities"][0].update(slug="x", budget=5),
            "opportunities[1] x.budget: must be a mapping of min, max, currency, year, note.",
        ),
        (
            lambda content: content["opportunities"][0].update(slug="x", budget=None),
            "opportunities[1] x.budget: must be a mapping of min, max, currency, year, note.",
        ),
        (
            lambda content: content["opportunities"][0].update(slug="x", budget={"cost": 5}),
            "opportunities[1] x.budget_cost: is not a field.",
        ),
        (
            lambda content: content["opportunities"][0].update(slug="x", sector="nothing"),
            "opportunities[1] x.sector: there is no sector “nothing”.",
        ),
        (
            lambda content: content.update(oportunities=[]),
            "oportunities: is not known here; known: country, sections, opportunities, contacts.",
        ),
    ],
)
def test_a_fault_in_a_country_is_told(empty, folder, change, fault):
    rewrite(folder / "mali.yaml", change)
    with pytest.raises(StarterError) as told:
        load_all()
    assert str(told.value) == f"countries/starter/mali.yaml: {fault}"


def test_another_country_is_another_file(empty, folder):
    (folder / "togo.yaml").write_text(
        "checked_on: 2026-11-23\nreview_by: 2027-05-23\n"
        "country: {slug: togo, iso: TG, name: {fr: Togo}, calling_code: '+228', currency_code: XOF, "
        "sources: [a]}\nsources: {a: {title: A}}"
    )
    starter.load()
    assert Country.objects.published().filter(slug="togo").exists()


@pytest.mark.parametrize(
    ("needs", "risks", "days"), [("sourced", "sourced", 181), ("sourced", "advice", 90), ("partly", "sourced", 90)]
)
def test_what_the_team_advises_is_looked_at_sooner_than_what_a_source_says(empty, folder, needs, risks, days):
    bases = {"slug": "x", "needs_basis": needs, "risks_basis": risks}
    rewrite(folder / "mali.yaml", lambda content: content["opportunities"][0].update(bases))
    starter.load()
    row = Opportunity.objects.get(country__slug="mali", slug="x")
    assert (row.review_by - row.verified_on).days == days
