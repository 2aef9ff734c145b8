"""The maps of personas, and what sets them apart.

In:     rows of marts.persona_stages and its companions, of marts.personas and persona_traits
Out:    PersonaMaps of one kind of journey; Persona, the largest first, for the whole page
Units:  as in `persona_model`
Errors: none
Source: the numbers are those of the marts; small cells as in `persona_hiding`
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.report.journey_map import MapRows, stage_of
from pipeline.report.map_emotion import emotion_of
from pipeline.report.map_meaning import column_of, pains_of
from pipeline.report.map_model import Emotion, JourneyMap, MapStage
from pipeline.report.persona_hiding import ALL, Seen, seen_of, shown_personas
from pipeline.report.persona_model import NOBODY, Persona, PersonaMap, PersonaMaps, Trait
from pipeline.report.rates import Rate, rate
from pipeline.report.read import Row, Rows
from pipeline.sankey.hiding import hidden_cells

TRAITS = 4
_ROUNDED = 0.01
TELLING = 0.2  # standard deviations: a small difference (Cohen 1988)


@dataclass(frozen=True, slots=True)
class PersonaRows:
    """Rows of the marts by persona, those of one journey name."""

    totals: Rows
    stages: Rows
    contacts: Rows
    emotion: Rows
    pains: Rows


def persona_maps_of(
    rows: PersonaRows,
    everybody: JourneyMap,
    hidden: Mapping[str, set[str]],
    *,
    small: int,
) -> PersonaMaps:
    """Build a map for each persona of enough customers, with the columns of everybody's."""
    columns = tuple(stage.name for stage in everybody.stages)
    seen = seen_of(rows.stages, rows.totals, hidden, columns, small)
    totals = {row["persona"]: row for row in rows.totals}
    left = [row for name, row in totals.items() if name not in seen.personas]
    nobody = sum(row["people"] for row in left)
    return PersonaMaps(
        maps=tuple(
            _map(totals[name], _of(rows, name, small), seen, everybody, small)
            for name in seen.personas
        ),
        nobody=nobody if nobody >= small else None,
        nobody_goal=_rest_rate(left, small),
        hidden=len({row["persona"] for row in left} - {NOBODY}),
    )


def _rate(row: Row, way: str, seen: Seen) -> Rate | None:
    """Of those decided; None where a part of it is hidden."""
    told = not seen.ways(row["persona"], ALL) & {way, "open"}
    return rate(row[way], row["decided"]) if told else None


def _about(row: Row, way: str, small: int) -> float | None:
    """A share rounded so far that it tells of no part more than that it is small."""
    part, whole = row[way], row["decided"]
    enough = whole >= small / _ROUNDED and min(part, whole - part) >= small
    return round(part / whole, 2) if enough else None


def _rest_rate(rows: list[Row], small: int) -> Rate | None:
    """How many of those without a map reach the goal."""
    found = rate(sum(row["reached"] for row in rows), sum(row["decided"] for row in rows))
    parts = (found.part, found.whole - found.part)
    return None if not found.whole or any(0 < n < small for n in parts) else found


def _of(rows: PersonaRows, name: str, small: int) -> PersonaRows:
    """Those of one persona; without moods that would give away those of the others."""
    moods: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    everybody = {}
    for row in rows.emotion:
        moods[row["place"], row["measure"]][row["persona"]] = row["people"]
        everybody[row["place"], row["measure"]] = row["people"] + row["people_elsewhere"]
    gone = {
        key
        for key, people in moods.items()
        if name in hidden_cells(people, everybody[key] - sum(people.values()), small)
    }
    return PersonaRows(
        totals=_only(rows.totals, name),
        stages=_only(rows.stages, name),
        contacts=_only(rows.contacts, name),
        emotion=tuple(
            row for row in _only(rows.emotion, name) if (row["place"], row["measure"]) not in gone
        ),
        pains=_only(rows.pains, name),
    )


def _only(rows: Rows, persona: str) -> Rows:
    return tuple(row for row in rows if row["persona"] == persona)


def _map(
    total: Row, rows: PersonaRows, seen: Seen, everybody: JourneyMap, small: int
) -> PersonaMap:
    columns = tuple(stage.name for stage in everybody.stages)
    name = total["persona"]
    held = MapRows(rows.stages, (), rows.contacts, (), rows.emotion, rows.pains, (), ())
    by_stage = {row["stage"]: row for row in rows.stages}
    gone = seen.ways(name, ALL)
    emotion = emotion_of(rows.emotion, columns, level=everybody.level, small=small)
    return PersonaMap(
        persona=name,
        people=total["people"],
        journeys=total["journeys"],
        goal=_rate(total, "reached", seen),
        lost=_rate(total, "ended", seen),
        goal_about=_about(total, "reached", small),
        lost_about=_about(total, "ended", small),
        value=total["value"] if total["valued"] >= small and "reached" not in gone else None,
        stages=tuple(
            _lean(stage_of(by_stage[stage], held, seen.ways(name, stage), small))
            if (name, stage) in seen.columns
            else None
            for stage in columns
        ),
        emotion=_with_gaps(emotion, everybody.emotion),
        pains=pains_of(rows.pains, column_of(columns, everybody.level), small=small),
    )


def _with_gaps(own: Emotion, everybody: Emotion) -> Emotion:
    """Everybody's touchpoints and measure; where the persona says nothing the curve has a gap."""
    told = {(mood.touchpoint, mood.measure): mood for mood in own.moods}
    moods = tuple(
        told.get((mood.touchpoint, mood.measure))
        or replace(mood, visits=1, n=0, people=0, mean=None, low=None, high=None)
        for mood in everybody.moods
    )
    return replace(own, lead=everybody.lead, moods=moods)


def _lean(stage: MapStage) -> MapStage:
    """Counts of contacts would tell those of the others; shares are rounded as they are shown."""
    touchpoints, channels = (
        tuple(replace(one, count=0, share=round(one.share, 2)) for one in portions)
        for portions in (stage.touchpoints[:4], stage.channels)
    )
    return replace(stage, contacts=0, touchpoints=touchpoints, channels=channels)


def personas_of(people: Rows, traits: Rows, *, small: int) -> tuple[Persona, ...]:
    """Personas of the page, the largest first, with what sets them apart."""
    counts = {row["persona"]: row["people"] for row in people}
    return tuple(
        Persona(name, counts[name], _traits(_only(traits, name), small))
        for name in shown_personas(counts, small)
    )


def _traits(rows: Rows, small: int) -> tuple[Trait, ...]:
    """The most telling ones; a device that is the channel under another name is told once."""
    found: list[Trait] = []
    for row in sorted(rows, key=lambda row: -abs(row["apart"])):
        few = any(0 < n < small for n in (row["people"], row["of_people"] - row["people"]))
        if abs(row["apart"]) >= TELLING and not few:
            found.append(Trait(row["kind"], row["value"], row["share"], row["share_elsewhere"]))
    return tuple(found[:TRAITS])
