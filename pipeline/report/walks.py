"""How journeys went through the bars of the step Sankey, rare ways cut to what enough share.

In:     a connection to a built warehouse; rows of marts.flows as they stand there
Out:    rows of way, outcome and what journeys can be filtered by, with the number of journeys
Units:  journeys
Errors: none
Source: routes as in `pipeline.sankey.routes`; a way is a number here, four bits a step, so that
        millions of journeys are grouped by one sum, and cut by masks
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.report.drawing import drawing_of
from pipeline.sankey import Kind, SankeyLayout
from pipeline.sankey.labels import visible

Row = Mapping[str, Any]
Ways = npt.NDArray[np.int64]
_BITS = 4  # of a bar: at most 15 touchpoints share a column
_LONGEST = 10  # steps that fit
_EXIT = _BITS * _LONGEST  # above this bit stands how the journey went out
_CUT = ""  # the way out of what is cut


def read_walks(
    db: duckdb.DuckDBPyConnection, flows: Iterable[Row], *, run: Row, period: str
) -> tuple[dict[str, Any], ...]:
    """Count the ways of all journeys; `path` names a touchpoint of each bar that is passed."""
    bars: dict[str, dict[tuple[int, int], str]] = {}
    sent: list[tuple[str, int, str, int]] = []
    for journey, own in _by_journey(flows).items():
        numbers = _numbers(own, run)
        bars[visible(journey)] = {
            (step, number): visible(name) for (step, name), number in numbers.items()
        }
        sent += [(journey, step, name, number) for (step, name), number in numbers.items()]
    if not sent:
        return ()
    names = ("journeys", "steps", "touchpoints", "numbers")
    told = dict(zip(names, map(list, zip(*sent, strict=True)), strict=True))
    table = db.sql(_query(), params={**told, "period": period}).to_arrow_table()
    return tuple(_rows(_folded(table, run["small_cell_k"]), bars))


def _query() -> str:
    return files("pipeline.report").joinpath("queries", "paths.sql").read_text("utf-8")


def _by_journey(flows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in flows:
        found.setdefault(row["journey"], []).append(row)
    return found


def _numbers(flows: list[Row], run: Row) -> dict[tuple[int, str], int]:
    """The number of the bar at which each touchpoint stands, by step and name."""
    seen = [
        {**row, **{name: visible(row[name]) for name in ("from_touchpoint", "to_touchpoint")}}
        for row in flows
    ]
    layout = drawing_of(seen, small=run["small_cell_k"], max_steps=min(run["max_steps"], _LONGEST))
    bars = _bars(layout)
    places = {(row["step_no"], row["from_touchpoint"]) for row in flows if row["step_no"]}
    shown = {(step, name): bars.get((step, visible(name))) for step, name in places}
    return {place: number for place, number in sorted(shown.items()) if number is not None}


def _bars(layout: SankeyLayout) -> dict[tuple[int, str], int]:
    """Bars of touchpoints, numbered from 1 in each column; those of the rest are one bar."""
    found: dict[tuple[int, str], int] = {}
    counted: dict[int, int] = {}
    for node in layout.nodes:
        if node.kind.is_exit:
            continue
        counted[node.step] = number = counted.get(node.step, 0) + 1
        members = [name for name, _ in node.members] if node.kind is Kind.OTHER else [node.name]
        found |= {(node.step, name): number for name in members}
    return found


def _folded(table: pa.Table, small: int) -> pa.Table:
    """Cut the ways of too few journeys, and count what is the same then."""
    outcomes = table.column("outcome").combine_chunks().dictionary_encode()
    names = [*outcomes.dictionary.to_pylist(), _CUT]
    ends = outcomes.indices.to_numpy().astype(np.int64) + 1
    ways = table.column("way").fill_null(0).to_numpy() | (ends << _EXIT)
    counts = table.column("journeys").to_numpy()
    journeys = table.column("journey").combine_chunks().dictionary_encode().indices.to_numpy()
    for journey in np.unique(journeys):
        own = journeys == journey
        ways[own] = cut_ways(ways[own], counts[own], small)
    cut = pa.array([names[place - 1] for place in range(len(names))], pa.string())
    table = table.set_column(
        table.column_names.index("way"), "way", pa.array(ways & ((1 << _EXIT) - 1))
    ).set_column(table.column_names.index("outcome"), "outcome", cut.take(pa.array(ways >> _EXIT)))
    keys = [name for name in table.column_names if name != "journeys"]
    counted = table.group_by(keys).aggregate([("journeys", "sum")])
    return counted.rename_columns([*keys, "journeys"]).sort_by([(key, "ascending") for key in keys])


def cut_ways(ways: Ways, counts: Ways, small: int) -> Ways:
    """Shorten ways bar by bar until at least `small` journeys go each of them.

    A way of three bars that two journeys go falls to the first two bars of it:

    >>> two, three = 0x21, 0x321
    >>> [hex(way) for way in cut_ways(np.array([two, three]), np.array([9, 2]), 5)]
    ['0x21', '0x21']
    """
    cut = ways.copy()
    for length in range(_LONGEST + 1, 1, -1):
        own, place = np.unique(cut, return_inverse=True)
        rare = (_lengths(own) == length) & (np.bincount(place, counts) < small)
        own[rare] = _shorter(own[rare])
        cut = own[place]
    return cut


def _lengths(ways: Ways) -> Ways:
    """Bars of each way, that of its way out included."""
    steps = sum((((ways >> (_BITS * step)) & 15) > 0).astype(np.int64) for step in range(_LONGEST))
    return np.asarray(steps + (ways >> _EXIT > 0), dtype=np.int64)


def _shorter(ways: Ways) -> Ways:
    """Without the last bar: the way out, or else the last touchpoint."""
    kept = np.where(ways >> _EXIT > 0, _EXIT, _BITS * (_lengths(ways) - 1))
    return ways & ((np.int64(1) << kept) - 1)


def _rows(
    table: pa.Table, bars: Mapping[str, Mapping[tuple[int, int], str]]
) -> Iterable[dict[str, Any]]:
    """Rows with the touchpoints of their way; what many rows have is made once."""
    path_of = cache(lambda journey, way: _path(bars[journey], way))
    shown = cache(visible)
    columns = table.to_pydict()
    ways = columns.pop("way")
    names = list(columns)
    for name in names:
        if name != "journeys":
            columns[name] = [value and shown(value) for value in columns[name]]
    for way, values in zip(ways, zip(*columns.values(), strict=True), strict=True):
        row = dict(zip(names, values, strict=True))
        yield {**row, "path": path_of(row["journey"], way)}


def _path(bars: Mapping[tuple[int, int], str], way: int) -> tuple[str, ...]:
    steps = range(1, _LONGEST + 1)
    numbers = [(step, (way >> (_BITS * (step - 1))) & 15) for step in steps]
    return tuple(bars[place] for place in numbers if place[1])
