"""Compare the tables of two builds of the same data, of which one was made batch by batch.

In:     two engines on which everything was built
Out:    the names of the tables that differ, with rows that only one of them has
Note:   numbers of identifiers, combinations and kinds differ between the two, but not their order:
        people and cases are compared by their rank among all identifiers
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.build import read_models
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from tests.build_helpers import Row, rows_of, table

# Numbers without an order, by which rows of one build find each other.
_LINKS = {"bundle_no", "kind_no", "own_bundle_no", "upcoming_bundle_no", "known_bundle_no"}
_LINKS |= {"first_kind_no", "last_kind_no"}
_RANKED = {"person_key", "identifier_no", "left_no", "right_no", "via_no", "component_no"}
_RANKED |= {
    "owner_key",
    "next_owner_key",
    "one_no",
    "winner_no",
    "against_left_no",
    "against_right_no",
}
# Made by Python, as a batch makes them in a way of its own.
_BY_PYTHON = [
    TableName("identity", table)
    for table in ("components", "emails", "phones", "pseudonyms", "refusals")
]
_BY_PYTHON += [
    TableName("journeys", table)
    for table in ("attribution_credits", "deviations", "plan_findings", "routes")
]
_BY_PYTHON += [
    TableName("journeys", table)
    for table in (
        "plan_cells",
        "plan_groups",
        "plan_leavers",
        "plan_products",
        "touch_moves",
        "touch_places",
        "transition_counts",
        "deviation_kinds",
    )
]
_RUNS, _DEFINITIONS = 16_777_216, 64


def differences(ours: DuckDBEngine, theirs: DuckDBEngine) -> Iterator[str]:
    """What differs, table by table."""
    ranks = [_ranks(engine) for engine in (ours, theirs)]
    for name in sorted(map(str, {*read_models(), *_BY_PYTHON})):
        one, other = (
            Counter(_plain(row, own) for row in table(engine, name))
            for engine, own in zip((ours, theirs), ranks, strict=True)
        )
        if one != other:
            yield f"{name}: {[*(one - other)][:2]} and not {[*(other - one)][:2]}"


def _ranks(engine: DuckDBEngine) -> dict[int, int]:
    numbers = rows_of(engine, "select identifier_no from identity.identifiers order by all")
    return {row["identifier_no"]: rank for rank, row in enumerate(numbers)}


def _plain(row: Row, ranks: dict[int, int]) -> str:
    kept = {name: value for name, value in row.items() if name not in _LINKS}
    for name in _RANKED & kept.keys():
        kept[name] = ranks.get(kept[name], kept[name])
    if "journey_key" in kept:
        run, definition = divmod(kept["journey_key"], _DEFINITIONS)
        thread, run = divmod(run, _RUNS)
        kept["journey_key"] = (ranks[thread], run, definition)
    return repr(kept)
