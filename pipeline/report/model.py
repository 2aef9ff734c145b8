"""What the page says: numbers only, no words, no markup.

In:     nothing; these are frozen records
Out:    Page and its parts; `report.json` is a Page written out
Units:  counts of journeys, people or contacts as named; shares from 0 to 1; seconds
Errors: none
Source: -
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pipeline.report.boundaries import Cut
from pipeline.report.credit import Credits
from pipeline.report.facets import Facet
from pipeline.report.funnels import Funnel
from pipeline.report.identity_model import Identity
from pipeline.report.instead import HandoffKind, Instead
from pipeline.report.map_model import JourneyMap
from pipeline.report.matrix import Changes
from pipeline.report.persona_model import Persona, PersonaMaps
from pipeline.report.plans import Plan
from pipeline.report.quality_model import Quality
from pipeline.report.rates import Rate
from pipeline.report.timing import Timing
from pipeline.report.trend import Trend
from pipeline.report.unusual import Piece
from pipeline.sankey import LinkRoute, SankeyLayout


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many journeys ended in one way."""

    name: str  # reached, open, ended or the name of a competing end
    kind: str  # reached | end | open | ended
    journeys: int
    share: float


@dataclass(frozen=True, slots=True)
class DropOff:
    """Journeys that ended at a touchpoint."""

    touchpoint: str
    at_risk: int
    ended: int
    open: int
    rate: float | None
    low: float | None
    high: float | None
    expected: float
    expected_rate: float | None
    excess: float
    is_small: bool  # so few ended that only a bound is shown
    hides_open: bool  # so few are open, or so few of those beside it, that none is told
    verdict: str  # worse | better | same, against the expected rate


@dataclass(frozen=True, slots=True)
class DropOffs:
    """The table of drop-offs of one journey name."""

    rows: tuple[DropOff, ...]
    average: float | None
    axis_end: float
    most_ended: int
    hidden: int  # touchpoints with too few journeys at risk
    hidden_ended: int


@dataclass(frozen=True, slots=True)
class Route:
    """One sequence of touchpoints."""

    touchpoints: tuple[str, ...]
    journeys: int
    people: int
    share: float
    cumulative_share: float
    reached: int
    ended: int
    open: int
    hidden: tuple[str, ...]  # outcomes too small to be shown


@dataclass(frozen=True, slots=True)
class Routes:
    """The most common routes, and how much they leave out."""

    rows: tuple[Route, ...]
    routes: int
    rare_routes: int
    rare_journeys: int


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A row of the Sankey's table."""

    step: int
    source: str
    target: str
    kind: str
    journeys: int
    share: float
    is_about: bool  # rounded, because a small number could be worked out from it


@dataclass(frozen=True, slots=True)
class Steps:
    """The Sankey and its table; `hidden_flows` are too small to be drawn or listed."""

    layout: SankeyLayout
    rows: tuple[FlowRow, ...]
    hidden_flows: int
    hidden_journeys: int
    ways: tuple[LinkRoute, ...]  # routes as links of the layout, rare ones cut
    facets: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A journey as configured."""

    name: str
    objective: str | None
    protagonist: str | None
    boundary: str
    case_type: str | None
    timeout_s: float | None
    repeats: str
    start: str | None
    goal: str | None
    ends: str | None


@dataclass(frozen=True, slots=True)
class Journey:
    """Everything about one journey name."""

    definition: Definition
    journeys: int
    people: int
    decided: int
    median_duration_s: float | None
    goal: Rate
    outcomes: tuple[Outcome, ...]
    worst: DropOff | None
    trend: Trend | None
    steps: Steps
    routes: Routes
    drop_offs: DropOffs
    timing: Timing
    funnels: tuple[Funnel, ...]
    credits: tuple[Credits, ...]
    cuts: tuple[Cut, ...]
    unusual: tuple[Piece, ...]
    plans: tuple[Plan, ...]
    changes: tuple[Changes, ...]
    handoff_kinds: tuple[HandoffKind, ...]
    instead: Instead
    map: JourneyMap
    personas: PersonaMaps

    @property
    def has_credit_value(self) -> bool:
        """Whether any amount goes with what is credited."""
        return any(row.value for kind in self.credits for row in kind.rows)


@dataclass(frozen=True, slots=True)
class VisitRules:
    """What ends a visit: silence, and what else was asked for. Names stand in one text."""

    gap_s: float
    gap_ends: Literal["longer", "equal"]
    midnight: bool
    campaign: bool
    max_length_s: float | None
    begins: str | None
    ends: str | None


@dataclass(frozen=True, slots=True)
class Run:
    """What was run, on what."""

    version: str
    config_hash: str
    input_hash: str
    as_of_at: datetime | None
    first_event_at: datetime | None
    last_event_at: datetime | None
    timezone: str
    language: str
    currency: str | None
    visits: VisitRules
    small_cell_k: int
    people: int
    sessions: int
    events: int


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A touchpoint and the channel it mostly happens on."""

    name: str
    stage: str | None
    channel: str | None
    events: int


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report."""

    run: Run
    journeys: tuple[Journey, ...]
    identity: Identity
    quality: Quality
    personas: tuple[Persona, ...]
    touchpoints: tuple[Touchpoint, ...]
    channels: tuple[tuple[str, int], ...]  # (channel, place of its hue), at most seven
