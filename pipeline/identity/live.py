"""Who was who as far as was known at the time: links count from when they were first seen.

In:     identity.identifiers (identifier_no), identity.components, identity.links (left_no,
        right_no, first_us), identity.refusals (left_no, right_no)
Out:    identity.live_names: identifier_no, from_us, to_us, component_no, the smallest number of the
        component it was in from from_us until before to_us. NULL is without end. At least one row
        per identifier; together the rows of one cover all time once
Units:  microseconds since 1970
Errors: JourneysError naming the scratch table whose SQL fails
Source: Kruskal's merges in order of time; a component changes its name when a smaller one joins it
Note:   a chain that is found from its end costs a row per identifier and step, as each step renames
        all of them; chains of people are short
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

import numpy as np
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.identity.components import SCRATCH
from pipeline.sqlfiles import sql_text

LIVE_NAMES = TableName("identity", "live_names")
_LINKED_NAMES = TableName(SCRATCH, "linked_names")
_SCHEMA = pa.schema(
    [(name, pa.int64()) for name in ("identifier_no", "from_us", "to_us", "component_no")]
)
# Before all time; the SQL puts it in place of a time that is not told.
ALWAYS_US = -(2**63) + 1
_LINKS_AT_ONCE = 200_000

Link = tuple[int, int, int]  # left_no, right_no, first_us
Name = tuple[int, int | None, int | None, int]  # a row of identity.live_names


def build_live_names(engine: Engine) -> None:
    """Fill identity.live_names.

    >>> from pipeline.engine.duckdb_engine import DuckDBEngine
    >>> with DuckDBEngine(":memory:") as engine:
    ...     engine.execute("create schema identity")
    ...     engine.execute("create table identity.identifiers as"
    ...         " from range(1, 4) as numbers (identifier_no)")
    ...     engine.execute("create table identity.components as"
    ...         " from (values (1, 1), (2, 1), (3, 3)) as c (identifier_no, component_no)")
    ...     engine.execute("create table identity.links as"
    ...         " select 2 as left_no, 1 as right_no, 500 as first_us")
    ...     engine.execute("create table identity.refusals (left_no bigint, right_no bigint)")
    ...     build_live_names(engine)
    ...     engine.read("from identity.live_names order by 1, 2 nulls first").to_pydict()["to_us"]
    [None, 500, None, None]
    """
    links = engine.read(sql_text("components/accepted_links.sql"))
    engine.put_table(_LINKED_NAMES, _SCHEMA.empty_table())
    for part in _whole_components(links):
        columns = [part.column(name).to_pylist() for name in part.column_names]
        rows = zip(*columns, strict=True)
        names = [
            name
            for _, group in groupby(rows, key=itemgetter(0))
            for name in names_of((left, right, first_us) for _, left, right, first_us in group)
        ]
        arrays = zip(*names, strict=True)
        engine.append(
            _LINKED_NAMES, pa.table([pa.array(a, pa.int64()) for a in arrays], schema=_SCHEMA)
        )
    engine.create_table(LIVE_NAMES, sql_text("components/live_names.sql"))
    engine.drop_schema(SCRATCH)


def _whole_components(links: pa.Table) -> Iterator[pa.Table]:
    """The links in parts of some size, no component divided."""
    component = links.column("component_no").to_numpy()
    starts = np.flatnonzero(np.diff(component)) + 1
    first = 0
    while first < len(component):
        after = np.searchsorted(starts, first + _LINKS_AT_ONCE)
        end = int(starts[after]) if after < len(starts) else len(component)
        yield links.slice(first, end - first)
        first = end


def names_of(links: Iterable[Link]) -> Iterator[Name]:
    """The names over time of the identifiers of one component, from its links in order of time.

    >>> names = list(names_of([(2, 3, 10), (1, 3, 20)]))
    >>> [name for name in names if name[0] == 3]
    [(3, None, 10, 3), (3, 10, 20, 2), (3, 20, None, 1)]
    """
    groups: dict[int, list[int]] = {}  # what is together now, each identifier to the same list
    current: dict[int, tuple[int, int]] = {}  # since when each has had its name, and that name
    for left, right, instant_us in links:
        for number in (left, right):
            groups.setdefault(number, [number])
            current.setdefault(number, (ALWAYS_US, number))
        if groups[left] is groups[right]:
            continue
        name = min(current[left][1], current[right][1])
        renamed = groups[right] if current[left][1] == name else groups[left]
        for number in renamed:
            since_us, old = current[number]
            if since_us < instant_us:
                yield number, _told(since_us), instant_us, old
            current[number] = (instant_us, name)
        _merge(groups, groups[left], groups[right])
    for number, (since_us, name) in current.items():
        yield number, _told(since_us), None, name


def _merge(groups: dict[int, list[int]], one: list[int], other: list[int]) -> None:
    small, large = sorted((one, other), key=len)
    large += small
    groups.update(dict.fromkeys(small, large))


def _told(instant_us: int) -> int | None:
    return None if instant_us == ALWAYS_US else instant_us
