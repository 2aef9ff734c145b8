"""What of the maps of personas is too small to be shown, or would give away what is.

In:     rows of marts.persona_stages and marts.personas of one kind of journey; what the map of
        everybody shows
Out:    which personas have a map, which of its columns and ways are hidden
Units:  people for columns, journeys for ways
Errors: none
Source: sankey.hiding. A way adds up over the personas to that of everybody, over the stages to that
        of the persona, and over the ways to the journeys of the stage
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pipeline.report.persona_model import NOBODY
from pipeline.report.read import Row, Rows
from pipeline.sankey.hiding import hidden_cells, protected

ALL = "(all)"  # all stages together: what is said of the persona as a whole
MOST = 5  # maps beside that of everybody
WAYS = {
    "on": "went_on",
    "reached": "reached",
    "end": "other_ends",
    "ended": "ended",
    "open": "open",
}
Cell = tuple[str, str, str]  # persona, stage, way


@dataclass(frozen=True, slots=True)
class Seen:
    """What may be shown: personas, their columns, and the ways that may not."""

    personas: tuple[str, ...]
    columns: AbstractSet[tuple[str, str]]
    hidden: AbstractSet[Cell]

    def ways(self, persona: str, stage: str) -> set[str]:
        """Ways of a column that are not shown."""
        return {way for who, at, way in self.hidden if (who, at) == (persona, stage)}


def shown_personas(people: Mapping[str, int], small: int) -> tuple[str, ...]:
    """The largest personas, so that those who are left, too, are enough or nobody.

    >>> shown_personas({"a": 90, "b": 40, "c": 4, "(none)": 0}, 10)
    ('a',)
    """
    own = sorted((name for name in people if name != NOBODY), key=lambda n: (-people[n], n))[:MOST]
    rest = sum(people.values()) - sum(people[name] for name in own)
    gone = hidden_cells({name: people[name] for name in own}, rest, small)
    return tuple(name for name in own if name not in gone)


def seen_of(
    stages: Rows,
    totals: Rows,
    everybody: Mapping[str, set[str]],
    columns: Collection[str],
    small: int,
) -> Seen:
    """Find what may be shown; `everybody` are the ways hidden in the map of all, by stage."""
    names = shown_personas({row["persona"]: row["people"] for row in totals}, small)
    open_to = {
        (name, stage)
        for stage in columns
        for name in _columns([row for row in stages if row["stage"] == stage], names, small)
    }
    counts = counts_of(stages, totals)
    unseen = {cell for cell in counts if cell[1] != ALL and cell[:2] not in open_to}
    unseen |= {cell for cell in counts if cell[0] not in names}
    unseen |= {cell for cell in counts if cell[2] in everybody.get(cell[1], set())}
    told = {(name, ALL) for name in names} | open_to
    hidden = protected(counts, known_sums(counts, told), small=small, hidden=unseen)
    # Where the whole of a way is hidden its stages are as well: they would add up to it.
    whole = {(who, way) for who, stage, way in hidden if stage == ALL and who in names}
    hidden |= {cell for cell in counts if (cell[0], cell[2]) in whole}
    return Seen(
        names, open_to, protected(counts, known_sums(counts, told), small=small, hidden=hidden)
    )


def _columns(rows: list[Row], names: Collection[str], small: int) -> set[str]:
    """Personas whose column may be shown, since everybody's tells how many all are together."""
    people = {row["persona"]: row["people"] for row in rows}
    own = {name: people.get(name, 0) for name in names}
    gone = hidden_cells(own, sum(people.values()) - sum(own.values()), small)
    return {name for name, count in own.items() if count and name not in gone}


def counts_of(stages: Rows, totals: Rows) -> dict[Cell, int]:
    """Journeys of every persona, stage and way, and of all stages together."""
    cells = {
        (row["persona"], row["stage"], way): row[name]
        for row in stages
        for way, name in WAYS.items()
    }
    ways_out = {way: name for way, name in WAYS.items() if way != "on"}
    return cells | {
        (row["persona"], ALL, way): row[name] for row in totals for way, name in ways_out.items()
    }


def known_sums(counts: Mapping[Cell, int], told: AbstractSet[tuple[str, str]]) -> list[list[Cell]]:
    """Sums that a reader knows: of a column, of a way of a persona, of a way over personas."""
    lines: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
    for cell in counts:
        who, stage, way = cell
        if (who, stage) in told:
            lines["column", who, stage].append(cell)
        lines["personas", stage, way].append(cell)
        if stage != ALL and way != "on":
            lines["stages", who, way].append(cell)
    return [lines[key] for key in sorted(lines)]
