"""What can be set about a funnel: the tables [[funnel]] of journeys.toml, and jp.funnel.

In:     keys of [[funnel]], or the arguments of jp.funnel
Out:    Funnel, frozen; every step is a list of names, which may hold the wildcards `*` and `?`
Units:  window is a timedelta; steps are numbered from 1
Errors: pydantic.ValidationError, turned into one readable message by `config.load`
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pipeline.config.durations import microseconds
from pipeline.config.identity import Duration
from pipeline.config.origins import Name

Order = Literal["ordered", "strict", "any"]
Entry = Literal["best", "first"]
Held = Literal["channel", "device", "department", "agent", "topic", "stage"]
Unit = Literal["journeys", "people"]
By = Literal["channel", "device", "department", "agent", "topic", "stage", "touchpoint", "persona"]
Trend = Literal["day", "week"]
MAX_STEPS = 20  # far more than anybody reads; each is one bit of a number


def _listed(names: object) -> object:
    return [names] if isinstance(names, str) else names


def _spelt_out(step: object) -> object:
    """A step may be written as a name, as a list of names, or with its options."""
    return {"touchpoint": step} if isinstance(step, str | list | tuple) else step


Names = Annotated[list[Name], BeforeValidator(_listed), Field(min_length=1)]


class _Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FunnelStep(_Options):
    """One step: touchpoints, any of which will do; an optional one stops nobody.

    >>> FunnelStep(touchpoint=["Pago*", "Visita a tienda"], optional=True).label
    'Pago* | Visita a tienda'
    """

    touchpoint: Names
    optional: bool = False

    @property
    def label(self) -> str:
        """How the step is called where it is shown."""
        return " | ".join(self.touchpoint)


class FunnelExclusion(_Options):
    """Touchpoints that void an entry when they lie between two steps.

    `after` is the first step by default, `before` the last one that is not optional. Where `before`
    was not reached, all that follows within the window counts. `voids`: only that `entry`, or the
    `person` with all that is theirs.
    """

    touchpoint: Names
    after: int = Field(default=1, ge=1)
    before: int | None = Field(default=None, ge=2)
    voids: Literal["entry", "person"] = "entry"


class Funnel(_Options):
    """How far journeys get along some steps."""

    name: Name
    journey: Name
    steps: Annotated[
        list[Annotated[FunnelStep, BeforeValidator(_spelt_out)]],
        Field(min_length=2, max_length=MAX_STEPS),
    ]
    order: Order = "ordered"
    window: Duration | None = None
    entry: Entry = "best"
    hold: Held | None = None
    exclude: list[Annotated[FunnelExclusion, BeforeValidator(_spelt_out)]] = Field(
        default_factory=list, max_length=MAX_STEPS
    )
    unit: Unit = "journeys"
    by: By | None = None
    trend: Trend | None = None

    @property
    def required(self) -> tuple[int, ...]:
        """Places, from 0 on, of the steps that are not optional."""
        return tuple(place for place, step in enumerate(self.steps) if not step.optional)

    @property
    def window_us(self) -> int | None:
        """The window in microseconds; None for as long as it takes."""
        return None if self.window is None else microseconds(self.window)

    @model_validator(mode="after")
    def _begins_somewhere(self) -> Self:
        if self.steps[0].optional:
            raise ValueError("the first step cannot be optional: it is where a funnel is entered")
        if len(self.required) == 1:
            raise ValueError("a funnel needs two steps that are not optional")
        return self

    @model_validator(mode="after")
    def _exclusions_between_steps(self) -> Self:
        for exclusion in self.exclude:
            before = exclusion.before or self.required[-1] + 1
            if self.order == "any" and (exclusion.after, exclusion.before) != (1, None):
                raise ValueError(
                    'in order = "any" nothing lies between two steps: leave out `after` and '
                    "`before`, and it is excluded from the entry to the last step"
                )
            if not {exclusion.after - 1, before - 1} <= set(self.required):
                raise ValueError("`after` and `before` are the numbers of steps, of none optional")
            if exclusion.after >= before:
                raise ValueError("what is excluded lies between `after` and a later step `before`")
        return self

    def rivals(self) -> list[tuple[int, int]]:
        """Pairs of steps, from 0 on, that must not share a touchpoint: it would stand for either.

        In the order "any" those are all; in "strict" an optional step and those that may stand in
        its place. In "ordered" the first chance decides, so there are none.
        """
        count = len(self.steps)
        if self.order == "any":
            return [(one, two) for two in range(count) for one in range(two)]
        if self.order == "ordered":
            return []
        pairs = []
        for one in range(count):
            if self.steps[one].optional:
                last = next((place for place in self.required if place > one), count - 1)
                pairs += [(one, two) for two in range(one + 1, last + 1)]
        return pairs
