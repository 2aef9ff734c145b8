"""What can be set about a planned journey: the tables [[plan]] of journeys.toml.

In:     keys of [[plan]]
Out:    Plan, frozen; every step is a list of names, which may hold the wildcards `*` and `?`
Units:  limits are timedelta; steps are numbered from 1
Errors: pydantic.ValidationError, turned into one readable message by `config.load`
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pipeline.config.identity import Duration
from pipeline.config.origins import Name

MAX_STEPS = 20


def _listed(names: object) -> object:
    return [names] if isinstance(names, str) else names


def _spelt_out(step: object) -> object:
    """A step may be written as a name, as a list of names, or with its options."""
    return {"touchpoint": step} if isinstance(step, str | list | tuple) else step


Names = Annotated[list[Name], BeforeValidator(_listed), Field(min_length=1)]


class _Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlanStep(_Options):
    """One step as it is meant to be: touchpoints, any of which will do.

    `channels` are those on which it is meant to happen, `within` the longest time since the step
    of the plan before it. An optional step may be left out.

    >>> PlanStep(touchpoint=["Pago", "Pago en tienda"]).label
    'Pago | Pago en tienda'
    """

    touchpoint: Names
    optional: bool = False
    channels: list[Name] = Field(default_factory=list)
    within: Duration | None = None

    @property
    def label(self) -> str:
        """How the step is called where it is shown."""
        return " | ".join(self.touchpoint)


class Plan(_Options):
    """A journey as it is meant to be.

    `allowed` touchpoints may come anywhere, `forbidden` ones should not come at all; any other one
    that is no step has been added. `within` is the longest time from the first to the last step.
    """

    name: Name
    journey: Name
    steps: Annotated[
        list[Annotated[PlanStep, BeforeValidator(_spelt_out)]],
        Field(min_length=2, max_length=MAX_STEPS),
    ]
    allowed: list[Name] = Field(default_factory=list)
    forbidden: list[Name] = Field(default_factory=list)
    within: Duration | None = None

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if all(step.optional for step in self.steps):
            raise ValueError("a plan needs a step that is not optional")
        if self.steps[0].within is not None:
            raise ValueError("no step of the plan comes before the first: leave out its `within`")
        return self
