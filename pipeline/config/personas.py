"""What can be set about personas: the tables [[persona]] of journeys.toml.

In:     keys of [[persona]]
Out:    Persona, frozen
Units:  value in the currency of the orders; at_least is a share of contacts
Errors: pydantic.ValidationError, turned into one readable message by `config.load`
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pipeline.config.origins import Name


def _listed(names: object) -> object:
    return [names] if isinstance(names, str) else names


Names = Annotated[list[Name], BeforeValidator(_listed)]
KINDS = {"touchpoints": "touchpoint", "channels": "channel", "devices": "device", "told": "told"}


class Persona(BaseModel):
    """A segment of people by rule: all conditions that are given have to hold.

    `touchpoints`, `channels` and `devices` hold where a person had a contact at, or on, one of
    them, or `at_least` such a share of all their contacts; `told` where a source told one of
    these personas; the value is that of all their journeys. `*` and `?` are wildcards.

    >>> Persona(name="app", channels="app", at_least=0.5).conditions
    {'channel': ['app']}
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    touchpoints: Names = Field(default_factory=list)
    channels: Names = Field(default_factory=list)
    devices: Names = Field(default_factory=list)
    told: Names = Field(default_factory=list)
    at_least: float | None = Field(default=None, gt=0, le=1)
    min_value: float | None = None
    max_value: float | None = None

    @property
    def conditions(self) -> dict[str, list[str]]:
        """The names asked for, by what they are names of."""
        return {kind: names for key, kind in KINDS.items() if (names := getattr(self, key))}

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        counted = {"touchpoint", "channel", "device"} & set(self.conditions)
        if not self.conditions and self.min_value is None and self.max_value is None:
            raise ValueError("a persona needs a condition")
        if self.at_least is not None and not counted:
            raise ValueError("`at_least` is a share of touchpoints, channels or devices: name some")
        low, high = self.min_value, self.max_value
        if low is not None and high is not None and low > high:
            raise ValueError("`min_value` is above `max_value`")
        return self
