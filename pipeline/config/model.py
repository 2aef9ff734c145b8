"""What can be set, with every default.

In:     tables of journeys.toml
Out:    frozen pydantic models; durations are timedelta, names are text
Errors: pydantic.ValidationError, turned into one readable message by `config.load`
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pipeline.config.emotion import Emotion
from pipeline.config.funnels import Funnel
from pipeline.config.handoffs import Handoffs
from pipeline.config.identity import IDENTIFIER_TYPES, Duration, Identity
from pipeline.config.journeys import Journey
from pipeline.config.locale import Locale, TimeZone
from pipeline.config.opportunities import Opportunities
from pipeline.config.origins import Name, Origin
from pipeline.config.personas import Persona
from pipeline.config.plans import Plan
from pipeline.config.proposals import ProfilePart, Proposals

EVENT_FIELDS = (
    "event",
    "occurred_at",
    "received_at",
    "event_id",
    "order",
    "direction",
    "channel",
    "device",
    "department",
    "agent",
    "campaign",
    "page",
    "topic",
    "persona",
    "value",
    "currency",
    "rating",
    "text",
    "user_agent",
    "campaign_medium",
    "campaign_source",
)
FORMATS = (
    "generic",
    "segment",
    "hubspot",
    "zendesk",
    "xes",
    "ga4",
    "whatsapp",
    "snowplow",
    "intercom",
    "calls",
    "survey",
    "matomo",
    "salesforce",
    "access_log",
    "posthog",
)

CanonicalField = Literal[(*EVENT_FIELDS, *IDENTIFIER_TYPES)]  # type: ignore[valid-type]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Warehouse(_Table):
    """Where the results live, and what a run may use."""

    path: Name = "build/journeys.duckdb"
    memory_limit: Name = "1600MB"
    threads: int | None = Field(default=None, ge=1)


class Load(_Table):
    """How much of what arrives may be bad."""

    max_rejected_share: float = Field(default=0.2, ge=0, le=1)


class Sessions(_Table):
    """A visit ends after a longer silence than `gap`, and where else it is asked to.

    With gap_ends = "equal" a silence of exactly `gap` ends it too. `begins` and `ends` name events.
    """

    gap: Duration = timedelta(minutes=30)
    gap_ends: Literal["longer", "equal"] = "longer"
    midnight: bool = False
    campaign: bool = False
    max_length: Duration | None = None
    begins: list[Name] = Field(default_factory=list)
    ends: list[Name] = Field(default_factory=list)


class Report(_Table):
    """What the report shows and hides."""

    dir: Name = "reports"
    also: list[Literal["xlsx", "pdf", "svg", "png"]] = Field(default_factory=list)
    max_steps: int = Field(default=10, ge=2, le=50)
    small_cell_k: int = Field(default=10, ge=1)


class Source(Origin):
    """One log: where from, in which shape, with which meaning."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    kind: Literal["web", "crm", "support", "survey", "other"] = "other"
    format: Literal[FORMATS] = "generic"  # type: ignore[valid-type]
    timezone: TimeZone | None = None
    epoch: Literal["s", "ms", "us"] | None = None
    encoding: Literal["utf-8", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be"] | None = (
        None
    )
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    rating_scale: Annotated[str, Field(pattern=r"^-?\d+\.\.-?\d+$")] | None = None
    topic_field: int | None = None
    channel: Name | None = None
    device: Name | None = None
    department: Name | None = None
    decimal: Literal[".", ","] = "."
    own_names: list[Name] = Field(default_factory=list)
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    id_scope: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")] | None = None
    trust: int | None = Field(default=None, ge=1, le=9)
    columns: dict[CanonicalField, Name] = Field(default_factory=dict)
    profile: dict[ProfilePart, Name] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_of_a_chat(self) -> Self:
        if self.format == "whatsapp" and not self.own_names:
            raise ValueError("a whatsapp source needs own_names: the names under which you write")
        return self

    @model_validator(mode="after")
    def _columns_of_a_generic_source(self) -> Self:
        if self.query is not None and self.format != "generic":
            raise ValueError('the rows of a query are read with format = "generic" and columns')
        missing = [field for field in ("event", "occurred_at") if field not in self.columns]
        if self.format == "generic" and missing:
            raise ValueError(f"a generic source needs columns for {' and '.join(missing)}")
        if self.format == "generic" and not set(self.columns) & set(IDENTIFIER_TYPES):
            raise ValueError(
                f"a generic source needs a column for an identifier: {', '.join(IDENTIFIER_TYPES)}"
            )
        return self


class Match(_Table):
    """Conditions on an event; all that are given must hold; `*` and `?` are wildcards."""

    source: Name = "*"
    event: Name = "*"
    page: Name | None = None
    channel: Name | None = None
    device: Name | None = None
    campaign: Name | None = None
    direction: Name | None = None
    department: Name | None = None
    topic: Name | None = None


class Touchpoint(_Table):
    """What an event means to the customer. The first rule that matches wins.

    `cost` is what one more visit of it costs us, `effort` how hard it is to make better.
    """

    name: Name
    stage: Name | None = None
    moment: Name | None = None
    channel: Name | None = None
    device: Name | None = None
    department: Name | None = None
    owner: Name | None = None
    reauthentication: bool = False
    cost: float | None = Field(default=None, gt=0)
    effort: Name | None = None
    match: Annotated[list[Match], BeforeValidator(lambda m: [m] if isinstance(m, dict) else m)]


class Stage(_Table):
    """A phase of the journey, in the order in which the file names them."""

    name: Name
    question: str = ""


class Config(_Table):
    """The whole of journeys.toml."""

    warehouse: Warehouse = Warehouse()
    locale: Locale = Locale()
    load: Load = Load()
    identity: Identity = Identity()
    proposals: Proposals = Proposals()
    sessions: Sessions = Sessions()
    channels: dict[Name, Name] = Field(default_factory=dict)
    costs: dict[Name, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)
    handoffs: Handoffs = Handoffs()
    emotion: Emotion = Emotion()
    opportunities: Opportunities = Opportunities()
    report: Report = Report()
    source: Annotated[list[Source], Field(min_length=1)]
    stage: list[Stage] = Field(default_factory=list)
    touchpoint: list[Touchpoint] = Field(default_factory=list)
    # journey_key has room for 63 of them.
    journey: Annotated[list[Journey], Field(min_length=1, max_length=63)]
    funnel: list[Funnel] = Field(default_factory=list)
    plan: list[Plan] = Field(default_factory=list)
    persona: list[Persona] = Field(default_factory=list)
