"""Where people went instead of the goal, and how handoffs of each kind go.

In:     rows of marts.drop_off_destinations and marts.handoffs, summed, of one journey name
Out:    Instead; HandoffKind
Units:  journeys; handoffs; shares from 0 to 1
Errors: none
Source: the numbers are those of the marts; small destinations are one rest (see sankey.hiding)
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.report.rates import Rate, rate
from pipeline.report.read import Row, Rows
from pipeline.sankey.hiding import hidden_cells

NOTHING = "(nothing)"
SHOWN = 7
KINDS = ("device", "channel", "department", "agent")


@dataclass(frozen=True, slots=True)
class Destination:
    """What customers did next after a journey of theirs had ended; None is too few to be told."""

    name: str
    journeys: int
    share: float
    tried_again: int | None
    reached_later: int | None


@dataclass(frozen=True, slots=True)
class Instead:
    """Where those went whose journeys ended without the goal; `rest` are too few, or too many."""

    journeys: int
    nothing: int | None  # not seen again until the data end; None is too few to be told
    rows: tuple[Destination, ...]
    rest: int
    rest_names: int


@dataclass(frozen=True, slots=True)
class HandoffKind:
    """All changes of one kind; rates are None where a few could be told from them."""

    kind: str
    handoffs: int
    came_back: Rate | None
    repeated: Rate | None
    reached: Rate | None


def instead_of(rows: Rows, *, small: int) -> Instead:
    """List where they went, the most frequent first; what is hidden is in the rest."""
    counts = {row["destination"]: row["journeys"] for row in rows}
    gone = hidden_cells(counts, 0, small)
    own = [row for row in rows if row["destination"] not in gone | {NOTHING}]
    listed = own[:SHOWN]
    names = {row["destination"] for row in listed} | {NOTHING} - gone
    total = sum(counts.values())
    return Instead(
        journeys=total,
        nothing=None if NOTHING in gone else counts.get(NOTHING, 0),
        rows=tuple(_destination(row, total, small) for row in listed),
        rest=sum(n for name, n in counts.items() if name not in names),
        rest_names=len(counts.keys() - names),
    )


def _destination(row: Row, total: int, small: int) -> Destination:
    told = (row["tried_again"], row["reached_later"])
    again, later = (None if _is_small(n, row["journeys"], small) else n for n in told)
    return Destination(row["destination"], row["journeys"], row["journeys"] / total, again, later)


def _is_small(part: int, whole: int, small: int) -> bool:
    return any(0 < n < small for n in (part, whole - part))


def handoff_kinds_of(rows: Rows, *, small: int) -> tuple[HandoffKind, ...]:
    """One row a kind of which there are enough changes."""
    found = {row["kind"]: row for row in rows if row["handoffs"] >= max(small, 1)}
    return tuple(_kind(found[kind], small) for kind in KINDS if kind in found)


def _kind(row: Row, small: int) -> HandoffKind:
    def told(part: int, whole: int) -> Rate | None:
        return None if not whole or _is_small(part, whole, small) else rate(part, whole)

    return HandoffKind(
        kind=row["kind"],
        handoffs=row["handoffs"],
        came_back=told(row["came_back"], row["handoffs"]),
        repeated=told(row["repeated"], row["handoffs"]),
        reached=told(row["reached"], row["handoffs"] - row["open"]),
    )
