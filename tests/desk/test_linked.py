"""What follows from several tables together, for somebody who knows the programme."""

from datetime import date
from itertools import combinations

import pytest

from desk import reports
from desk.linked import People, unlinked
from desk.periods import Period
from desk.suppression import Hidden, Scheme, is_few
from tests import rows
from tests.desk import attacker
from tests.desk.test_reports import LATER, YEAR, counted, generated, values

SCHEME = Scheme("all", (("women", "men"),))
COLUMNS = SCHEME.columns
HIDDEN = dict.fromkeys(COLUMNS, Hidden.MASKED)
PLACES = ("month", "point")


def counts(women, men):
    return {"women": women, "men": men, "all": women + men}


def people(atoms, hidden=(), scheme=SCHEME):
    """Everything is shown but the rows named in `hidden`: the atoms' keys are (month, point)."""
    shown = {table: rows_of(atoms, place) for place, table in enumerate(PLACES)}
    tables = {
        name: {key: HIDDEN if key in hidden else row for key, row in table.items()} for name, table in shown.items()
    }
    return People(tables, summed(atoms), atoms, scheme)


def rows_of(atoms, place):
    keys = dict.fromkeys(atom[place] for atom in atoms)
    return {key: summed({atom: cells for atom, cells in atoms.items() if atom[place] == key}) for key in keys}


def summed(atoms):
    return {name: sum(cells[name] for cells in atoms.values()) for name in COLUMNS}


# April's three people were in Oujda; May's were all in Rabat, and all of Rabat's in May.
LINKED = {
    ("April", "Oujda"): counts(3, 0),
    ("May", "Rabat"): counts(15, 15),
    ("June", "Oujda"): counts(10, 10),
    ("June", "Fes"): counts(40, 40),
}


def test_a_hidden_month_follows_from_the_point_that_is_another_month():
    assert people(LINKED, hidden=("April", "May")).betrays() == {"women", "all"}


def test_then_one_table_shows_nobody_and_nothing_follows():
    safe = unlinked(people(LINKED, hidden=("April", "May")), PLACES)
    assert safe.betrays() == set()
    assert [row["all"] for row in safe.tables["month"].values()] == [Hidden.MASKED] * 3
    assert [row["all"] for row in safe.tables["point"].values()] == [23, 30, 80]


def test_the_table_that_is_named_first_loses_its_people():
    safe = unlinked(people(LINKED, hidden=("April", "May")), ("point", "month"))
    assert [row["all"] for row in safe.tables["month"].values()] == [Hidden.MASKED, Hidden.MASKED, 100]
    assert [row["all"] for row in safe.tables["point"].values()] == [Hidden.MASKED] * 3


def test_where_only_a_breakdown_gives_a_group_away_only_that_is_hidden():
    atoms = {("April", "Oujda"): counts(3, 20), ("May", "Oujda"): counts(9, 9), ("May", "Rabat"): counts(7, 7)}
    before = people(atoms)
    before.tables["month"]["April"] = {"women": Hidden.FEW, "men": Hidden.MASKED, "all": 23}
    before.tables["month"]["May"] = {"women": Hidden.MASKED, "men": Hidden.MASKED, "all": 32}
    assert before.betrays() == set()
    known = before._replace(tables=before.tables | {"month": people(atoms).tables["month"]})
    assert known.betrays() == {"women"}
    safe = unlinked(known, PLACES)
    assert safe.betrays() == set()
    assert safe.tables["month"]["April"] == {"women": Hidden.MASKED, "men": Hidden.MASKED, "all": 23}
    assert safe.tables["point"] == known.tables["point"]


def test_three_sums_of_two_give_each_of_the_three():
    """Half of (a + b) + (a + c) − (b + c)."""
    atoms = {(1, "a", "x"): counts(2, 9), (1, "b", "y"): counts(8, 9), (2, "a", "y"): counts(7, 9)}
    months, points, modules = (rows_of(atoms, place) for place in range(3))
    pairs = {"month": months | {2: HIDDEN}, "point": points | {"b": HIDDEN}, "module": modules | {"x": HIDDEN}}
    assert People(pairs, HIDDEN, atoms, SCHEME).betrays() == {"women"}
    fewer = pairs | {"module": dict.fromkeys("xy", HIDDEN)}
    assert People(fewer, HIDDEN, atoms, SCHEME).betrays() == set()


def test_nobody_in_a_row_is_nobody_in_each_of_its_parts():
    atoms = {
        ("April", "Oujda"): counts(3, 9),
        ("April", "Rabat"): counts(0, 8),
        ("May", "Rabat"): counts(0, 7),
        ("May", "Oujda"): counts(9, 9),
    }
    shown = people(atoms, hidden=("Oujda", "May"))
    assert shown.betrays() == {"women"}


def test_without_small_groups_nothing_is_looked_at_or_hidden():
    large = {key: counts(20, 20) for key in LINKED}
    assert unlinked(people(large), PLACES) == people(large)


@pytest.mark.django_db
@pytest.mark.usefixtures("english", "empty")
@LATER
def test_no_month_is_read_from_the_points_and_modules_of_a_quarter():
    points = {name: rows.point(name_fr=name, position=place) for place, name in enumerate(("Oujda", "Rabat", "Fes"))}
    one, two = rows.module(title_fr="M1"), rows.module(title_fr="M2")
    counted(3, 0, point=points["Oujda"], module=one, day="2026-04-06")
    counted(10, 10, point=points["Oujda"], module=one, day="2026-06-01")
    counted(15, 15, point=points["Rabat"], module=two, day="2026-05-04")
    counted(40, 40, point=points["Fes"], module=one, day="2026-06-02")
    report = reports.report(Period(date(2026, 4, 1), date(2026, 6, 30)))
    hidden = {"April 2026": (Hidden.MASKED,), "May 2026": (Hidden.MASKED,), "June 2026": (Hidden.MASKED,)}
    assert values(report, "month", "people") == hidden | {"Total": (133,)}
    assert values(report, "point", "people") == {"Oujda": (23,), "Rabat": (30,), "Fes": (80,), "Total": (133,)}


@pytest.mark.django_db
@pytest.mark.usefixtures("english", "empty")
@pytest.mark.parametrize("seed", range(6))
@LATER
def test_who_knows_the_programme_learns_no_small_group(seed):
    """By an attacker of its own, who takes the people of each month, point and module as one unknown per column."""
    generated(seed)
    small = 0
    for quarter in YEAR.quarters:
        sessions = list(reports._sessions(quarter))
        part = reports._quarter(quarter, sessions, reports._origins(quarter))
        atoms = reports._by(sessions, lambda row: tuple(of(row) for of in reports.KEYS.values()))
        equations = [
            dict.fromkeys(((atom, name) for atom in group), 1)
            for group, row in shown_rows(part, atoms)
            for name in reports.SCHEME.columns
            if type(row[name]) is int
        ]
        for atom in atoms:
            equations += [
                {(atom, name): 1 for name in parts} | {(atom, "people"): -1} for parts in reports.SCHEME.breakdowns
            ]
        secrets = {
            (name, group): dict.fromkeys(((atom, name) for atom in group), 1)
            for group in groups(atoms)
            for name in reports.SCHEME.columns
            if is_few(sum(atoms[atom][name] for atom in group))
        }
        small += len(secrets)
        assert attacker.followed(equations, secrets) == set()
    assert small > 20


def shown_rows(part, atoms):
    yield tuple(atoms), part.total
    for place, table in enumerate(reports.KEYS):
        for key, row in part.rows[table].items():
            yield tuple(atom for atom in atoms if atom[place] == key), row


def groups(atoms):
    """The atoms that share a month, a point, a module, two of these, or all."""
    for count in (1, 2, 3):
        for places in combinations(range(3), count):
            for key in {tuple(atom[place] for place in places) for atom in atoms}:
                yield tuple(atom for atom in atoms if tuple(atom[place] for place in places) == key)
