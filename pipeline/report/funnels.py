"""How far customers get: the funnels of the configuration.

In:     rows of marts.funnels of one journey name, and of the groups of funnels
Out:    funnels, each with its steps; a step that fewer than `small` journeys did shows a bound
        only, and groups of fewer are one, so that the groups add up to all
Units:  journeys; shares from 0 to 1; seconds
Errors: none
Source: numbers and intervals are those of the mart
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.report.rates import Rate, rate
from pipeline.report.read import Row, Rows


@dataclass(frozen=True, slots=True)
class Share:
    """A share and its 95 % interval."""

    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One step: who did it, of all that entered and of those that could have."""

    name: str
    is_optional: bool
    journeys: int
    at_risk: int
    open: int
    of_first: Share
    of_decided: Share  # of those at risk that are not open
    median_s: float | None
    p90_s: float | None
    is_small: bool


@dataclass(frozen=True, slots=True)
class FunnelGroup:
    """Who entered with one value or at one time, and how many went through; None are the others."""

    dimension: str
    value: str | None
    entered: int
    done: int

    @property
    def through(self) -> Rate:
        """The share that did the last step."""
        return rate(self.done, self.entered)


@dataclass(frozen=True, slots=True)
class Funnel:
    """One funnel; `worst` is the place of the step that loses most of those decided."""

    name: str
    unit: str
    steps: tuple[FunnelStep, ...]
    worst: int | None
    values: tuple[FunnelGroup, ...]
    periods: tuple[FunnelGroup, ...]


def funnels_of(rows: Rows, groups: Rows, *, small: int) -> tuple[Funnel, ...]:
    """Build the funnels in the order of their names."""
    return tuple(
        _funnel(list(steps), [row for row in groups if row["funnel"] == name], small)
        for name, steps in groupby(rows, key=lambda row: row["funnel"])
    )


def _funnel(rows: Sequence[Row], groups: Sequence[Row], small: int) -> Funnel:
    steps = tuple(_step(row, small) for row in rows)
    by_kind = {
        kind: groups_of([row for row in groups if row["kind"] == kind], small=small)
        for kind in ("by", "trend")
    }
    worst = _worst(steps)
    return Funnel(rows[0]["funnel"], rows[0]["unit"], steps, worst, by_kind["by"], by_kind["trend"])


def groups_of(rows: Sequence[Row], *, small: int) -> tuple[FunnelGroup, ...]:
    """The groups of one funnel; those of whom few entered or few went through are one, the last.

    If that one is still small the next smallest joins it; if it stays small nothing is shown.

    >>> rows = [{"dimension": "channel", "value": name, "entered": n, "done": n // 2}
    ...         for name, n in (("app", 40), ("store", 3), ("web", 90))]
    >>> [(group.value, group.entered) for group in groups_of(rows, small=10)]
    [('web', 90), (None, 43)]
    """
    by_size = sorted(rows, key=lambda row: (row["entered"], row["done"], row["value"]))
    others = [row for row in by_size if _is_few(row["entered"], row["done"], small)]
    rest = [row for row in by_size if row not in others]
    while others and rest and _is_few(*_sums(others), small):
        others.append(rest.pop(0))
    if others and _is_few(*_sums(others), small):
        return ()
    shown = [row for row in rows if row in rest]
    dimension = rows[0]["dimension"] if rows else ""
    named = tuple(FunnelGroup(dimension, row["value"], *_sums([row])) for row in shown)
    return (*named, FunnelGroup(dimension, None, *_sums(others))) if others else named


def _is_few(entered: int, done: int, small: int) -> bool:
    return any(0 < count < small for count in (entered, done, entered - done))


def _sums(rows: Sequence[Row]) -> tuple[int, int]:
    return sum(row["entered"] for row in rows), sum(row["done"] for row in rows)


def _worst(steps: tuple[FunnelStep, ...]) -> int | None:
    lost = [
        (step.at_risk - step.open - step.journeys, -place)
        for place, step in enumerate(steps)
        if place and not step.is_optional
    ]
    most, place = max(lost, default=(0, 0))
    return -place if most > 0 else None


def _step(row: Row, small: int) -> FunnelStep:
    return FunnelStep(
        name=row["touchpoint"],
        is_optional=row["is_optional"],
        journeys=row["journeys"],
        at_risk=row["at_risk"],
        open=row["open"],
        of_first=Share(row["rate_of_first"], row["rate_of_first_low"], row["rate_of_first_high"]),
        of_decided=Share(
            row["rate_of_exposed"], row["rate_of_exposed_low"], row["rate_of_exposed_high"]
        ),
        median_s=row["median_s"],
        p90_s=row["p90_s"],
        is_small=0 < row["journeys"] < small,
    )
