"""What the journey map says: numbers only, no words, no markup.

In:     nothing; these are frozen records
Out:    JourneyMap and its parts
Units:  counts of people, journeys or contacts (steps) as named; shares from 0 to 1; seconds;
        emotion from -2 to +2. None is what is unknown, or too small to be shown
Errors: none
Source: -
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.report.rates import Rate

MEASURES = ("rating", "text")


@dataclass(frozen=True, slots=True)
class Part:
    """Journeys of a stage that went one way; `share` is of those decided, None for open ones."""

    kind: str  # on | reached | end | ended | open | hidden
    journeys: int | None
    share: float | None
    weight: int  # journeys of those that were hidden together, too: how wide it is drawn


@dataclass(frozen=True, slots=True)
class Portion:
    """A touchpoint, channel, device or next stage, with its part of the whole."""

    name: str
    kind: str  # value | rest | unknown | exit
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Arrival:
    """Journeys that come from another device, channel or department; None when too few."""

    kind: str
    journeys: int | None
    share: float | None
    source: str | None  # the most frequent change, when it is not too rare to be told
    target: str | None


@dataclass(frozen=True, slots=True)
class MapStage:
    """One column of the map."""

    name: str
    question: str | None
    people: int
    share: float
    contacts: int
    journeys: int
    parts: tuple[Part, ...]
    lost: Rate | None  # of those decided here; None when it is not shown
    median_to_next_s: float | None
    p90_to_next_s: float | None
    nexts: tuple[Portion, ...]
    touchpoints: tuple[Portion, ...]
    channels: tuple[Portion, ...]
    devices: tuple[Portion, ...]
    arrivals: tuple[Arrival, ...]


@dataclass(frozen=True, slots=True)
class Mood:
    """How customers feel at one touchpoint, by one measure; no mean of too few."""

    column: int  # place of its stage among the columns
    touchpoint: str
    measure: str
    visits: int
    n: int
    people: int
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many contacts have an answer of one measure."""

    measure: str
    n: int
    visits: int
    share: float


@dataclass(frozen=True, slots=True)
class Emotion:
    """The curve: the measure that tells of most touchpoints leads, the other one is beside it."""

    lead: str | None
    moods: tuple[Mood, ...]
    coverage: tuple[Coverage, ...]
    end: float  # how far from nought the axis goes: one axis for all maps of a journey


@dataclass(frozen=True, slots=True)
class Pain:
    """A touchpoint where more is lost than expected, or customers feel worse than elsewhere."""

    column: int
    touchpoint: str
    people: int
    rate: float | None  # share lost, where that is what is worse
    expected_rate: float | None
    excess: float | None
    excess_low: float | None
    excess_high: float | None
    measure: str | None  # rating or text, where the emotion is what is worse
    emotion: float | None
    emotion_elsewhere: float | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class Moment:
    """A touchpoint where a bad experience goes with more lost journeys."""

    column: int
    touchpoint: str
    sign: str  # said | repeated | failed: what makes an experience bad
    bad: int
    good: int
    lost_bad: float
    lost_good: float
    excess: float
    excess_low: float
    excess_high: float


@dataclass(frozen=True, slots=True)
class Opportunity:
    """What is worth mending; money is that of the period of the data."""

    column: int | None
    opportunity: str
    rank: int
    kind: str  # touchpoint | handoff | wait | campaign | incident
    effect: str  # lost | unhappy | again
    touchpoint: str | None
    dimension: str | None
    source: str | None
    target: str | None
    first_day: date | None
    last_day: date | None
    wait_s: float | None
    customers: int
    share: float | None
    share_elsewhere: float | None
    excess: float
    excess_low: float
    excess_high: float
    money: float | None
    money_low: float | None
    money_high: float | None
    currency: str | None
    owner: str | None
    effort: str | None
    assumptions: tuple[str, ...]
    counted_in: str | None  # of an opportunity of higher rank


@dataclass(frozen=True, slots=True)
class JourneyMap:
    """Everything on the map of one journey name."""

    level: str  # stage | touchpoint
    stages: tuple[MapStage, ...]
    hidden_stages: int  # columns left out: too few customers, or too many columns
    contacts: int
    contacts_per_person: float | None
    lost: Rate
    slowest_s: float  # where the common axis of times ends
    emotion: Emotion
    pains: tuple[Pain, ...]
    moments: tuple[Moment, ...]
    opportunities: tuple[Opportunity, ...]
