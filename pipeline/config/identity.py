"""What can be set about who is who: the table [identity] of journeys.toml.

In:     the keys of [identity]
Out:    Identity, frozen; the types of identifiers and the class each has unless told otherwise
Errors: pydantic.ValidationError, turned into one readable message by `config.load`
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pipeline.config.durations import parse_duration
from pipeline.config.origins import Name

Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
IdentifierClass = Literal["unique", "shared", "record", "device"]
Policy = Literal["stitched", "live", "known_only", "none"]
POLICIES: tuple[Policy, ...] = ("stitched", "live", "known_only", "none")

# The order is that of strength: of two identifiers of one class the first one decides.
DEFAULT_CLASSES: dict[str, IdentifierClass] = {
    "customer_id": "unique",
    "user_id": "unique",
    "contact_id": "unique",
    "email": "shared",
    "phone": "shared",
    "ticket_id": "record",
    "order_id": "record",
    "case_id": "record",
    "device_id": "device",
    "anonymous_id": "device",
}
IDENTIFIER_TYPES = (
    "email",
    "phone",
    "customer_id",
    "user_id",
    "anonymous_id",
    "device_id",
    "contact_id",
    "ticket_id",
    "order_id",
    "case_id",
)
IdentifierType = Literal[IDENTIFIER_TYPES]  # type: ignore[valid-type]


class Limit(BaseModel):
    """How many values of one type a person may have within a window."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    most: int = Field(ge=1)
    window: Duration


def _few_in_a_year() -> dict[str, Limit]:
    return {name: Limit(most=5, window=timedelta(days=365)) for name in ("email", "phone")}


class Identity(BaseModel):
    """Who is who: what joins, what owns, for how long, and what proves nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key_file: Name = "journeys.key"
    policy: Policy = "stitched"
    compare: bool = True
    shared_devices: Literal["last_login", "anonymous", "none"] = "last_login"
    ownership_ttl: Duration = timedelta(days=30)
    backfill: Duration = timedelta(days=30)
    logout: list[Name] = Field(default_factory=lambda: ["logout", "Logged Out", "Signed Out"])
    blocked: list[Name] = Field(default_factory=list)
    busy_shared: int = Field(default=10, ge=1)
    busy_device: int = Field(default=5, ge=1)
    busy_window: Duration = timedelta(days=90)
    limits: dict[IdentifierType, Limit] = Field(default_factory=_few_in_a_year)
    overrides: Name | None = None
    classes: dict[IdentifierType, IdentifierClass] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _limits_of_what_is_shared(self) -> Self:
        for name in self.limits if "limits" in self.model_fields_set else ():
            if {**DEFAULT_CLASSES, **self.classes}[name] != "shared":
                raise ValueError(
                    f"limits.{name}: a person has one value of a unique type, and devices and "
                    "records join nobody; limits are for shared types such as email and phone"
                )
        return self
