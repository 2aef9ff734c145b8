"""How far customers get: the funnels of the configuration.

In:     rows of marts.funnels of one journey name
Out:    funnels, each with its steps; a step that fewer than `small` journeys did shows a bound only
Units:  journeys; shares from 0 to 1; seconds
Errors: none
Source: numbers and intervals are those of the mart
"""

from dataclasses import dataclass
from itertools import groupby

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
class Funnel:
    """One funnel; `worst` is the place of the step that loses most of those decided."""

    name: str
    steps: tuple[FunnelStep, ...]
    worst: int | None


def funnels_of(rows: Rows, *, small: int) -> tuple[Funnel, ...]:
    """Build the funnels in the order of their names."""
    return tuple(
        _funnel(name, tuple(_step(row, small) for row in steps))
        for name, steps in groupby(rows, key=lambda row: row["funnel"])
    )


def _funnel(name: str, steps: tuple[FunnelStep, ...]) -> Funnel:
    lost = [
        (step.at_risk - step.open - step.journeys, -place)
        for place, step in enumerate(steps)
        if place and not step.is_optional
    ]
    most, place = max(lost, default=(0, 0))
    return Funnel(name, steps, -place if most > 0 else None)


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
