"""How long journeys stay undecided, and in which way they go out by then.

In:     a warehouse that `journeys run` has built
Out:    Survival: shows itself in a notebook; .frame(), .incidences(), .figure(), .curves()
Units:  seconds since the first event of a journey; shares from 0 to 1 with 95 % intervals
Errors: JourneysError when no journey has the name asked for
Source: marts.survival and marts.incidences, whose headers name the estimators
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.questions.common import require_journey, rows_of
from pipeline.questions.drawings import PALETTE, html_table, plain_layout, titled, wording
from pipeline.report.parts import timing_in
from pipeline.report.timing import Timing

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

_UNITS = {1: "seconds", 60: "minutes", 3600: "hours", 86400: "days"}
_COUNTS = ("at_risk", "reached", "ended", "other", "open")
_SHARES = ("survival", "survival_low", "survival_high")
_FILLED = 0.15


@dataclass(frozen=True)
class Survival:
    """The curves of one definition. In a notebook it shows its table."""

    journey: str
    rows: tuple[dict[str, Any], ...]
    incidence_rows: tuple[dict[str, Any], ...]
    timing: Timing

    def frame(self) -> pd.DataFrame:
        """One row per time: at risk, who left since the time before, survival and interval."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.rows))

    def incidences(self) -> pd.DataFrame:
        """One row per outcome and time: the share that has gone out so by then, and interval."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.incidence_rows))

    def figure(self, *, language: str = "en") -> Figure:
        """The picture of the report: which share is at the goal, lost and undecided, by time."""
        from pipeline.report.styles import timing_style  # noqa: PLC0415 (babel)
        from pipeline.report.timing_figure import fig_survival  # noqa: PLC0415

        figure = fig_survival(self.timing, style=timing_style(*wording(language)))
        return titled(figure, f"How journeys go out: {self.journey}")

    def curves(self) -> Figure:
        """A curve for each outcome and for those still undecided, with its interval."""
        return _curves(self)

    def _repr_html_(self) -> str:
        formats = dict.fromkeys(("time_s", *_COUNTS), "{:,}") | dict.fromkeys(_SHARES, "{:.1%}")
        return html_table(f"Still undecided: {self.journey}", self.rows, formats)


def survival(db: duckdb.DuckDBPyConnection, *, journey: str) -> Survival:
    """The curves of `journey`: still undecided, and gone out in each way, after how long."""
    require_journey(db, journey)
    rows = rows_of(db, "questions/survival.sql", journey=journey)
    incidences = rows_of(db, "questions/incidences.sql", journey=journey)
    return Survival(journey, tuple(rows), tuple(incidences), timing_in(db, journey))


def _curves(found: Survival) -> Figure:
    """Steps: what is true at a time stays so until the next one."""
    from plotly.graph_objects import Figure  # noqa: PLC0415 - a second to import

    grid_s = found.rows[0]["grid_s"] if found.rows else 1
    figure = Figure()
    curves = [("still undecided", "survival", PALETTE["open"], found.rows)]
    for outcome in dict.fromkeys(row["outcome"] for row in found.incidence_rows):
        own = tuple(row for row in found.incidence_rows if row["outcome"] == outcome)
        colour = PALETTE.get(outcome, PALETTE["other"])
        curves.append((escape(outcome), "incidence", colour, own))
    for name, column, colour, rows in curves:
        _add_curve(figure, name, column, colour, [(row["time_s"] / grid_s, row) for row in rows])
    plain_layout(figure, f"How journeys go out: {found.journey}", height=420)
    figure.update_xaxes(title=f"{_UNITS[grid_s]} since the first event", rangemode="tozero")
    figure.update_yaxes(tickformat=".0%", range=[0, 1], title="of all journeys")
    return figure


def _add_curve(
    figure: Figure, name: str, column: str, colour: str, points: list[tuple[float, dict[str, Any]]]
) -> None:
    from plotly.graph_objects import Scatter  # noqa: PLC0415 - a second to import

    line = {"shape": "hv", "width": 0}
    known = [point for point in points if point[1][f"{column}_low"] is not None]
    for bound, fill in (("low", None), ("high", "tonexty")):
        figure.add_trace(
            Scatter(
                x=[x for x, _ in known], y=[row[f"{column}_{bound}"] for _, row in known],
                line=line, mode="lines", fill=fill, fillcolor=_faded(colour),
                legendgroup=name, showlegend=False, hoverinfo="skip",
            )
        )  # fmt: skip
    figure.add_trace(
        Scatter(
            x=[x for x, _ in points], y=[row[column] for _, row in points], name=name,
            line={"shape": "hv", "color": colour, "width": 2}, mode="lines", legendgroup=name,
        )
    )  # fmt: skip


def _faded(colour: str) -> str:
    """A colour that lets others shine through.

    >>> _faded("#0072B2")
    'rgba(0,114,178,0.15)'
    """
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{_FILLED})"
