"""Numbers of fewer than five people are not shown, and cannot be worked out from those that are."""

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.masking import FEWEST, SUM, is_small, mask, mask_list, with_sums
from analytics.metrics import contacts
from analytics.overview.parts import Card, hidden_card

TABLES = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda size: st.lists(
        st.one_of(st.integers(0, 7), st.integers(0, 40)),
        min_size=size[0] * size[1],
        max_size=size[0] * size[1],
    ).map(
        lambda numbers: {
            (row, column): numbers[row * size[1] + column]
            for row, column in product(range(size[0]), range(size[1]))
        }
    )
)


def worked_out(table, hidden):
    """The hidden cells that follow from the shown ones, by Gauss: every row and column adds up to its sum."""
    unknown = sorted(hidden, key=repr)
    rows = {row for row, _ in table}
    columns = {column for _, column in table}
    equations = []
    for line in (
        *([(row, c) for c in columns] for row in rows),
        *([(r, column) for r in rows] for column in columns),
    ):
        signs = {cell: 1 if (cell[0] == SUM) == (cell[1] == SUM) else -1 for cell in line}
        equations.append([Fraction(signs.get(cell, 0)) for cell in unknown])
    known, pivot = [], 0
    for at in range(len(unknown)):
        found = next((i for i in range(pivot, len(equations)) if equations[i][at]), None)
        if found is None:
            continue
        equations[pivot], equations[found] = equations[found], equations[pivot]
        head = equations[pivot][at]
        equations[pivot] = [each / head for each in equations[pivot]]
        for i, row in enumerate(equations):
            if i != pivot and row[at]:
                equations[i] = [a - row[at] * b for a, b in zip(row, equations[pivot], strict=True)]
        pivot += 1
    known = [row for row in equations if sum(bool(each) for each in row) == 1]
    return {unknown[next(i for i, each in enumerate(row) if each)] for row in known}


@given(TABLES)
@settings(max_examples=400, deadline=None)
def test_no_small_cell_can_be_worked_out(people):
    table = with_sums(people)
    hidden = set(mask(people).hidden)
    secret = {cell for cell, number in table.items() if is_small(number)} - {(SUM, SUM)}
    assert secret <= hidden and (SUM, SUM) not in hidden
    if table[SUM, SUM] < FEWEST or sum(number > 0 for number in people.values()) < 2:
        return  # what is split is itself as small, or is all in one cell: whoever asks hides it whole
    assert not secret & worked_out(table, hidden)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_what_a_list_leaves_out_counts_five_together(numbers):
    masked = mask_list(dict(enumerate(numbers)))
    left_out = [number for at, number in enumerate(numbers) if masked.hides(at)]
    assert all(masked.hides(at) for at, number in enumerate(numbers) if is_small(number))
    if left_out and sum(numbers) >= FEWEST and len(numbers) > 1:
        assert len(left_out) > 1 and sum(left_out) >= FEWEST


def test_one_small_cell_takes_another_with_it_and_no_more():
    people = {("a", "x"): 3, ("a", "y"): 20, ("b", "x"): 30, ("b", "y"): 40, ("c", "x"): 50, ("c", "y"): 60}  # fmt: skip
    hidden = mask(people).hidden
    assert hidden == {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}


def test_nothing_small_hides_nothing():
    assert not mask({("a", "x"): 5, ("b", "x"): 0}).hidden and not mask_list({1: 7, 2: 0}).hidden


def test_words_instead_of_a_figure_are_not_set_as_large_as_one():
    assert not hidden_card("contacts", contacts.METRIC.definition).is_number
    assert Card("contacts", contacts.METRIC.definition, "£67–£921", "").is_number
