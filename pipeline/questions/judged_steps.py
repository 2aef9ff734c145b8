"""Which steps can be judged, and what became of them: journeys.judged_steps from arrays.

In:     the steps of all journeys; the answers of sql/questions/judging_*.sql
Out:    JudgedVisits
Units:  microseconds
Errors: none
Why:    to join what is told of journeys to millions of steps, and to store that, took ten times as
        long as to look it up in arrays
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.questions.all_steps import ENDED, OPEN, Steps, places_of, steps_before
from pipeline.questions.gathered_visits import GatheredVisits, Sizes
from pipeline.questions.judged_visits import (
    AGAIN,
    BAD,
    FAILED,
    GOOD,
    HERE,
    LOST,
    REPEATED,
    STILL_OPEN,
    JudgedVisits,
)
from pipeline.questions.pieces_of_journeys import Column, Flags, Places
from pipeline.questions.stays import persona_of

_QUARTER_US = 900_000_000
Codes = npt.NDArray[np.uint8]


class Told(NamedTuple):
    """The touchpoint of each kind of event, and those that decide; the answers of judging_*.sql."""

    kinds: pa.Table
    deciding: pa.Table
    rules: pa.Table
    failures: pa.Table
    words: pa.Table
    personas: pa.Table


class Judging:
    """The visits that can be judged, as the steps of one crowd are read after those of another."""

    def __init__(self, told: Told) -> None:
        self._told = told
        (self._most,) = set(told.rules.column("max_steps").to_pylist()) or {1}
        touchpoints, personas = (
            int(rows.column(name).to_numpy().max(initial=0)) + 1
            for rows, name in ((told.kinds, "touchpoint_no"), (told.personas, "persona_no"))
        )
        self._gathered = GatheredVisits(Sizes(touchpoints, self._most + 1, personas))

    def add(self, steps: Steps) -> None:
        """Judge those of one crowd."""
        told = self._told
        own = _judged(steps, told)
        journey, step_no = steps.journey[own], steps.step_no[own]
        visits: dict[str, npt.NDArray[Any]] = {
            "journey": journey,
            "step_no": step_no,
            "journey_no": steps.journey_no[journey],
            "touchpoint_no": steps.touchpoint[own],
            "position_no": np.minimum(step_no, self._most).astype(np.int16),
            "persona_no": _personas(steps, told.personas)[journey],
            "quarter_no": _quarters(steps.occurred_us[own]),
            "became": _fates(steps, told)[own],
            "signs": _signs(steps, told)[own],
        }
        self._gathered.add(steps.key, steps.person, visits)

    def visits(self) -> JudgedVisits:
        """All of them."""
        return self._gathered.visits()


def _judged(steps: Steps, told: Told) -> Flags:
    """Those before what decides their journey, and at least a timeout before the data end."""
    rules = {name: told.rules.column(name).to_numpy() for name in ("journey_no", "until_us")}
    until_us = np.zeros(int(rules["journey_no"].max(initial=0)) + 1, np.int64)
    until_us[rules["journey_no"]] = rules["until_us"]
    found: Flags = steps.occurred_us <= np.repeat(until_us[steps.journey_no], steps.counts)
    before = steps_before(steps, told.deciding)
    found &= steps.step_no <= np.repeat(before, steps.counts)
    return found


def _fates(steps: Steps, told: Told) -> Codes:
    """What became of each step."""
    of_journey = np.select(
        [steps.outcome == ENDED, steps.outcome == OPEN], [LOST, STILL_OPEN], 0
    ).astype(np.uint8)
    found: Codes = np.repeat(of_journey, steps.counts)
    last = steps.begins + steps.counts - 1
    found[last[steps.outcome == ENDED]] |= HERE
    failures = _failures(steps, told)
    if len(failures):
        latest = np.full(len(steps.key), -1)
        latest[steps.journey[failures]] = failures  # the last one put down stays
        found[np.repeat(latest, steps.counts) > np.arange(len(found))] |= AGAIN
    return found


def _failures(steps: Steps, told: Told) -> Column:
    """The steps at failure touchpoints."""
    own = np.isin(steps.touchpoint_of, told.failures.column("touchpoint_no").to_numpy())
    return np.flatnonzero(own[steps.kind]) if own.any() else np.zeros(0, np.int64)


def _signs(steps: Steps, told: Told) -> Codes:
    """The signs of a bad experience at each step."""
    is_repeated = steps.is_repeated.copy()
    is_repeated[:-1] |= (steps.touchpoint[1:] == steps.touchpoint[:-1]) & ~steps.is_last[:-1]
    found: Codes = is_repeated.astype(np.uint8) * np.uint8(REPEATED)
    failures = _failures(steps, told)
    before = failures[steps.begins[steps.journey[failures]] < failures] - 1
    found[before] |= FAILED
    words = _near(told.words, steps.key)
    key = words.column("journey_key").to_numpy()
    if len(key):
        words = words.filter(pa.array(np.isin(key, steps.key)))
        key, step_no = (words.column(name).to_numpy() for name in ("journey_key", "step_no"))
        at = steps.begins[places_of(steps.key, key)] + step_no - 1
        found[at] |= np.where(words.column("is_bad").to_numpy(), BAD, GOOD).astype(np.uint8)
    return found


def _personas(steps: Steps, personas: pa.Table) -> Places:
    """The persona of each journey, 0 where there is none."""
    return persona_of(steps.person_key, _near(personas, steps.person_key))


def _near(rows: pa.Table, keys: Column) -> pa.Table:
    """The rows from the least to the greatest of some keys, of a table sorted by its key."""
    if not len(keys):
        return rows.slice(0, 0)
    key = rows.column(0).to_numpy()
    first, after = np.searchsorted(key, keys.min()), np.searchsorted(key, keys.max(), "right")
    return rows.slice(first, after - first)


def _quarters(occurred_us: Column) -> Places:
    """The quarter of an hour of each time; those before 1970 are counted towards 0."""
    found: Places = occurred_us // _QUARTER_US
    if occurred_us.min(initial=0) < 0:
        found = np.where(occurred_us < 0, -(-occurred_us // _QUARTER_US), found)
    return found.astype(np.int32)
