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
from pipeline.questions.drawings import html_table, titled, wording
from pipeline.report.matrix import Matrix
from pipeline.report.parts import matrix_in
from pipeline.report.read import shown

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
    drawing: Matrix

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

    def figure(self, *, language: str = "en") -> Figure:
        """The picture of the report: of each row, the share that goes to each column next."""
        from pipeline.report.matrix_figure import fig_handoffs  # noqa: PLC0415
        from pipeline.report.styles import matrix_style  # noqa: PLC0415 (babel)

        style = matrix_style(*wording(language), self.kind)
        title = f"From {self.kind} to {self.kind}: {self.journey}"
        return titled(fig_handoffs(self.drawing, style=style), title)

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
    return Handoffs(journey, kind, tuple(rows), tuple(moves), matrix_in(db, kind, shown(moves)))
