"""Changes of channel, device, department or agent inside journeys, and what becomes of them.

In:     a warehouse that `journeys run` has built
Out:    Handoffs: shows itself in a notebook, and gives .frame(), .matrix(), .figure()
Units:  handoffs and contacts; waits in seconds; shares from 0 to 1; emotion from -2 to +2
Errors: JourneysError when no journey or kind has the name asked for
Source: marts.handoffs, marts.handoff_effects and marts.moves, whose headers say how they count
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import duckdb

from pipeline.config.advice import nearest
from pipeline.errors import JourneysError
from pipeline.questions.common import require_journey, rows_of
from pipeline.questions.drawings import html_table, plain_layout

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

Kind = Literal["channel", "device", "department", "agent"]
_FORMATS = {
    **dict.fromkeys(("from_value", "to_value"), "{}"),
    **dict.fromkeys(("handoffs", "never_arrived", "came_back", "repeated"), "{:,}"),
    "median_wait_s": "{:,.0f}",
    "reached_difference": "{:+.1%}",
    "reached_difference_low": "{:+.1%}",
    "reached_difference_high": "{:+.1%}",
}


@dataclass(frozen=True)
class Handoffs:
    """The changes of one kind in one definition. In a notebook it shows its table."""

    journey: str
    kind: Kind
    rows: tuple[dict[str, Any], ...]
    move_rows: tuple[dict[str, Any], ...]

    def frame(self) -> pd.DataFrame:
        """One row per change, most frequent first, with its effects and evidence journeys."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.rows))

    def matrix(self) -> pd.DataFrame:
        """From where to where contacts lead, staying and the ways out included.

        A row adds up to all contacts at its value.
        """
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        moves = pd.DataFrame(list(self.move_rows), columns=["from_value", "to_value", "moves"])
        wide = moves.pivot_table(
            index="from_value", columns="to_value", values="moves", aggfunc="sum", fill_value=0
        )
        ways_out = [name for name in wide.columns if name.startswith("(")]
        return wide[[*(name for name in wide.columns if name not in ways_out), *ways_out]]

    def figure(self) -> Figure:
        """The matrix in shades, each row as shares of its contacts."""
        return fig_handoffs(self)

    def _repr_html_(self) -> str:
        return html_table(f"Changes of {self.kind}: {self.journey}", self.rows, _FORMATS)


def handoffs(db: duckdb.DuckDBPyConnection, *, journey: str, kind: Kind = "channel") -> Handoffs:
    """The changes of `kind` in the journeys of `journey`, most frequent first."""
    require_journey(db, journey)
    if kind not in get_args(Kind):
        known = list(get_args(Kind))
        raise JourneysError(
            f'There are no handoffs of the kind "{kind}".', fix=nearest(kind, known)
        )
    rows = rows_of(db, "questions/handoffs.sql", journey=journey, kind=kind)
    moves = rows_of(db, "questions/moves.sql", journey=journey, kind=kind)
    return Handoffs(journey, kind, tuple(rows), tuple(moves))


def fig_handoffs(found: Handoffs) -> Figure:
    """A shade per from and to."""
    from plotly.graph_objects import Figure, Heatmap  # noqa: PLC0415 - a second to import

    matrix = found.matrix()
    shares = matrix.div(matrix.sum(axis=1), axis=0)
    figure = Figure(
        Heatmap(
            x=list(matrix.columns), y=list(matrix.index), z=shares.to_numpy(),
            text=[[f"{count:,}" for count in row] for row in matrix.to_numpy()],
            texttemplate="%{text}",
            hovertemplate="%{y} to %{x}: %{text} contacts, %{z:.1%} of the row<extra></extra>",
            colorscale="Blues", zmin=0, zmax=1, colorbar={"tickformat": ".0%"},
        )
    )  # fmt: skip
    title = f"From {found.kind} to {found.kind}: {found.journey}"
    plain_layout(figure, title, height=180 + 30 * len(matrix))
    figure.update_yaxes(type="category", autorange="reversed")
    figure.update_xaxes(type="category", side="top")
    figure.update_layout(margin={"t": 120})
    return figure
