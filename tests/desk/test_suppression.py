"""An attacker who knows the rule tries every table that would show the same."""

import random
from itertools import product

import pytest

from desk.suppression import Hidden, Scheme, is_few, protect

SCHEME = Scheme("people", (("women", "men"),))
WIDE = Scheme("people", (("women", "men", "minors"), ("good", "bad")))


def table(*rows):
    return [{"women": women, "men": men, "people": women + men} for women, men in rows]


def totals(rows):
    return {name: sum(row[name] for row in rows) for name in rows[0]}


def shown(rows, scheme=SCHEME):
    (found,), total = protect([rows], totals(rows), scheme)
    return found, total


def figures(rows):
    marks = {Hidden.FEW: "<5", Hidden.MASKED: "·"}
    return [tuple(marks.get(value, value) for value in row.values()) for row in rows]


def test_large_groups_are_shown_as_they_are():
    rows = table((10, 20), (5, 0), (0, 7))
    assert shown(rows) == (rows, totals(rows))


def test_a_small_part_takes_its_row_and_the_next_smallest_with_it():
    rows = table((2, 20), (30, 40), (9, 12))
    found, total = shown(rows)
    assert figures(found) == [("<5", "·", 22), (30, 40, 70), ("·", "·", 21)]
    assert total == {"women": 41, "men": 72, "people": 113}


def test_a_small_row_takes_another_row_with_it():
    rows = table((2, 1), (30, 40), (9, 12))
    assert figures(shown(rows)[0]) == [("<5", "<5", "<5"), (30, 40, 70), ("·", "·", "·")]


def test_two_small_rows_that_are_few_together_take_a_third():
    rows = table((2, 0), (2, 0), (20, 10), (30, 30))
    assert figures(shown(rows)[0]) == [("<5", "·", "<5"), ("<5", "·", "<5"), ("·", "·", "·"), (30, 30, 60)]


def test_a_total_under_five_takes_its_breakdown_out_of_the_report():
    rows = table((2, 20), (1, 30))
    found, total = shown(rows)
    assert figures(found) == [("·", "·", 22), ("·", "·", 31)]
    assert figures([total]) == [("·", "·", 53)]


def test_under_five_people_nothing_is_shown():
    rows = table((2, 1), (0, 0))
    found, total = shown(rows)
    assert figures([*found, total]) == [("·", "·", "·"), ("·", "·", "·"), ("·", "·", "<5")]


def test_nobody_at_all_is_no_secret():
    rows = table((0, 0), (0, 0))
    assert shown(rows) == (rows, totals(rows))


def test_where_no_choice_of_rows_helps_nobody_learns_which_cell_is_small():
    """6 women in all, one and five: under "<5" and "5 and more" the sum would give both away."""
    rows = table((1, 9), (5, 9))
    assert figures(shown(rows)[0]) == [("·", "·", 10), ("·", "·", 14)]


def test_a_breakdown_lost_in_one_table_is_lost_in_all():
    one, other = table((2, 20), (1, 30)), table((3, 50))
    (found, beside), total = protect([one, other], totals(one), SCHEME)
    assert figures([*found, *beside, total]) == [("·", "·", 22), ("·", "·", 31), ("·", "·", 53), ("·", "·", 53)]


def test_a_table_without_breakdown():
    rows = [{"people": n} for n in (3, 40, 6, 25)]
    total = {"women": 40, "men": 34, "people": 74}
    (found,), _total = protect([rows], total, SCHEME)
    assert figures(found) == [("<5",), (40,), ("·",), (25,)]


def allowed(mark, free, most):
    """What an attacker thinks a cell may be."""
    if not isinstance(mark, Hidden):
        return (mark,)
    if mark is Hidden.FEW:
        return (1, 2, 3, 4)
    return range(most + 1) if free else (0, *range(5, most + 1))


def possible(found, total, breakdown, whole):
    """What each row may really be, by an attacker who tries every table: one set of rows of numbers for each row.

    The rows before and after one are taken together as the sums they can have.
    """
    most, wanted = total[whole], [total[name] for name in breakdown]
    free = {name: not any(row[name] is Hidden.FEW for row in found) for name in (*breakdown, whole)}
    free |= dict.fromkeys(breakdown, all(free[name] for name in breakdown))
    rows = []
    for row in found:
        ceiling = most if isinstance(row[whole], Hidden) else row[whole]
        limits = [ceiling if isinstance(n, Hidden) else min(n, ceiling) for n in wanted]
        choices = product(*(allowed(row[n], free[n], limit) for n, limit in zip(breakdown, limits, strict=True)))
        rows.append([choice for choice in choices if sum(choice) in allowed(row[whole], free[whole], most)])

    def sums(choice):
        """Of the columns whose total is known, and of all people."""
        known = tuple(0 if isinstance(n, Hidden) else c for n, c in zip(wanted, choice, strict=True))
        return (*known, sum(choice))

    goal = (*(0 if isinstance(n, Hidden) else n for n in wanted), most)
    before, after = [{(0,) * len(goal)}], [{(0,) * len(goal)}]
    for choices in rows:
        before.append(added(before[-1], {sums(choice) for choice in choices}, goal))
    for choices in reversed(rows):
        after.append(added(after[-1], {sums(choice) for choice in choices}, goal))
    for number, choices in enumerate(rows):
        others = added(before[number], after[len(rows) - 1 - number], goal)
        yield {c for c in choices if tuple(g - s for g, s in zip(goal, sums(c), strict=True)) in others}


def added(some, more, goal):
    found = {tuple(map(sum, zip(one, other, strict=True))) for one in some for other in more}
    return {one for one in found if all(n <= g for n, g in zip(one, goal, strict=True))}


def secrets_found(rows, scheme):
    """Small cells of which the attacker learns the number: (row, column)."""
    found, total = shown(rows, scheme)
    if found == rows or isinstance(total[scheme.whole], Hidden):
        return []
    known = []
    for breakdown in scheme.breakdowns:
        for number, worlds in enumerate(possible(found, total, breakdown, scheme.whole)):
            row = rows[number]
            assert tuple(row[name] for name in breakdown) in worlds, "the attacker must find at least the truth"
            for place, name in enumerate(breakdown):
                if is_few(row[name]) and len({world[place] for world in worlds}) == 1:
                    known.append((number, name))
            if is_few(row[scheme.whole]) and len({sum(world) for world in worlds}) == 1:
                known.append((number, scheme.whole))
    return known


def sums_found(rows, scheme):
    """Columns, and rows of a breakdown, in which what is hidden adds up to a group of one to four."""
    found, total = shown(rows, scheme)
    columns = [name for name in scheme.columns if not isinstance(total[name], Hidden)]
    hidden = {
        name: sum(r[name] for r, f in zip(rows, found, strict=True) if isinstance(f[name], Hidden)) for name in columns
    }
    found_in_rows = [
        (number, breakdown)
        for number, (row, there) in enumerate(zip(rows, found, strict=True))
        for breakdown in scheme.breakdowns
        if not isinstance(there[scheme.whole], Hidden)
        and is_few(sum(row[name] for name in breakdown if isinstance(there[name], Hidden)))
    ]
    return [name for name, count in hidden.items() if is_few(count)] + found_in_rows


def test_every_small_table_keeps_its_secrets():
    """All tables of two rows and two columns with up to 7 people in a cell, and of three rows with 0, 2, 5 or 6."""
    tables = list(product(range(8), repeat=4)) + list(product((0, 2, 5, 6), repeat=6))
    hidden = 0
    for cells in tables:
        rows = table(*zip(cells[::2], cells[1::2], strict=True))
        assert secrets_found(rows, SCHEME) == [], cells
        assert sums_found(rows, SCHEME) == [], cells
        hidden += any(isinstance(value, Hidden) for row in shown(rows)[0] for value in row.values())
    print(f"{len(tables)} tables, {hidden} with something hidden")
    assert hidden > 1000


@pytest.mark.parametrize("seed", range(2))
def test_tables_like_those_of_a_report_keep_their_secrets(seed):
    dice = random.Random(seed)
    for _n in range(15):
        rows = []
        for _row in range(dice.randint(1, 3)):
            women, men, minors = (dice.choice((0, 0, 1, 3, 5, 6, 7)) for _ in range(3))
            people = women + men + minors
            good = dice.randint(0, people)
            values = {
                "women": women,
                "men": men,
                "minors": minors,
                "good": good,
                "bad": people - good,
                "people": people,
            }
            rows.append(values)
        assert secrets_found(rows, WIDE) == [], rows
        assert sums_found(rows, WIDE) == [], rows


THREE = Scheme("people", (("women", "men", "minors"),))


def three(*rows):
    return [dict(zip(("women", "men", "minors", "people"), (*row, sum(row)), strict=True)) for row in rows]


def test_where_one_column_is_small_a_second_one_is_hidden_and_the_others_stay():
    rows = three((10, 20, 2), (30, 40, 6), (9, 12, 0), (8, 30, 3))
    assert figures(shown(rows, THREE)[0]) == [(10, "·", "<5", 32), (30, 40, 6, 76), (9, 12, 0, 21), (8, "·", "<5", 41)]


def test_where_the_two_are_few_together_the_whole_breakdown_is_hidden():
    rows = three((20, 0, 2), (30, 40, 6), (0, 12, 3), (8, 30, 6))
    assert figures(shown(rows, THREE)[0]) == [
        ("·", "·", "<5", 22), (30, 40, 6, 76), ("·", "·", "<5", 15), ("·", "·", "·", 44),
    ]  # fmt: skip


def test_two_small_parts_of_a_row_are_not_given_away_by_the_third():
    """Women and all people would say that men and minors together are four."""
    rows = three((20, 2, 2), (20, 2, 2), (30, 2, 2), (40, 9, 9))
    found = shown(rows, THREE)[0]
    assert [row["women"] for row in found[:3]] == [Hidden.MASKED] * 3
    assert sums_found(rows, THREE) == []


@pytest.mark.parametrize("seed", range(3))
def test_tables_with_a_rare_group_keep_their_secrets(seed):
    dice, narrow = random.Random(seed), 0
    for _n in range(25):
        rows = three(
            *(
                (dice.choice((0, 5, 6, 8)), dice.choice((0, 3, 6, 7, 9)), dice.choice((0, 1, 2, 4, 5)))
                for _row in range(dice.randint(2, 3))
            )
        )
        assert secrets_found(rows, THREE) == [], rows
        assert sums_found(rows, THREE) == [], rows
        narrow += any(
            0 < sum(isinstance(row[name], Hidden) for name in ("women", "men", "minors")) < 3
            for row in shown(rows, THREE)[0]
        )
    assert narrow > 2


def test_the_attacker_is_no_fool():
    """Without the rows that go with it, a small cell is found at once."""
    rows = table((2, 20), (30, 40))
    found = [{"women": Hidden.FEW, "men": Hidden.MASKED, "people": 22}, rows[1]]
    assert list(possible(found, totals(rows), ("women", "men"), "people")) == [{(2, 20)}, {(30, 40)}]
