"""Small cells are not shown, cannot be computed, and are not lost."""

import json
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.report.drop_offs import drop_offs_of
from pipeline.report.matrix import Matrix
from pipeline.report.model import Page
from pipeline.report.render import page_as_json
from pipeline.sankey.hiding import Key, hidden_cells, protected
from tests.report.company import Journey
from tests.report.marts import moves


def test_a_small_cell_takes_the_next_one_with_it() -> None:
    # 3 alone could be computed from the row's sum; with 12 it cannot.
    assert hidden_cells({"web": 50, "app": 12, "phone": 3}, 0, 10) == {"app", "phone"}


def test_small_cells_that_are_enough_together_leave_the_others_alone() -> None:
    assert hidden_cells({"web": 50, "app": 12, "phone": 6, "chat": 5}, 0, 10) == {"phone", "chat"}


def test_a_row_without_small_cells_is_shown_whole() -> None:
    assert hidden_cells({"web": 50, "app": 10, "phone": 0}, 0, 10) == set()


@given(
    counts=st.dictionaries(st.integers(0, 9), st.integers(0, 40), max_size=8),
    rest=st.integers(0, 30),
    small=st.integers(1, 20),
)
def test_no_small_cell_is_left_and_the_rest_is_large_or_is_all_there_is(
    counts: dict[int, int], rest: int, small: int
) -> None:
    hidden = hidden_cells(counts, rest, small)
    shown = [n for key, n in counts.items() if key not in hidden and n]
    together = rest + sum(counts[key] for key in hidden)
    assert all(n >= small for n in shown)
    assert together == 0 or together >= small or not shown


def matrices(page: Page) -> list[tuple[str, Matrix]]:
    return [(j.definition.name, changes.matrix) for j in page.journeys for changes in j.changes]


def test_every_row_of_a_matrix_adds_up_to_the_moves_it_is_made_of(
    page: Page, made_up: list[Journey]
) -> None:
    rows = moves(made_up)
    for name, matrix in matrices(page):
        shown = sum(row.moves for row in matrix.rows)
        assert shown == sum(
            row["moves"] for row in rows if row["journey"] == name and row["kind"] == matrix.kind
        )
        for row in matrix.rows:
            assert sum(cell.moves or 0 for cell in row.cells) == row.moves


def test_no_cell_of_the_page_is_under_the_limit(page: Page) -> None:
    cells = [cell for _, matrix in matrices(page) for row in matrix.rows for cell in row.cells]
    assert any(cell.is_hidden for cell in cells)
    assert all(cell.moves is None or cell.moves == 0 or cell.moves >= 10 for cell in cells)


def test_no_outcome_of_a_route_under_the_limit_is_shown_or_can_be_computed(page: Page) -> None:
    routes = [route for journey in page.journeys for route in journey.routes.rows]
    assert any(route.hidden for route in routes)
    for route in routes:
        counts = {"reached": route.reached, "ended": route.ended, "open": route.open}
        shown = [n for name, n in counts.items() if name not in route.hidden]
        kept_back = route.journeys - sum(shown)
        assert all(n == 0 or n >= 10 for n in shown)
        assert kept_back == 0 or kept_back >= 10 or not sum(shown)


def test_so_few_drop_offs_that_they_must_not_be_told_are_given_as_a_bound(
    page: Page, html: str
) -> None:
    drops = [drop for journey in page.journeys for drop in journey.drop_offs.rows]
    assert [drop.ended for drop in drops if drop.is_small] == [
        drop.ended for drop in drops if 0 < drop.ended < 10
    ]
    assert "&lt; 10" in html


def drop_off_row(touchpoint: str, open_journeys: int) -> dict[str, object]:
    return {
        "touchpoint": touchpoint, "at_risk": 100, "ended": 20, "open": open_journeys, "rate": 0.2,
        "rate_low": 0.1, "rate_high": 0.3, "expected": 20.0, "excess": 0.0,
    }  # fmt: skip


def test_a_small_number_of_open_journeys_is_not_hidden_alone_in_its_stage() -> None:
    # The map says of the stage "look" that 37 are open: 37 - 31 would be the 6.
    rows = [drop_off_row(*each) for each in (("a", 31), ("b", 6), ("c", 12), ("d", 5), ("e", 5))]
    stages = {"a": "look", "b": "look", "c": "buy", "d": None, "e": None}
    found = drop_offs_of(tuple(rows), small=10, stage_of=stages)
    assert {drop.touchpoint for drop in found.rows if drop.hides_open} == {"a", "b", "d", "e"}


def numbers_in(value: object, names: set[str]) -> Iterator[tuple[str, float]]:
    """Every number below one of some names, however deep."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in names and isinstance(inner, int | float):
                yield name, inner
            yield from numbers_in(inner, names)
    elif isinstance(value, list):
        for inner in value:
            yield from numbers_in(inner, names)


def test_what_the_page_hides_is_not_in_the_file_of_its_numbers(page: Page) -> None:
    report = json.loads(page_as_json(page))
    parts = [
        part
        for journey in report["journeys"]
        for part in (journey["steps"], journey["drop_offs"]["rows"], journey["routes"]["rows"])
    ]
    told = list(numbers_in(parts, {"journeys", "open", "ended", "reached"}))
    assert told
    assert [pair for pair in told if 0 < pair[1] < page.run.small_cell_k] == []
    plain = json.loads(json.dumps(asdict(page), default=str))
    assert [
        pair
        for journey in plain["journeys"]
        for pair in numbers_in(journey["steps"], {"journeys"})
        if 0 < pair[1] < page.run.small_cell_k
    ], "nothing small was there to hide"


CELLS = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), st.integers(0, 40), max_size=12
)


@settings(deadline=None, max_examples=150)
@given(CELLS, st.integers(2, 15))
def test_no_small_cell_of_crossing_lines_is_left_or_can_be_worked_out(
    counts: dict[tuple[str, str], int], small: int
) -> None:
    lines = [[key for key in counts if name in key] for name in "abcdxyz"]
    lines = [line for line in lines if sum(counts[key] for key in line) >= small]
    hidden = protected(counts, lines, small=small)
    assert {key for key, n in counts.items() if 0 < n < small} <= hidden
    for line in lines:
        together = sum(counts[key] for key in line if key in hidden)
        assert together == 0 or together >= small or not set(line) - hidden - _empty(counts)
    told_by_the_sums = solved(lines, set(counts) - _empty(counts))
    told = solved(lines, hidden) - told_by_the_sums
    assert not [key for key in told if 0 < counts[key] < small]


def _empty(counts: dict[tuple[str, str], int]) -> set[tuple[str, str]]:
    return {key for key, n in counts.items() if not n}


def solved(lines: Sequence[Collection[Key]], hidden: AbstractSet[Key]) -> set[Key]:
    """Cells that elimination in whole fractions leaves alone in a row."""
    keys = sorted(hidden, key=str)
    rows = [[Fraction(key in line) for key in keys] for line in lines]
    done = 0
    for column in range(len(keys)):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for n, row in enumerate(rows):
            if n != done and row[column]:
                rows[n] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    alone = (row for row in rows if sum(map(bool, row)) == 1)
    return {keys[[bool(value) for value in row].index(True)] for row in alone}
