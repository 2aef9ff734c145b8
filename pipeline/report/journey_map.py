"""The journey map: stages from left to right, what happens in each from top to bottom.

In:     rows of marts.stages, stage_moves, stage_contacts, stage_handoffs and emotion of one journey
Out:    JourneyMap; columns of too few customers are left out, small cells hidden
Units:  as in `map_model`
Errors: none
Source: the numbers are those of the marts; small cells as in `map_hiding`
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.report.map_emotion import emotion_of
from pipeline.report.map_hiding import hidden_parts
from pipeline.report.map_meaning import column_of, moments_of, opportunities_of, pains_of
from pipeline.report.map_model import Arrival, JourneyMap, MapStage, Part, Portion
from pipeline.report.rates import Rate, rate
from pipeline.report.read import Row, Rows
from pipeline.sankey.hiding import hidden_cells

COLUMNS = 9  # more do not fit beside each other
LISTED = {"touchpoint": 4, "channel": 5, "device": 3}
NEXTS = 3
ARRIVALS = ("device", "channel", "department")
UNKNOWN = "(none)"
PARTS = {
    "on": "went_on",
    "reached": "reached",
    "end": "other_ends",
    "ended": "ended",
    "open": "open",
}


@dataclass(frozen=True, slots=True)
class MapRows:
    """Rows of the marts, those of one journey name."""

    stages: Rows
    moves: Rows
    contacts: Rows
    handoffs: Rows
    emotion: Rows
    pains: Rows
    moments: Rows
    opportunities: Rows


def map_of(rows: MapRows, *, people: int, lost: Rate, small: int) -> JourneyMap:
    """Build the map of one journey name."""
    shown = columns_of(rows.stages, small)
    hidden = hidden_ways(rows.stages, small)
    stages = tuple(stage_of(row, rows, hidden[row["stage"]], small) for row in shown)
    contacts = sum(row["contacts"] for row in rows.stages)
    names = tuple(row["stage"] for row in shown)
    level = shown[0]["level"] if shown else "stage"
    column = column_of(names, level)
    return JourneyMap(
        level=level,
        stages=stages,
        hidden_stages=len(rows.stages) - len(shown),
        contacts=contacts,
        contacts_per_person=contacts / people if people else None,
        lost=lost,
        slowest_s=max((stage.p90_to_next_s or 0.0 for stage in stages), default=0.0),
        emotion=emotion_of(rows.emotion, names, level=level, small=small),
        pains=pains_of(rows.pains, column, small=small),
        moments=moments_of(rows.moments, column, small=small),
        opportunities=opportunities_of(rows.opportunities, column, small=small),
    )


def hidden_ways(stages: Rows, small: int) -> dict[str, set[str]]:
    """Find the ways of each stage that are too small to be shown, or would give such a one away."""
    return hidden_parts(
        {row["stage"]: {kind: row[name] for kind, name in PARTS.items()} for row in stages},
        shown={row["stage"] for row in columns_of(stages, small)},
        small=small,
    )


def columns_of(rows: Rows, small: int) -> Rows:
    """The stages that most customers touch, in their order."""
    enough = [row for row in rows if row["people"] >= max(small, 1)]
    most = sorted(enough, key=lambda row: (-row["people"], row["position"]))[:COLUMNS]
    return tuple(sorted(most, key=lambda row: row["position"]))


def stage_of(row: Row, rows: MapRows, hidden: set[str], small: int) -> MapStage:
    """Build one column; a row that tells its moves needs none of stage_moves."""
    stage = row["stage"]
    moved = [r for r in rows.moves if r["from_stage"] == stage]
    moves = row.get("moves", sum(r["moves"] for r in moved if _leads_on(r)))
    steady = moves >= max(small, 1)
    held = [r for r in rows.contacts if r["stage"] == stage]
    return MapStage(
        name=stage,
        question=row["question"] or None,
        people=row["people"],
        share=row["share"],
        contacts=row["contacts"],
        journeys=row["journeys"],
        parts=_parts(row, hidden),
        lost=None if hidden & {"ended", "open"} else rate(row["ended"], row["at_risk"]),
        median_to_next_s=row["median_to_next_s"] if steady else None,
        p90_to_next_s=row["p90_to_next_s"] if steady else None,
        nexts=_nexts(moved, small),
        touchpoints=_portions(held, "touchpoint", small),
        channels=_portions(held, "channel", small),
        devices=_portions(held, "device", small),
        arrivals=_arrivals(row, [r for r in rows.handoffs if r["stage"] == stage], small),
    )


def _parts(row: Row, hidden: set[str]) -> tuple[Part, ...]:
    """Ways of the journeys here; shares would give away a number of open ones that is hidden."""
    decided = row["at_risk"]
    parts = []
    for kind, name in PARTS.items():
        if row[name] and kind not in hidden:
            has_share = decided and kind != "open" and "open" not in hidden
            share = row[name] / decided if has_share else None
            parts.append(Part(kind, row[name], share, row[name]))
    together = sum(row[PARTS[kind]] for kind in hidden)
    return (*parts, *([Part("hidden", None, None, together)] if together else []))


def _leads_on(row: Row) -> bool:
    """Tell a stage from a way out: a stage is never named in round brackets, but for (none)."""
    return row["to_stage"] == UNKNOWN or not row["to_stage"].startswith("(")


def _nexts(moved: Iterable[Row], small: int) -> tuple[Portion, ...]:
    """Where customers go from here, of all moves to another stage."""
    onward = [row for row in moved if _leads_on(row)]
    total = sum(row["moves"] for row in onward)
    listed = sorted(onward, key=lambda row: (-row["moves"], row["to_stage"]))[:NEXTS]
    return tuple(
        Portion(row["to_stage"], "value", row["moves"], row["moves"] / total)
        for row in listed
        if row["people"] >= max(small, 1)
    )


def _portions(held: Iterable[Row], kind: str, small: int) -> tuple[Portion, ...]:
    """The most frequent values; small ones and those further down are one rest."""
    own = sorted(
        (row for row in held if row["kind"] == kind),
        key=lambda row: (row["value"] == UNKNOWN, -row["contacts"], row["value"]),
    )
    hidden = hidden_cells({row["value"]: row["people"] for row in own}, 0, small)
    shown = [row for row in own if row["value"] not in hidden]
    most = LISTED[kind] + (len(own) == LISTED[kind] + 1)  # a rest of one has a name
    listed = shown[:most]
    rest = [row for row in own if row not in listed]
    portions = [
        Portion(
            row["value"],
            "unknown" if row["value"] == UNKNOWN else "value",
            row["contacts"],
            row["share"],
        )
        for row in listed
    ]
    count = sum(row["contacts"] for row in rest)
    if count:
        total = sum(row["contacts"] for row in own)
        portions.append(Portion(str(len(rest)), "rest", count, count / total))
    return tuple(portions)


def _arrivals(row: Row, handoffs: list[Row], small: int) -> tuple[Arrival, ...]:
    """How many come from another device (channel, department), and which change leads."""
    found: list[Arrival] = []
    for kind in ARRIVALS:
        journeys = row[f"from_other_{kind}"]
        if not journeys:
            continue
        own = [r for r in handoffs if r["kind"] == kind and r["people"] >= max(small, 1)]
        most = min(
            own, key=lambda r: (-r["handoffs"], r["from_value"], r["to_value"]), default=None
        )
        if kind == "department" and found:
            continue  # ours, and of less interest to who has changed more
        enough = journeys >= small
        found.append(
            Arrival(
                kind=kind,
                journeys=journeys if enough else None,
                share=journeys / row["journeys"] if enough else None,
                source=most["from_value"] if most and enough else None,
                target=most["to_value"] if most and enough else None,
            )
        )
    return tuple(found)
