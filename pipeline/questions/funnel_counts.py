"""The numbers of a funnel, step by step: how many, which share, how long it took.

In:     FunnelData, one row per unit
Out:    StepCount per step; the same for the units of each value, day or week
Units:  counts of units; seconds; shares from 0 to 1 with a 95 % interval (Wilson)
Errors: none
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.config.funnels import Funnel, Trend
from pipeline.questions.funnel_rows import FunnelData
from pipeline.questions.funnel_search import Flags, Ints
from pipeline.report.rates import Rate, rate

QUANTILES = (0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Durations:
    """Quartiles and the 90th percentile, in seconds; None when nobody took any time."""

    p25_s: float | None
    median_s: float | None
    p75_s: float | None
    p90_s: float | None


@dataclass(frozen=True)
class StepCount:
    """One step: `units` did it, of `at_risk` that stood before it, of whom `open` still might.

    The previous step of an optional one, and of the one after it, is the last that is not optional.
    The first step has none.
    """

    step_no: int
    touchpoint: str
    is_optional: bool
    units: int
    at_risk: int
    open: int
    rate_of_first: Rate
    rate_of_previous: Rate
    rate_of_exposed: Rate
    from_previous: Durations
    from_first: Durations


def count_steps(funnel: Funnel, data: FunnelData, among: Flags | None = None) -> list[StepCount]:
    """Count every step, of all units or of those `among` them."""
    chosen = np.ones(len(data.unit), dtype=np.bool_) if among is None else among
    return [_count(funnel, data, chosen, step) for step in range(len(funnel.steps))]


def standing(funnel: Funnel, data: FunnelData, step: int) -> tuple[Flags, Flags, Flags]:
    """Who stood before a step, who of them did it, and who still might.

    Who went past an optional step will not do it any more.
    """
    previous = previous_step(funnel, step)
    later = next((place for place in funnel.required if place > step), None)
    done = data.done_us[:, step] >= 0
    stood = np.ones(len(done), np.bool_) if previous is None else data.done_us[:, previous] >= 0
    past = np.zeros(len(done), np.bool_) if later is None else data.done_us[:, later] >= 0
    return stood, done, stood & ~done & ~past & data.is_open


def previous_step(funnel: Funnel, step: int) -> int | None:
    """The place of the last step before this one that is not optional."""
    return max((place for place in funnel.required if place < step), default=None)


def by_value(funnel: Funnel, data: FunnelData) -> list[tuple[str | None, list[StepCount]]]:
    """The steps for each value of the breakdown, the most frequent first; they add up to all."""
    counts = [(value, data.value == value) for value in set(data.value.tolist())]
    ranked = sorted(counts, key=lambda pair: (-int(pair[1].sum()), pair[0] or ""))
    return [(value, count_steps(funnel, data, among)) for value, among in ranked]


def by_period(
    funnel: Funnel, data: FunnelData, trend: Trend, timezone: str
) -> list[tuple[str, list[StepCount]]]:
    """The steps for each day, or week from Monday on, in which a unit entered."""
    periods = periods_of(data.entered_us, trend, timezone)
    return [
        (str(period), count_steps(funnel, data, periods == period)) for period in np.unique(periods)
    ]


def periods_of(instants_us: Ints, trend: Trend, timezone: str) -> npt.NDArray[np.datetime64]:
    """The day, or the Monday of the week, in which each instant lies in a time zone."""
    import pandas as pd  # noqa: PLC0415 - the slowest import there is

    instants = pd.DatetimeIndex(instants_us.view("datetime64[us]")).tz_localize("UTC")
    local = instants.tz_convert(timezone).tz_localize(None).to_numpy()
    days: npt.NDArray[np.datetime64] = local.astype("datetime64[D]")
    if trend == "week":
        # The first day of 1970 was a Thursday, three days after a Monday.
        days = days - (days.astype(np.int64) + 3) % 7
    return days


def _count(funnel: Funnel, data: FunnelData, among: Flags, step: int) -> StepCount:
    stood, done, is_open = (flags & among for flags in standing(funnel, data, step))
    units, at_risk, still_open = int(done.sum()), int(stood.sum()), int(is_open.sum())
    previous = previous_step(funnel, step)
    has_previous = previous is not None
    at_us = data.done_us[done, step]
    before_us = data.done_us[done, previous] if previous is not None else at_us[:0]
    return StepCount(
        step_no=step + 1,
        touchpoint=funnel.steps[step].label,
        is_optional=funnel.steps[step].optional,
        units=units,
        at_risk=at_risk,
        open=still_open,
        rate_of_first=rate(units, int(among.sum())),
        rate_of_previous=rate(units, at_risk if has_previous else 0),
        rate_of_exposed=rate(units, at_risk - still_open if has_previous else 0),
        from_previous=_durations(at_us[: len(before_us)] - before_us),
        from_first=_durations(at_us - data.entered_us[done]),
    )


def _durations(durations_us: Ints) -> Durations:
    if not len(durations_us):
        return Durations(None, None, None, None)
    found = np.quantile(durations_us / 1_000_000, QUANTILES)
    return Durations(*map(float, found))


def flat(count: StepCount, unit: str) -> dict[str, object]:
    """A step as the row of a table; `unit` names the column that counts."""
    row: dict[str, object] = {
        "step_no": count.step_no,
        "touchpoint": count.touchpoint,
        "optional": count.is_optional,
        unit: count.units,
        "at_risk": count.at_risk,
        "open": count.open,
    }
    row |= dict(_rates(count))
    row |= vars(count.from_previous)
    return row | {
        name.replace("_s", "_from_first_s"): value for name, value in vars(count.from_first).items()
    }


def _rates(count: StepCount) -> Iterator[tuple[str, float | None]]:
    for name in ("rate_of_first", "rate_of_previous", "rate_of_exposed"):
        found: Rate = getattr(count, name)
        yield from ((name, found.value), (f"{name}_low", found.low), (f"{name}_high", found.high))
