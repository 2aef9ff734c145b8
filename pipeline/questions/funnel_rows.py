"""What a funnel needs of a warehouse: the rows that match it, who is open, when the data end.

In:     a function that reads rows; a Funnel whose touchpoints may hold wildcards
Out:    FunnelData
Units:  microseconds
Errors: JourneysError where one event would have to decide for two steps
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.config.funnel_checks import shared_touchpoint
from pipeline.config.funnels import By, Funnel
from pipeline.questions.funnel_chains import FunnelChains, chains_of
from pipeline.questions.funnel_search import Flags, FunnelRows, Ints
from pipeline.settings_names import matching
from pipeline.sqlfiles import sql_text

Read = Callable[[str, dict[str, object]], pa.Table]
Values = npt.NDArray[np.object_]


class Touchpoint(NamedTuple):
    """A touchpoint that exists, and its stage."""

    touchpoint: str
    stage: str | None


@dataclass(frozen=True)
class FunnelData:
    """How far each unit got, with what is asked of it.

    All go by unit: `unit` its key, `entered_us` the time of the entry, `done_us` the time of each
    step with a column per step and -1 where it was not done, `is_open` who could still have gone
    on, `value` of the breakdown at the entry. `void` are the keys of units all of whose entries
    are void.
    """

    unit: Ints
    entered_us: Ints
    done_us: Ints
    is_open: Flags
    value: Values
    void: Ints


def touchpoints_of(read: Read, *, building: bool = False) -> list[Touchpoint]:
    """The touchpoints of the warehouse; while it is built, those that journeys have."""
    file = "funnel_step_touchpoints" if building else "funnel_touchpoints"
    rows = read(sql_text(f"questions/{file}.sql"), {}).to_pylist()
    return [Touchpoint(row["touchpoint"], row["stage"]) for row in rows]


def read_funnel(
    read: Read,
    funnel: Funnel,
    touchpoints: Sequence[Touchpoint],
) -> FunnelData:
    """Ask the warehouse how far each unit got."""
    table = _matching_rows(read, funnel, touchpoints)
    limits = read(sql_text("questions/funnel_limits.sql"), {}).to_pylist()[0]
    rows = _columns(table, funnel)
    chains = chains_of(rows, funnel, limits["as_of_us"] or 0)
    done_us = np.where(chains.done >= 0, np.append(rows.at_us, -1)[chains.done], -1)
    return FunnelData(
        unit=rows.unit[chains.entry],
        entered_us=rows.at_us[chains.entry],
        done_us=done_us,
        is_open=_open(read, funnel, rows, chains),
        value=_values(read, funnel.by, table, rows.person, chains.entry),
        void=rows.unit[chains.void],
    )


def _bits(lists: Sequence[Sequence[str]], names: Sequence[str]) -> list[int]:
    """For each name the set of the lists that it is in, as bits."""
    sets = [set(matching(patterns, names)) for patterns in lists]
    return [sum(1 << place for place, own in enumerate(sets) if name in own) for name in names]


def _matching_rows(
    read: Read,
    funnel: Funnel,
    touchpoints: Sequence[Touchpoint],
) -> pa.Table:
    names = [name for name, _ in touchpoints]
    steps = _bits([step.touchpoint for step in funnel.steps], names)
    excluded = _bits([exclusion.touchpoint for exclusion in funnel.exclude], names)
    mistake = shared_touchpoint(funnel, names)
    if mistake is not None:
        raise mistake
    used = [place for place in range(len(names)) if steps[place] or excluded[place]]
    return read(
        sql_text("questions/funnel_rows.sql"),
        {
            "touchpoints": [names[place] for place in used],
            "steps": [steps[place] for place in used],
            "excluded": [excluded[place] for place in used],
            "stages": [touchpoints[place].stage for place in used],
            "journey": funnel.journey,
            "unit": funnel.unit,
            "hold": funnel.hold,
            "by": funnel.by,
        },
    )


def _columns(table: pa.Table, funnel: Funnel) -> FunnelRows:
    def numbers(name: str) -> Ints:
        column: Ints = table.column(name).to_numpy().astype(np.int64, copy=False)
        return column

    held = np.zeros(table.num_rows, dtype=np.int64)
    if funnel.hold:
        codes = table.column("held").combine_chunks().dictionary_encode().indices
        held = pc.fill_null(codes, -1).to_numpy().astype(np.int64)
    return FunnelRows(
        unit=numbers("unit_key"),
        person=numbers("person_key"),
        journey=numbers("journey_key"),
        step_no=numbers("step_no"),
        at_us=numbers("occurred_us"),
        steps=numbers("steps"),
        excluded=numbers("excluded"),
        held=held,
        is_last=table.column("is_last").to_numpy(),
    )


def _open(read: Read, funnel: Funnel, rows: FunnelRows, chains: FunnelChains) -> Flags:
    """Who could have gone on after the end of the data.

    A journey that has an outcome is over. A person may begin another journey, and so can go on as
    long as the window lasts; without one, as long as a journey of theirs is open.
    """
    if funnel.unit == "people" and funnel.window is not None:
        return chains.is_live
    table = read(sql_text("questions/funnel_open.sql"), {"journey": funnel.journey})
    keys = table.column("person_key" if funnel.unit == "people" else "journey_key").to_numpy()
    is_open: Flags = chains.is_live & np.isin(rows.unit[chains.entry], keys)
    return is_open


def _values(read: Read, by: By | None, table: pa.Table, person: Ints, entry: Ints) -> Values:
    """The value of the breakdown at each entry; None where it is not known."""
    if by != "persona":
        found: Values = table.column("value").take(pa.array(entry)).to_numpy(zero_copy_only=False)
        return found
    rows = read(sql_text("questions/funnel_personas.sql"), {}).to_pylist()
    personas = {row["person_key"]: row["persona"] for row in rows}
    return np.array([personas.get(key) for key in person[entry].tolist()], dtype=np.object_)
