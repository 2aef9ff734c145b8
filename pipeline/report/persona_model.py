"""What is said of personas: numbers only, no words, no markup.

In:     nothing; these are frozen records
Out:    PersonaMap, one of a kind of journey; Persona, one of the whole page
Units:  people and journeys; shares from 0 to 1; money of the period of the data. None is what is
        unknown, or too small to be shown
Errors: none
Source: -
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.report.map_model import Emotion, MapStage, Pain
from pipeline.report.rates import Rate

NOBODY = "(none)"  # customers of whom no persona is known


@dataclass(frozen=True, slots=True)
class PersonaMap:
    """The map of one persona; its columns are those of everybody, None where it is too few."""

    persona: str
    people: int
    journeys: int
    goal: Rate | None
    lost: Rate | None
    goal_about: float | None  # in whole percent, where the parts would give small ones away
    lost_about: float | None
    value: float | None  # of all its journeys
    stages: tuple[MapStage | None, ...]
    emotion: Emotion
    pains: tuple[Pain, ...]


@dataclass(frozen=True, slots=True)
class PersonaMaps:
    """Maps of a kind of journey by persona, the largest first."""

    maps: tuple[PersonaMap, ...]
    nobody: int | None  # customers in none of them
    nobody_goal: Rate | None
    hidden: int  # personas of too few customers, or for which there is no room

    @property
    def slowest_s(self) -> float:
        """Where the common axis of times ends."""
        stages = (stage for one in self.maps for stage in one.stages if stage)
        return max((stage.p90_to_next_s or 0.0 for stage in stages), default=0.0)


@dataclass(frozen=True, slots=True)
class Trait:
    """What customers of a persona use more, or less, than those of others: mean shares."""

    kind: str  # channel | device | touchpoint
    value: str
    share: float
    share_elsewhere: float


@dataclass(frozen=True, slots=True)
class Persona:
    """One persona: how many are of it, and what sets it apart."""

    name: str
    people: int
    traits: tuple[Trait, ...]
