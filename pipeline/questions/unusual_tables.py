"""The odds of every piece of a route, in every build and for every question.

In:     journeys.pieces, in which people are counted by the three steps in a row that they took
Out:    journeys.piece_odds, with a row for every piece that could be told from chance
Units:  people; shares from 0 to 1
Errors: none; a definition whose journeys have fewer than three steps has no pieces
Source: see exact_odds
Note:   a piece that nobody took is a finding too, where many were to be expected
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.questions.contrasts import false_discovery_rates
from pipeline.questions.exact_odds import Counts, cell_p, wilson

PIECES = TableName("journeys", "pieces")
ODDS = TableName("journeys", "piece_odds")
READS: Mapping[TableName, tuple[TableName, ...]] = {ODDS: (PIECES,)}
FEWEST = 10  # as many have to come one way, and to go one way, to be compared
LIFT = 1.5
Q = 0.05

_NAMES = ("from_no", "middle_no", "to_no")
_SEEN = ("passages", "journeys", "reached", "open", "people", "entries")
_COUNT, _SHARE = pa.int64(), pa.float64()
SCHEMA = pa.schema(
    [("journey_no", _COUNT), *((name, _COUNT) for name in _NAMES)]
    + [("direction", pa.string()), ("observed", _COUNT)]
    + [(name, _SHARE) for name in ("expected", "lift", "p", "q")]
    + [("is_unusual", pa.bool_())]
    + [(name, _COUNT) for name in ("place", "came", "went", "passed")]
    + [(name, _SHARE) for name in ("share", "share_low", "share_high", "share_elsewhere")]
    + [(name, _COUNT) for name in ("passages", "journeys", "people")]
    + [("reached_share", _SHARE)]
)
_Columns = dict[str, Counts]
_Flags = npt.NDArray[np.bool_]


def build_odds(engine: Engine) -> None:
    """Make journeys.piece_odds anew."""
    engine.put_table(ODDS, odds_of(engine.read("select * from journeys.pieces")))


def odds_of(pieces: pa.Table, *, fewest: int = FEWEST, lift: float = LIFT) -> pa.Table:
    """The odds of the pieces of each definition, those that are most sure first."""
    columns = {name: pieces.column(name).to_numpy() for name in pieces.column_names}
    parts = [SCHEMA.empty_table()]
    for journey_no in np.unique(columns["journey_no"]):
        own = columns["journey_no"] == journey_no
        cells = _cells({name: values[own] for name, values in columns.items()}, fewest)
        if len(cells["from_no"]):
            parts.append(_odds(int(journey_no), cells, lift))
    return pa.concat_tables(parts)


def _cells(pieces: _Columns, fewest: int) -> _Columns:
    """Every way into each middle with every way out of it, where enough people take either.

    Where there is one way in, or one way out, nothing could be otherwise, and there is no cell.
    """
    middles = np.unique(pieces["middle_no"])
    parts = [_cells_at({name: all_[at] for name, all_ in pieces.items()}, fewest)
             for at in (pieces["middle_no"] == middle for middle in middles)]  # fmt: skip
    return {
        name: np.concatenate([np.empty(0, np.int64), *(part[name] for part in parts)])
        for name in (*_NAMES, *_SEEN, "came", "went", "passed")
    }


def _cells_at(pieces: _Columns, fewest: int) -> _Columns:
    froms, rows = np.unique(pieces["from_no"], return_inverse=True)
    tos, columns = np.unique(pieces["to_no"], return_inverse=True)
    grids = {name: np.zeros((len(froms), len(tos)), np.int64) for name in _SEEN}
    for name, grid in grids.items():
        grid[rows, columns] = pieces[name]
    came, went = grids["entries"].sum(axis=1), grids["entries"].sum(axis=0)
    passed = came.sum()
    tall = (came >= fewest) & (came < passed)
    wide = (went >= fewest) & (went < passed)
    row, column = np.nonzero(tall[:, None] & wide[None, :])
    found = {name: grid[row, column] for name, grid in grids.items()}
    found |= {"from_no": froms[row], "to_no": tos[column], "came": came[row], "went": went[column]}
    same = {"middle_no": pieces["middle_no"][0], "passed": passed}
    return found | {name: np.full(len(row), value) for name, value in same.items()}


def _odds(journey_no: int, cells: _Columns, lift: float) -> pa.Table:
    observed, came, went, passed = (cells[name] for name in ("entries", "came", "went", "passed"))
    expected = came * went / passed
    ratio = observed / expected
    p = cell_p(observed, came, went, passed)
    q = false_discovery_rates(p)
    low, high = wilson(observed, came)
    decided = cells["journeys"] - cells["open"]
    is_unusual = (q <= Q) & ((ratio >= lift) | (ratio <= 1 / lift))
    found: dict[str, object] = {
        **{name: cells[name] for name in (*_NAMES, "came", "went", "passed")},
        **{name: cells[name] for name in ("passages", "journeys", "people")},
        "journey_no": np.full(len(p), journey_no),
        "direction": np.where(ratio >= 1, "over", "under"),
        "observed": observed,
        "expected": expected,
        "lift": ratio,
        "p": p,
        "q": q,
        "is_unusual": is_unusual,
        "share": observed / came,
        "share_low": low,
        "share_high": high,
        "share_elsewhere": (went - observed) / (passed - came),
        "reached_share": pa.array(
            cells["reached"] / np.maximum(decided, 1), _SHARE, mask=decided == 0
        ),
    }
    # Equal p (those too small to be told from 0) go by how far they are from what was expected.
    far = np.abs(observed - expected)
    order = np.lexsort((*(cells[name] for name in _NAMES), -far, p, ratio < 1))
    places = _places(is_unusual[order], (ratio >= 1)[order])
    found["place"] = pa.array(np.zeros(len(p), np.int64))
    table = pa.table({name: pa.array(found[name]) for name in SCHEMA.names}).take(order)
    place = SCHEMA.get_field_index("place")
    return table.set_column(place, "place", places).cast(SCHEMA)


def _places(is_unusual: _Flags, is_over: _Flags) -> pa.Array:
    """Numbers from 1 on among the unusual ones of either direction; none for the others."""
    numbers = np.where(is_over, np.cumsum(is_unusual & is_over), np.cumsum(is_unusual & ~is_over))
    return pa.array(numbers, _COUNT, mask=~is_unusual)
