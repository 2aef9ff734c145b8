"""Single pictures of the page, computed from the marts as the page computes them.

In:     a connection to a built warehouse, the name of a journey that it has
Out:    Timing, Matrix, Emotion with its columns: what both renderers of a picture draw
Units:  as in their modules
Errors: duckdb.CatalogException when the warehouse has not been built
Source: -
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from pipeline.report.channels import channels_of, hues_of, touchpoints_of
from pipeline.report.handoffs import matrix_of
from pipeline.report.journey_map import columns_of
from pipeline.report.map_emotion import emotion_of
from pipeline.report.map_model import Emotion
from pipeline.report.matrix import Matrix
from pipeline.report.model import Touchpoint
from pipeline.report.read import Row, Rows, read_rows
from pipeline.report.timing import Timing, timing_of


@dataclass(frozen=True, slots=True)
class Curve:
    """The emotion curve, the names of its columns, and the hue of each touchpoint."""

    emotion: Emotion
    columns: tuple[str, ...]
    hues: Mapping[str, int]


def timing_in(db: duckdb.DuckDBPyConnection, journey: str) -> Timing:
    """How long journeys take until they are decided."""
    return timing_of(_of(read_rows(db, "incidences"), journey), small=_small(db))


def matrix_in(db: duckdb.DuckDBPyConnection, kind: str, moves: Rows) -> Matrix:
    """Where contacts of one kind go next, by the rows of marts.moves of one journey and kind."""
    _, channels = _touchpoints(db)
    order = tuple(name for name, _ in channels) if kind == "channel" else ()
    return matrix_of(kind, moves, order, _small(db))


def curve_in(
    db: duckdb.DuckDBPyConnection, journey: str, *, level: str, rows: Sequence[Row]
) -> Curve:
    """The curve over the columns of the map; by stage, each stage is a column of its own."""
    small = _small(db)
    if level == "stage":
        columns, kind = tuple(dict.fromkeys(row["place"] for row in rows)), "touchpoint"
    else:
        shown = columns_of(_of(read_rows(db, "stages"), journey), small)
        columns = tuple(row["stage"] for row in shown)
        kind = shown[0]["level"] if shown else "stage"
    emotion = emotion_of(tuple(rows), columns, level=kind, small=small)
    return Curve(emotion, columns, hues_in(db))


def hues_in(db: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The hue of each touchpoint, as in the report."""
    return hues_of(*_touchpoints(db))


def _small(db: duckdb.DuckDBPyConnection) -> int:
    (run,) = read_rows(db, "run")
    small: int = run["small_cell_k"]
    return small


def _touchpoints(
    db: duckdb.DuckDBPyConnection,
) -> tuple[tuple[Touchpoint, ...], tuple[tuple[str, int], ...]]:
    """Touchpoints and the hues of channels, which go by their use in all journeys."""
    touchpoints = touchpoints_of(read_rows(db, "touchpoints"))
    return touchpoints, channels_of(touchpoints, read_rows(db, "moves"))


def _of(rows: Rows, journey: str) -> Rows:
    return tuple(row for row in rows if row["journey"] == journey)
