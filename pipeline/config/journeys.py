"""What can be set about a kind of journey: the tables [[journey]] of journeys.toml.

In:     keys of [[journey]] and [[journey.compare]]
Out:    Journey and its variants, frozen
Units:  timeout is a timedelta
Errors: pydantic.ValidationError, turned into one readable message by `config.load`
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.config.identity import Duration, IdentifierType
from pipeline.config.origins import Name

Boundary = Literal["start_to_goal", "case", "gap", "whole"]


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Variant(_Frozen):
    """Another way to cut the same journeys, whose numbers are told beside those of the definition.

    What is not given is as in the definition.
    """

    name: Name
    boundary: Boundary | None = None
    case: IdentifierType | None = None
    start: list[Name] | None = None
    timeout: Duration | None = None
    repeats: Literal["collapse", "keep"] | None = None


class Journey(_Frozen):
    """One kind of attempt at one goal.

    `value` is what reaching it once is worth; without it, the mean amount of those that did.
    """

    name: Name
    objective: str = ""
    protagonist: str = ""
    boundary: Literal["start_to_goal", "case", "gap", "whole"] = "start_to_goal"
    case: IdentifierType | None = None
    start: list[Name] = Field(default_factory=list)
    goal: Annotated[list[Name], Field(min_length=1)]
    ends: dict[Name, list[Name]] = Field(default_factory=dict)
    exclude: list[Name] = Field(default_factory=list)
    timeout: Duration
    repeats: Literal["collapse", "keep"] = "collapse"
    value: float | None = Field(default=None, gt=0)
    compare: list[Variant] = Field(default_factory=list)

    @model_validator(mode="after")
    def _options_that_belong_together(self) -> Self:
        if (self.boundary == "case") != (self.case is not None):
            raise ValueError('`case` and boundary = "case" go together: give both or neither')
        if (self.boundary == "start_to_goal") != bool(self.start):
            raise ValueError('`start` and boundary = "start_to_goal" go together')
        reserved = {"reached", "ended", "open", "start", "more"} & set(self.ends)
        if reserved:
            raise ValueError(f"{sorted(reserved)} cannot name a competing end: reserved words")
        for variant in self.compare:
            self.under(variant)  # is it whole, too?
        return self

    def under(self, variant: Variant) -> Journey:
        """The definition as a variant has it."""
        said = variant.model_dump(exclude={"name"}, exclude_none=True)
        # Another boundary has no use for what belongs to this one, unless the variant says so.
        if variant.boundary not in (None, self.boundary):
            said = {"case": None, "start": [], **said}
        return Journey.model_validate(self.model_dump(exclude={"compare"}) | said)

    def touchpoints(self) -> dict[str, list[str]]:
        """Every touchpoint the definition names, by the key that names it."""
        named = {"start": self.start, "goal": self.goal, "exclude": self.exclude}
        named |= {f"compare.{one.name}.start": one.start for one in self.compare if one.start}
        return named | {f"ends.{outcome}": names for outcome, names in self.ends.items()}
