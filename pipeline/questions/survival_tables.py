"""The curves of survival and incidence of every journey definition, written down on a grid.

In:     journeys.exits: how many journeys of a definition left in which way after how long
Out:    journeys.survival_points, journeys.incidence_points
Units:  seconds; the curves are computed at every time, in microseconds, and read off at each
        multiple of grid_s
Errors: none; a definition without journeys has no points
Source: see survival_estimates
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.engine.face import Engine, TableName
from pipeline.questions.survival_estimates import Estimates, Numbers, estimate

EXITS = TableName("journeys", "exits")
SURVIVAL = TableName("journeys", "survival_points")
INCIDENCES = TableName("journeys", "incidence_points")
READS: Mapping[TableName, tuple[TableName, ...]] = {SURVIVAL: (EXITS,), INCIDENCES: (SURVIVAL,)}

MOST_POINTS = 400
GRIDS_S = (1, 60, 3600, 86400)
_MICROS = 1_000_000
_OWN_COLUMN = {"reached", "ended"}
_COUNT, _SHARE = pa.int64(), pa.float64()
_SURVIVAL = pa.schema(
    [("journey_no", _COUNT), ("time_s", _COUNT), ("grid_s", _COUNT)]
    + [(name, _COUNT) for name in ("at_risk", "reached", "ended", "other", "open")]
    + [(name, _SHARE) for name in ("survival", "survival_low", "survival_high")]
)
_INCIDENCE = pa.schema(
    [("journey_no", _COUNT), ("outcome", pa.string()), ("time_s", _COUNT), ("exits", _COUNT)]
    + [(name, _SHARE) for name in ("incidence", "incidence_low", "incidence_high")]
)
Places = npt.NDArray[np.int64]


def build_survival(engine: Engine) -> None:
    """Fill both tables."""
    select = "select * from journeys.exits order by journey_no, outcome, time_us"
    rows = engine.read(select)
    survival, incidences = [_SURVIVAL.empty_table()], [_INCIDENCE.empty_table()]
    for journey_no in sorted(set(rows.column("journey_no").to_pylist())):
        own = rows.filter(pc.equal(rows.column("journey_no"), journey_no))
        curve, ways = curves_of(journey_no, own)
        survival.append(curve)
        incidences.append(ways)
    engine.put_table(SURVIVAL, pa.concat_tables(survival))
    engine.put_table(INCIDENCES, pa.concat_tables(incidences))


def grid_of(longest_s: float) -> int:
    """The finest step by which the longest journey takes at most 400 points, else a day.

    >>> [grid_of(seconds) for seconds in (400, 401, 7 * 86400, 17 * 86400, 9999 * 86400)]
    [1, 60, 3600, 86400, 86400]
    """
    fitting = [step for step in GRIDS_S if longest_s <= step * MOST_POINTS]
    return fitting[0] if fitting else GRIDS_S[-1]


@dataclass(frozen=True)
class _Curves:
    """The estimates of one definition and where the grid reads them."""

    journey_no: int
    kinds: list[str]
    grid_s: int
    points_s: Places
    passed: Places  # how many times have passed at each point
    left: Numbers  # points x kinds and the open ones: who left since the point before
    found: Estimates

    def at(self, curve: Numbers, first: float) -> Numbers:
        """The curve at each point; `first` holds before anything happened."""
        read: Numbers = np.concatenate([[first], curve])[self.passed]
        return read


def curves_of(journey_no: int, rows: pa.Table) -> tuple[pa.Table, pa.Table]:
    """The points of one definition from its rows of journeys.exits."""
    outcomes = rows.column("outcome").to_pylist()
    kinds = sorted(set(outcomes) - {"open"})
    times, places = np.unique(rows.column("time_us").to_numpy(), return_inverse=True)
    counts = np.zeros((len(times), len(kinds) + 1))
    columns = [len(kinds) if name == "open" else kinds.index(name) for name in outcomes]
    counts[places, columns] = rows.column("journeys").to_numpy()
    grid_s = grid_of(times[-1] / _MICROS)
    points_s = np.arange(0, -(-int(times[-1]) // (grid_s * _MICROS)) + 1) * grid_s
    passed = np.searchsorted(times, points_s * _MICROS, side="right")
    so_far = np.vstack([np.zeros(counts.shape[1]), counts.cumsum(axis=0)])
    left = np.diff(so_far[passed], axis=0, prepend=0)
    found = estimate(counts[:, :-1], counts[:, -1])
    curves = _Curves(journey_no, kinds, grid_s, points_s, passed, left, found)
    return _survival(curves), _incidences(curves)


def _survival(curves: _Curves) -> pa.Table:
    leaving = curves.left.sum(axis=1)
    exits = dict(zip(curves.kinds, curves.left.T, strict=False))
    nobody = np.zeros(len(leaving))
    others = [own for kind, own in exits.items() if kind not in _OWN_COLUMN]
    columns = {
        "journey_no": np.full(len(leaving), curves.journey_no),
        "time_s": curves.points_s,
        "grid_s": np.full(len(leaving), curves.grid_s),
        "at_risk": (leaving.sum() - leaving.cumsum() + leaving).astype(int),
        **{name: exits.get(name, nobody).astype(int) for name in ("reached", "ended")},
        "other": sum(others, nobody).astype(int),
        "open": curves.left[:, -1].astype(int),
        "survival": curves.at(curves.found.survival, 1.0),
        "survival_low": curves.at(curves.found.survival_low, np.nan),
        "survival_high": curves.at(curves.found.survival_high, np.nan),
    }
    return _table(columns, _SURVIVAL)


def _incidences(curves: _Curves) -> pa.Table:
    parts = [_INCIDENCE.empty_table()]
    for place, kind in enumerate(curves.kinds):
        columns = {
            "journey_no": np.full(len(curves.points_s), curves.journey_no),
            "outcome": [kind] * len(curves.points_s),
            "time_s": curves.points_s,
            "exits": curves.left[:, place].astype(int),
            "incidence": curves.at(curves.found.incidence[:, place], 0.0),
            "incidence_low": curves.at(curves.found.incidence_low[:, place], np.nan),
            "incidence_high": curves.at(curves.found.incidence_high[:, place], np.nan),
        }
        parts.append(_table(columns, _INCIDENCE))
    return pa.concat_tables(parts)


def _table(columns: Mapping[str, object], schema: pa.Schema) -> pa.Table:
    arrays = [
        pa.array(columns[field.name], field.type, from_pandas=True)  # NaN becomes NULL
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)
