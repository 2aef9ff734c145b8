"""The credits of every journey definition, counted in every build and for every question.

In:     journeys.touches and journeys.journeys; how old touches fade and which values are direct
Out:    journeys.attribution_credits, with the options as they are by default
Units:  journeys; shares from 0 to 1; microseconds
Errors: none; a definition that nobody finished has no credits
Why:    one function serves jp.attribution and the build, so that the numbers are the same
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, get_args

import pyarrow as pa

from pipeline.config.durations import microseconds
from pipeline.engine.face import Engine, TableName
from pipeline.questions.attribution_credits import credits_of
from pipeline.questions.attribution_touches import Touches
from pipeline.sqlfiles import sql_text

CREDITS = TableName("journeys", "attribution_credits")
READS: dict[TableName, tuple[TableName, ...]] = {
    CREDITS: (
        TableName("config", "journeys"),
        TableName("journeys", "journeys"),
        TableName("journeys", "touches"),
    )
}
By = Literal["campaign", "channel", "touchpoint"]
Read = Callable[[str, dict[str, object]], pa.Table]
_SCHEMA = pa.schema(
    {
        "journey_no": pa.int64(),
        "dimension": pa.string(),
        "model": pa.string(),
        "value_name": pa.string(),
        "conversions": pa.float64(),
        "share": pa.float64(),
        "value": pa.float64(),
        "removal_effect": pa.float64(),
    }
)


@dataclass(frozen=True)
class AttributionOptions:
    """`direct` are values that last_non_direct passes over; `order` is that of the Markov chain."""

    direct: tuple[str, ...] = ("(none)", "direct")
    half_life: timedelta = timedelta(days=7)
    order: int = 1


def build_attribution(engine: Engine) -> None:
    """Make journeys.attribution_credits anew."""
    rows: list[dict[str, Any]] = []
    for journey_no in numbers_of_journeys(engine.read).values():
        for by in get_args(By):
            found = read_credits(engine.read, journey_no, by, AttributionOptions())
            rows += [{"journey_no": journey_no, "dimension": by} | row for row in found]
    engine.put_table(CREDITS, pa.Table.from_pylist(rows, schema=_SCHEMA))


def numbers_of_journeys(read: Read) -> dict[str, int]:
    """The number of each journey definition."""
    rows = read(sql_text("questions/attribution_journeys.sql"), {}).to_pylist()
    return {row["journey"]: row["journey_no"] for row in rows}


def read_credits(
    read: Read, journey_no: int, by: By, options: AttributionOptions
) -> list[dict[str, Any]]:
    """Ask for the touches of one definition and give its journeys away."""
    asked: dict[str, object] = {"journey_no": journey_no, "by": by}
    touches = Touches.of(read(sql_text("questions/attribution_touches.sql"), asked))
    half_life_us = microseconds(options.half_life)
    return credits_of(touches, options.direct, half_life_us, options.order)
