"""How customers feel along their journeys: by their ratings, and by the tone of what they write.

In:     a warehouse that `journeys run` has built
Out:    Emotion: shows itself in a notebook, and gives .frame() and .figure()
Units:  emotion from -2 to +2 with 95 % intervals; visits (steps); people; shares from 0 to 1
Errors: JourneysError when no journey or level has the name asked for
Source: marts.emotion, whose header says how it counts
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Literal, get_args

import duckdb

from pipeline.config.advice import nearest
from pipeline.errors import JourneysError
from pipeline.questions.common import require_journey, rows_of
from pipeline.questions.drawings import PALETTE, html_table, plain_layout

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure, Scatter

Level = Literal["touchpoint", "stage"]
Row = dict[str, Any]
_FORMATS = {
    **dict.fromkeys(("place", "measure"), "{}"),
    **dict.fromkeys(("visits", "n", "people"), "{:,}"),
    "coverage": "{:.0%}",
    **dict.fromkeys(("mean", "low", "high"), "{:+.2f}"),
}
_STYLES = {
    "rating": ("ratings", PALETTE["expected"], "circle", "rgba(0, 114, 178, 0.18)"),
    "text": ("tone of texts", PALETTE["ended"], "diamond", "rgba(201, 101, 59, 0.18)"),
}
_HALF_WIDTH = 0.12  # of the band of a place without neighbours


@dataclass(frozen=True)
class Emotion:
    """The emotion at the touchpoints or stages of one definition, ratings and texts apart."""

    journey: str
    level: Level
    rows: tuple[Row, ...]

    def frame(self) -> pd.DataFrame:
        """One row per place and measure, in the typical order; no mean where there are too few."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.rows))

    def figure(self) -> Figure:
        """The curve of each measure with its band; where nothing is told the curve has a gap."""
        return fig_emotion(self)

    def _repr_html_(self) -> str:
        return html_table(f"Emotion by {self.level}: {self.journey}", self.rows, _FORMATS)


def emotion(db: duckdb.DuckDBPyConnection, *, journey: str, level: Level = "touchpoint") -> Emotion:
    """How people feel at the touchpoints or stages of `journey`, in their typical order."""
    require_journey(db, journey)
    if level not in get_args(Level):
        fix = nearest(level, list(get_args(Level)))
        raise JourneysError(f'There is no emotion by "{level}".', fix=fix)
    rows = rows_of(db, "questions/emotion.sql", journey=journey, level=level)
    return Emotion(journey, level, tuple(rows))


def fig_emotion(found: Emotion) -> Figure:
    """A line per measure, its interval as a band, gaps where too few said something."""
    from plotly.graph_objects import Figure  # noqa: PLC0415 - a second to import

    figure = Figure()
    for measure in _STYLES:
        own = [row for row in found.rows if row["measure"] == measure]
        if any(row["mean"] is not None for row in own):
            figure.add_traces([_band(measure, own), _curve(measure, own)])
    names = {row["position"]: row["place"] for row in found.rows}
    plain_layout(figure, f"Emotion by {found.level}: {found.journey}", height=460)
    figure.update_xaxes(
        tickvals=list(names),
        ticktext=[escape(name) for name in names.values()],
        range=[0.5, len(names) + 0.5],
    )
    figure.update_yaxes(range=[-2.1, 2.1], title="-2 to +2", zeroline=True, zerolinecolor="#8B93A1")
    return figure


def _curve(measure: str, rows: Sequence[Row]) -> Scatter:
    from plotly.graph_objects import Scatter  # noqa: PLC0415 - a second to import

    name, colour, symbol, _ = _STYLES[measure]
    told = [
        f"{escape(row['place'])}: {row['mean']:+.2f} ({row['low']:+.2f} to {row['high']:+.2f}), "
        f"{row['n']:,} visits of {row['people']:,} people, {row['coverage']:.0%} of visits"
        if row["mean"] is not None
        else ""
        for row in rows
    ]
    return Scatter(
        x=[row["position"] for row in rows], y=[row["mean"] for row in rows], name=name,
        mode="lines+markers", connectgaps=False, text=told,
        hovertemplate="%{text}<extra></extra>",
        line={"color": colour}, marker={"symbol": symbol, "size": 9},
    )  # fmt: skip


def _band(measure: str, rows: Sequence[Row]) -> Scatter:
    """One polygon per run of neighbours that have a mean, with a gap after each."""
    from plotly.graph_objects import Scatter  # noqa: PLC0415 - a second to import

    across: list[float | None] = []
    up: list[float | None] = []
    for run in _runs(rows):
        there = [row["position"] for row in run]
        if len(run) == 1:
            there, run = [there[0] - _HALF_WIDTH, there[0] + _HALF_WIDTH], run * 2  # noqa: PLW2901
        across += [*there, *reversed(there), None]
        up += [row["high"] for row in run] + [row["low"] for row in reversed(run)] + [None]
    return Scatter(
        x=across, y=up, fill="toself", fillcolor=_STYLES[measure][3], line={"width": 0},
        mode="lines", hoverinfo="skip", showlegend=False,
    )  # fmt: skip


def _runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows with a mean, each run of them as one list."""
    run: list[Row] = []
    for row in rows:
        if row["mean"] is not None:
            run.append(row)
        elif run:
            yield run
            run = []
    if run:
        yield run
