"""How journeys go on from each touchpoint, and where many wait long.

In:     a warehouse that `journeys run` has built
Out:    Chain and Bottlenecks: each shows itself in a notebook, and gives .frame()
Units:  chances and shares from 0 to 1; touchpoints; seconds
Errors: JourneysError when no journey has the name asked for
Source: see chain_solving; sql/questions/chain_moves.sql and bottlenecks.sql say what is counted
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.questions.chain_solving import Move, solve_chain
from pipeline.questions.common import require_journey, rows_of
from pipeline.questions.drawings import html_table

if TYPE_CHECKING:
    import pandas as pd

_LAST_COLUMNS = {"steps_to_go": "{:,.2f}", "time_to_go_s": "{:,.0f}"}
_BOTTLENECKS = {
    "touchpoint": "{}",
    "journeys": "{:,}",
    "share": "{:.1%}",
    "waits": "{:,}",
    **dict.fromkeys(("median_wait_s", "p90_wait_s", "score_s"), "{:,.0f}"),
}


@dataclass(frozen=True)
class Chain:
    """What is to be expected from each touchpoint. In a notebook it shows its table.

    `open_journeys` is how many were left out because nobody knows how they end.
    """

    journey: str
    rows: tuple[dict[str, Any], ...]
    open_journeys: int

    def frame(self) -> pd.DataFrame:
        """One row per touchpoint and one for (start): a column per end, steps and time to go."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.rows))

    def _repr_html_(self) -> str:
        ends = [name for row in self.rows[:1] for name in row if name.startswith("(")]
        formats = {"touchpoint": "{}"} | dict.fromkeys(ends, "{:.1%}") | _LAST_COLUMNS
        caption = f"What comes from here: {self.journey} ({self.open_journeys:,} open left out)"
        return html_table(caption, self.rows, formats)


@dataclass(frozen=True)
class Bottlenecks:
    """Where many journeys wait long, the worst first. In a notebook it shows its table."""

    journey: str
    rows: tuple[dict[str, Any], ...]

    def frame(self) -> pd.DataFrame:
        """One row per touchpoint: share of journeys, waits to the next step, and their product."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.rows), columns=[*_BOTTLENECKS])

    def _repr_html_(self) -> str:
        return html_table(f"Bottlenecks: {self.journey}", self.rows, _BOTTLENECKS)


def chain(db: duckdb.DuckDBPyConnection, *, journey: str) -> Chain:
    """The chance of each end, and the expected steps and time to go, from every touchpoint.

    Open journeys are left out: nobody knows how they end, and to take their last step for an end
    would make touchpoints look bad at which many are just now. From (start) the chances are the
    shares of the journeys themselves. time_to_go_s runs to the last step; the silence after which
    a journey counts as ended is no part of it.

        jp.chain(db, journey="alta").frame()
    """
    require_journey(db, journey)
    counted = rows_of(db, "questions/chain_moves.sql", journey=journey)
    moves = [Move(*row.values()) for row in counted]
    left_out = rows_of(db, "questions/chain_open.sql", journey=journey)[0]["journeys"]
    return Chain(journey, tuple(solve_chain(moves)), left_out)


def bottlenecks(db: duckdb.DuckDBPyConnection, *, journey: str) -> Bottlenecks:
    """The touchpoints of `journey` by share of journeys through them x median wait after them.

    The score is in seconds: roughly what a touchpoint adds to a journey taken at random. Waits may
    be what customers want, such as the days before an appointment.

        jp.bottlenecks(db, journey="alta").frame()
    """
    require_journey(db, journey)
    return Bottlenecks(journey, tuple(rows_of(db, "questions/bottlenecks.sql", journey=journey)))
