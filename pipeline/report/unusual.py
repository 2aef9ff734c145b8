"""Pieces of routes that are taken more or less often than chance explains.

In:     rows of marts.unusual_routes of one journey name, the most unusual first
Out:    Piece: what was seen and expected; fewer than `small` are told as none
Units:  people; shares from 0 to 1
Errors: none
Source: counts, intervals and ranks are those of the mart
"""

from dataclasses import dataclass

from pipeline.report.funnels import Share
from pipeline.report.read import Rows


@dataclass(frozen=True, slots=True)
class Piece:
    """From one touchpoint by a second to a third; `observed` is None when it is small."""

    touchpoints: tuple[str, str, str]
    is_more: bool
    observed: int | None
    expected: float
    came: int
    share: Share
    elsewhere: float | None


def pieces_of(rows: Rows, *, small: int) -> tuple[Piece, ...]:
    """Take over the rows; those taken more often first."""
    made = [
        Piece(
            touchpoints=(row["from_touchpoint"], row["middle"], row["to_touchpoint"]),
            is_more=row["direction"] == "over",
            observed=None if 0 < row["observed"] < small else row["observed"],
            expected=row["expected"],
            came=row["came"],
            share=Share(row["share"], row["share_low"], row["share_high"]),
            elsewhere=row["share_elsewhere"],
        )
        for row in rows
    ]
    return tuple(sorted(made, key=lambda piece: not piece.is_more))
