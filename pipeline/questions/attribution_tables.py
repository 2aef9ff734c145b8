"""The credits of every journey definition, counted in every build and for every question.

In:     the steps of all journeys; for campaigns journeys.touches; how old touches fade and which
        values are direct
Out:    journeys.attribution_credits, with the options as they are by default
Units:  journeys; shares from 0 to 1; microseconds
Errors: none; a definition that nobody finished has no credits
Why:    one function serves jp.attribution and the build, so that the numbers are the same
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.config.durations import microseconds
from pipeline.engine.face import Engine, TableName
from pipeline.questions.all_steps import Steps, read_steps, steps_before
from pipeline.questions.attribution_credits import credits_of
from pipeline.questions.attribution_touches import (
    Ends,
    Touches,
    touches_of,
    touches_of_steps,
)
from pipeline.questions.pieces_of_journeys import Places
from pipeline.sqlfiles import sql_text

CREDITS = TableName("journeys", "attribution_credits")
READS = (
    TableName("config", "journeys"),
    TableName("journeys", "roles"),
    TableName("journeys", "touches"),
    TableName("staging", "event_kinds"),
)
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


def build_attribution(engine: Engine, steps: Steps) -> None:
    """Make journeys.attribution_credits anew."""
    rows: list[dict[str, Any]] = []
    options = AttributionOptions()
    for journey_no in numbers_of_journeys(engine.read).values():
        for by, found in read_credits(engine.read, journey_no, get_args(By), options, steps):
            rows += [{"journey_no": journey_no, "dimension": by} | row for row in found]
    engine.put_table(CREDITS, pa.Table.from_pylist(rows, schema=_SCHEMA))


def numbers_of_journeys(read: Read) -> dict[str, int]:
    """The number of each journey definition."""
    rows = read(sql_text("questions/attribution_journeys.sql"), {}).to_pylist()
    return {row["journey"]: row["journey_no"] for row in rows}


def read_credits(
    read: Read,
    journey_no: int,
    dimensions: Sequence[By],
    options: AttributionOptions,
    steps: Steps | None = None,
) -> Iterator[tuple[By, list[dict[str, Any]]]]:
    """Ask for the touches of one definition and give its journeys away, by each dimension.

    The `steps` are read where they are not there.
    """
    half_life_us = microseconds(options.half_life)
    for by, touches in _touches(read, journey_no, dimensions, steps):
        yield by, credits_of(touches, options.direct, half_life_us, options.order)


def _touches(
    read: Read, journey_no: int, dimensions: Sequence[By], steps: Steps | None
) -> Iterator[tuple[By, Touches]]:
    """The steps are read once. Where no event names a campaign each is a touch of none."""
    asked: dict[str, object] = {"journey_no": journey_no}
    kinds = read(sql_text("questions/attribution_names.sql"), {})
    is_named = bool(pc.any(kinds.column("has_campaign")).as_py())
    ends = Ends.of(read(sql_text("questions/attribution_ends.sql"), asked))
    if is_named and "campaign" in dimensions:
        rows = read(sql_text("questions/attribution_campaigns.sql"), asked)
        known = pa.array(pc.unique(rows.column("value_name")).to_pylist(), pa.string())
        place = pc.index_in(rows.column("value_name"), known).to_numpy()
        yield "campaign", touches_of(rows, ends, place, known.to_pylist())
    of_steps = [by for by in dimensions if by != "campaign" or not is_named]
    if of_steps:
        steps = steps or read_steps(read)
        before = steps_before(steps, read(sql_text("questions/deciding_touchpoints.sql"), {}))
        told = (_places(kinds, by) for by in of_steps)
        yield from zip(of_steps, touches_of_steps(steps, before, ends, told), strict=True)


def _places(kinds: pa.Table, by: By) -> tuple[Places, list[str]]:
    """For each kind of event the place of its name among the names."""
    names = _names(kinds, by)
    known = sorted(set(names))
    number = {name: place for place, name in enumerate(known)}
    return np.array([number[name] for name in names], np.int32), known


def _names(kinds: pa.Table, by: By) -> list[str]:
    """The name of each kind of event, by its number."""
    numbers = kinds.column("kind_no").to_pylist()
    told = ["(none)"] * len(numbers) if by == "campaign" else kinds.column(by).to_pylist()
    names = [""] * (max(numbers, default=0) + 1)
    for number, name in zip(numbers, told, strict=True):
        names[number] = name
    return names
