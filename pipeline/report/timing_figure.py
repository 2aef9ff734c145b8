"""Draw how long journeys take as a plotly Figure for notebooks and dashboards.

In:     Timing, TimingStyle
Out:    plotly Figure with the same bands, axes and words as the SVG; the intervals on hovering
Units:  seconds since the first event; shares from 0 to 1
Errors: none
Source: one computation, two renderers, as in `pipeline.sankey`
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from pipeline.report.timing import UNDECIDED, Band, Timing
from pipeline.report.timing_chart import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    TimingStyle,
    fill_of,
    names_at,
    ticks,
)

if TYPE_CHECKING:
    from plotly.graph_objects import Figure, Scatter

_ROOM = 20.0  # under the axis of time, more than the SVG has: letters are larger here
_OPACITY = {"ended": 0.55, UNDECIDED: 0.55}  # as in sections.css
_USUAL = 0.88


def fig_survival(timing: Timing, *, style: TimingStyle) -> Figure:
    """Draw the bands with plotly: the goal from below, the drop-off from above."""
    from plotly.graph_objects import Figure  # noqa: PLC0415 (a second to import)

    end_s = timing.times_s[-1] if timing.times_s else 0.0
    figure = Figure([_band(band, timing, style) for band in timing.bands])
    at = ticks(end_s) if end_s else []
    figure.update_xaxes(
        range=[0, end_s], tickvals=at, ticktext=[style.period(time) for time in at],
        gridcolor="rgba(139,147,161,.35)",
    )  # fmt: skip
    shares = [0, 0.25, 0.5, 0.75, 1]
    figure.update_yaxes(
        range=[0, 1], tickvals=shares, ticktext=[style.percent(share) for share in shares],
        gridcolor="rgba(139,147,161,.35)",
    )  # fmt: skip
    return figure.update_layout(
        width=WIDTH, height=HEIGHT + _ROOM, showlegend=False, plot_bgcolor="white",
        margin={"l": LEFT, "r": WIDTH - RIGHT, "t": TOP, "b": HEIGHT + _ROOM - BOTTOM},
        font={"family": "Inter, system-ui, sans-serif", "size": 12},
        annotations=_names(timing, style),
    )  # fmt: skip


def _band(band: Band, timing: Timing, style: TimingStyle) -> Scatter:
    from plotly.graph_objects import Scatter  # noqa: PLC0415 (a second to import)

    told = [
        f"{style.percent(point.share)}"
        + (
            ""
            if point.low is None or point.high is None
            else f" ({style.percent(point.low)} … {style.percent(point.high)})"
        )
        for point in band.points
    ]
    return Scatter(
        x=timing.times_s, y=[point.share for point in band.points], text=told,
        name=escape(style.name(band), quote=False), mode="lines", stackgroup="bands",
        line={"shape": "hv", "width": 0}, fillcolor=_faded(band),
        customdata=[style.period(time) for time in timing.times_s],
        hovertemplate="%{fullData.name} · %{customdata}: %{text}<extra></extra>",
    )  # fmt: skip


def _faded(band: Band) -> str:
    fill = fill_of(band)
    red, green, blue = (int(fill[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{_OPACITY.get(band.kind, _USUAL)})"


def _names(timing: Timing, style: TimingStyle) -> list[dict[str, Any]]:
    """Beside the right edge, at the heights of the SVG."""
    if not timing.times_s:
        return []
    return [
        {
            "x": 1, "xref": "paper", "xanchor": "left", "xshift": 14,
            "y": (BOTTOM - y) / (BOTTOM - TOP), "showarrow": False,
            "text": f"<b>{style.percent(band.points[-1].share)}</b> "
            + escape(style.name(band), quote=False),
        }
        for band, _, y in names_at(timing)
    ]  # fmt: skip
