"""Where journeys end without the goal, and where their people went instead.

In:     a warehouse that `journeys run` has built
Out:    DropOffs: shows itself in a notebook, and gives .frame(), .destinations(), .figure()
Units:  journeys; shares from 0 to 1 with 95 % intervals; seconds
Errors: JourneysError when no journey has the name asked for
Source: marts.drop_offs and marts.drop_off_destinations, whose headers say how each is counted
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.questions.common import require_journey, rows_of
from pipeline.questions.drawings import PALETTE, html_table, plain_layout

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

_FORMATS = {
    **dict.fromkeys(("at_risk", "ended", "open"), "{:,}"),
    **dict.fromkeys(("rate", "rate_low", "rate_high"), "{:.1%}"),
    **dict.fromkeys(("expected", "excess"), "{:,.1f}"),
}


@dataclass(frozen=True)
class DropOffs:
    """Where the journeys of one definition end. In a notebook it shows its table."""

    journey: str
    rows: tuple[dict[str, Any], ...]
    destination_rows: tuple[dict[str, Any], ...]

    def frame(self) -> pd.DataFrame:
        """One row per touchpoint: at risk, ended, open, rate and interval, expected and excess."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.rows))

    def destinations(self) -> pd.DataFrame:
        """Where people went instead: one row per touchpoint and next touchpoint, or (nothing)."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.destination_rows))

    def figure(self) -> Figure:
        """Rate and interval of each touchpoint beside the rate expected at its positions."""
        return fig_drop_offs(self.journey, self.rows)

    def _repr_html_(self) -> str:
        caption = f"Where journeys end: {self.journey}"
        return html_table(caption, self.rows, {"touchpoint": "{}", **_FORMATS})


def drop_offs(db: duckdb.DuckDBPyConnection, *, journey: str) -> DropOffs:
    """Where the journeys of `journey` end without the goal, most ended first."""
    require_journey(db, journey)
    rows = rows_of(db, "questions/drop_offs.sql", journey=journey)
    destinations = rows_of(db, "questions/drop_off_destinations.sql", journey=journey)
    return DropOffs(journey, tuple(rows), tuple(destinations))


def fig_drop_offs(journey: str, rows: tuple[dict[str, Any], ...]) -> Figure:
    """A dot and a line per touchpoint, most ended on top; a diamond where the rate was expected."""
    from plotly.graph_objects import Figure, Scatter  # noqa: PLC0415 - a second to import

    rated = [row for row in reversed(rows) if row["rate"] is not None]
    names = [row["touchpoint"] for row in rated]
    rates = [row["rate"] for row in rated]
    error = {
        "type": "data",
        "array": [row["rate_high"] - row["rate"] for row in rated],
        "arrayminus": [row["rate"] - row["rate_low"] for row in rated],
        "color": PALETTE["ended"],
    }
    told = [f"{row['ended']:,} of {row['at_risk']:,}" for row in rated]
    figure = Figure(
        [
            Scatter(
                x=rates, y=names, mode="markers", name="ended", error_x=error, text=told,
                marker={"color": PALETTE["ended"], "size": 9},
                hovertemplate="%{y}: %{x:.1%} (%{text})<extra></extra>",
            ),
            Scatter(
                x=[row["expected"] / row["at_risk"] for row in rated], y=names, mode="markers",
                name="expected at these positions",
                marker={"color": PALETTE["expected"], "size": 9, "symbol": "diamond-open"},
                hovertemplate="%{y}: %{x:.1%} expected<extra></extra>",
            ),
        ]
    )  # fmt: skip
    plain_layout(figure, f"Where journeys end: {journey}", height=140 + 26 * len(rated))
    figure.update_xaxes(tickformat=".0%", rangemode="tozero", title="of those at risk")
    return figure
