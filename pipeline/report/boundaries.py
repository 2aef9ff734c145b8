"""How journeys would have gone if they were cut otherwise.

In:     rows of marts.boundary_sensitivity of one journey name
Out:    Cuts, the definition in force first; none where no other way to cut is named
Units:  journeys; shares from 0 to 1; seconds
Errors: none
Source: numbers and intervals are those of the mart
"""

from dataclasses import dataclass

from pipeline.report.read import Rows


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to cut journeys; the definition in force has no name."""

    name: str | None
    boundary: str
    timeout_s: float
    journeys: int
    people: int
    steps: int
    reached: int
    ended: int
    open: int
    reach_rate: float | None
    reach_low: float | None
    reach_high: float | None
    drop_off_rate: float | None
    median_reached_s: float | None


def cuts_of(rows: Rows) -> tuple[Cut, ...]:
    """Take over the rows."""
    names = set(Cut.__dataclass_fields__) - {"name"}
    return tuple(Cut(name=row["variant"], **{name: row[name] for name in names}) for row in rows)
