"""A replay of conflicts on a few identifiers, and what came of it.

In:     identifiers by number, links, pairs kept apart, limits, other names of one value
Out:    who is one with whom, and the rows of identity.refusals
"""

from __future__ import annotations

import atexit
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.identity.components import build_components
from pipeline.identity.replay import replay_conflicts
from tests.identity.cases import Known
from tests.identity.graphs import components, put_known, put_links
from tests.reference.components import Limit, Link, Pair, Partition, faults


class Replayed(NamedTuple):
    """What came of it."""

    people: Partition
    refusals: list[dict[str, Any]]

    @property
    def refused(self) -> set[Pair]:
        """The pairs that were refused, the smaller number first."""
        rows = [sorted((row["left_no"], row["right_no"])) for row in self.refusals]
        return {(low, high) for low, high in rows}


def read(engine: DuckDBEngine) -> Replayed:
    rows = engine.read("from identity.refusals order by left_no, right_no").to_pylist()
    return Replayed(components(engine), rows)


class Case(NamedTuple):
    """What is given to a replay."""

    known: Known
    found: list[Link]
    cannot: Sequence[Pair] = ()
    limits: Sequence[Limit] = ()
    ones: Mapping[int, int] = MappingProxyType({})

    def put(self, engine: DuckDBEngine) -> None:
        """Fill the tables that a replay reads, links left out."""
        put_known(engine, self.known, self.cannot, limits=self.limits, ones=list(self.ones.items()))

    def faults(self, group: Iterable[int]) -> list[tuple[str, Pair]]:
        """The rules that a group breaks."""
        return faults(group, self.known, self.cannot, self.limits, self.ones)


def replayed(
    known: Known,
    found: Iterable[Link],
    cannot: Sequence[Pair] = (),
    limits: Sequence[Limit] = (),
    ones: Mapping[int, int] = MappingProxyType({}),
) -> Replayed:
    engine = _engine()
    Case(known, [], cannot, limits, ones).put(engine)
    put_links(engine, found)
    build_components(engine)
    replay_conflicts(engine)
    return read(engine)


@cache
def _engine() -> DuckDBEngine:
    """One for all replays, each of which fills its tables anew: to open one takes longer."""
    engine = DuckDBEngine(":memory:", threads=1)
    atexit.register(engine.close)
    return engine
