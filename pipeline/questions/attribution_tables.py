"""The credits of every journey definition, counted in every build and for every question.

In:     the steps of all journeys; for campaigns journeys.touches; how old touches fade and which
        values are direct
Out:    journeys.attribution_credits, with the options as they are by default; journeys.touch_places
        and touch_moves: the sums over journeys that these are made of
Units:  journeys; shares from 0 to 1; microseconds
Errors: none; a definition that nobody finished has no credits
Why:    one function serves jp.attribution and the build, so that the numbers are the same
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple, get_args

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.config.durations import microseconds
from pipeline.crowds import EVERYBODY, added_up
from pipeline.engine.face import Engine, TableName
from pipeline.questions.all_steps import Steps, read_steps, steps_before
from pipeline.questions.attribution_credits import credits_of
from pipeline.questions.attribution_names import By, Read, TouchNames
from pipeline.questions.attribution_sums import MOVE_SUMS, NOTHING, OF, PLACE_SUMS, Counted, counted
from pipeline.questions.attribution_touches import (
    Ends,
    Touches,
    touches_of,
    touches_of_steps,
)
from pipeline.questions.group_sums import moved_by_name
from pipeline.sqlfiles import sql_text

CREDITS, PLACES, MOVES, TOUCHES = (
    TableName("journeys", table)
    for table in ("attribution_credits", "touch_places", "touch_moves", "touches")
)
READS = (
    TableName("config", "journeys"),
    TableName("journeys", "roles"),
    TOUCHES,
    TableName("staging", "event_kinds"),
)
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


class Gathered(NamedTuple):
    """The sums of all definitions, and whether any kind of event names a campaign."""

    sums: Counted
    is_named: bool


class Credits:
    """The sums of touches, crowd by crowd; campaigns, where any is named, of all at once."""

    def __init__(self, engine: Engine) -> None:
        self._names = TouchNames(engine.read)
        self._campaigns: list[By] = ["campaign"] if self._names.is_named else []
        self._others = [by for by in get_args(By) if by not in self._campaigns]
        self._sums: list[Counted] = []

    def add(self, steps: Steps) -> None:
        """Count those of one crowd."""
        self._sums.append(_sums(self._names, steps, self._others))

    def put(self, engine: Engine) -> None:
        """Make the three tables anew."""
        parts = [*self._sums, _sums(self._names, None, self._campaigns)]
        places, moves = zip(*parts, strict=True)
        _put(engine, Counted(_all_of(places, PLACE_SUMS), _all_of(moves, MOVE_SUMS)))


def gather_touches(engine: Engine) -> Gathered:
    """What there is to count of the people whom a database shows."""
    engine.create_view(TOUCHES, sql_text("40_journeys/touches.sql"))  # of these people alone
    return _gathered(engine.read, read_steps(engine.read))


def move_touches(engine: Engine, before: Gathered, now: Gathered) -> bool:
    """Take from the sums what some people were, and add what they are.

    Or say that it cannot be: where the first campaign is named all steps become touches of none.
    """
    if before.is_named != now.is_named:
        return False
    sums = Counted(
        moved_by_name(engine.read_table(PLACES), before.sums.places, now.sums.places, PLACE_SUMS),
        moved_by_name(engine.read_table(MOVES), before.sums.moves, now.sums.moves, MOVE_SUMS),
    )
    _put(engine, sums)
    return True


def _put(engine: Engine, sums: Counted) -> None:
    """Put down the sums, and the credits that they make."""
    engine.put_table(PLACES, sums.places)
    engine.put_table(MOVES, sums.moves)
    rows: list[dict[str, Any]] = []
    for journey_no in TouchNames(engine.read).of_journeys.values():
        for by in get_args(By):
            own = (pc.field("journey_no") == journey_no) & (pc.field("dimension") == by)
            found = credits_of(Counted(*(table.filter(own) for table in sums)))
            rows += [{"journey_no": journey_no, "dimension": by} | row for row in found]
    engine.put_table(CREDITS, pa.Table.from_pylist(rows, schema=_SCHEMA))


def _gathered(read: Read, steps: Steps) -> Gathered:
    """The sums of each definition and dimension; and whether any event names a campaign."""
    names = TouchNames(read)
    return Gathered(_sums(names, steps, get_args(By)), names.is_named)


def _sums(names: TouchNames, steps: Steps | None, dimensions: Sequence[By]) -> Counted:
    """The sums of each definition and of some dimensions, one after the other."""
    parts = [NOTHING]
    for journey_no in names.of_journeys.values() if dimensions else ():
        for by, touches in _touches(names, journey_no, dimensions, steps):
            own = _counted(touches, AttributionOptions())
            parts.append(Counted(*(_of(table, journey_no, by) for table in own)))
    return Counted(*map(pa.concat_tables, zip(*parts, strict=True)))


def _all_of(tables: Sequence[pa.Table], sums: Sequence[str]) -> pa.Table:
    """The sums of several tables, by all other columns."""
    return added_up(tables, [name for name in tables[0].column_names if name not in sums])


def _of(rows: pa.Table, journey_no: int, by: By) -> pa.Table:
    """Rows with what they are of."""
    told = [
        pa.array([value] * rows.num_rows, field.type)
        for value, field in zip((journey_no, by), OF, strict=True)
    ]
    return pa.table([*told, *rows.columns], names=[*OF.names, *rows.column_names])


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
    for by, touches in _touches(TouchNames(read), journey_no, dimensions, steps):
        yield by, credits_of(_counted(touches, options))


def _counted(touches: Touches, options: AttributionOptions) -> Counted:
    half_life_us = microseconds(options.half_life)
    return counted(touches, options.direct, half_life_us, options.order)


def _touches(
    names: TouchNames, journey_no: int, dimensions: Sequence[By], steps: Steps | None
) -> Iterator[tuple[By, Touches]]:
    """The steps are read once. Where no event names a campaign each is a touch of none."""
    read, asked = names.read, {"journey_no": journey_no}
    crowd = steps.crowd if steps else EVERYBODY
    ends = Ends.of(read(sql_text("questions/attribution_ends.sql"), asked | crowd.asked()))
    if names.is_named and "campaign" in dimensions:
        rows = read(sql_text("questions/attribution_campaigns.sql"), asked)
        known = pa.array(pc.unique(rows.column("value_name")).to_pylist(), pa.string())
        place = pc.index_in(rows.column("value_name"), known).to_numpy()
        yield "campaign", touches_of(rows, ends, place, known.to_pylist())
    of_steps = [by for by in dimensions if by != "campaign" or not names.is_named]
    if of_steps:
        steps = steps or read_steps(read)
        before = steps_before(steps, names.deciding)
        told = (names.places(by) for by in of_steps)
        yield from zip(of_steps, touches_of_steps(steps, before, ends, told), strict=True)
