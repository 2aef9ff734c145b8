"""The journey map of each persona, counted slowly and obviously.

In:     journeys with their steps, the stage of each touchpoint, the stages, the persona of people
Out:    the rows of marts.persona_stages, persona_stage_contacts and personas
Units:  as in stages
Source: the twin of everybody's map, with the journeys of one persona
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tests.reference.stages import (
    KINDS,
    Columns,
    Row,
    Told,
    contact_rows,
    stage_rows,
    times_to_next,
    wilson,
)


def persona_tables(
    told: Sequence[Told],
    stage_of: Mapping[str, str | None],
    order: Sequence[str],
    persona_of: Mapping[str, str],
) -> dict[str, list[Row]]:
    """marts.persona_stages, persona_stage_contacts and personas: each persona by itself."""
    tables: dict[str, list[Row]] = {
        name: [] for name in ("persona_stages", "persona_stage_contacts", "personas")
    }
    for journey in sorted({one.journey for one in told}):
        own = [one for one in told if one.journey == journey]
        columns = Columns(own, stage_of, order)
        for persona in sorted({persona_of.get(one.person, "(none)") for one in own}):
            theirs = [one for one in own if persona_of.get(one.person, "(none)") == persona]
            key = {"journey": journey, "persona": persona}
            tables["persona_stages"] += [
                key | row for row in persona_stages_(theirs, columns) if row["journeys"]
            ]
            tables["persona_stage_contacts"] += [key | row for row in contact_rows(theirs, columns)]
            tables["personas"].append(key | _persona(theirs))
    return tables


def persona_stages_(theirs: Sequence[Told], columns: Columns) -> Iterator[Row]:
    for row in stage_rows(theirs, columns):
        place = row["stage"]
        moves = [time for one in theirs for time in times_to_next(columns.stays(one), place)]
        elsewhere = {"level", *(f"from_other_{kind}" for kind in KINDS)}
        yield {"moves": len(moves)} | {k: v for k, v in row.items() if k not in elsewhere}


def _persona(theirs: Sequence[Told]) -> Row:
    outcomes = [one.outcome for one in theirs]
    reached, decided = outcomes.count("reached"), len(theirs) - outcomes.count("open")
    low, high = wilson(reached, decided)
    ended, still_open = outcomes.count("ended"), outcomes.count("open")
    return {
        "people": len({one.person for one in theirs}), "journeys": len(theirs),
        "reached": reached, "ended": ended, "open": still_open, "decided": decided,
        "other_ends": len(theirs) - reached - ended - still_open, "valued": reached,
        "rate": reached / decided if decided else None, "rate_low": low, "rate_high": high,
    }  # fmt: skip
