"""Draw how customers feel as a plotly Figure for notebooks and dashboards.

In:     Emotion, the names of its columns, CurveStyle
Out:    plotly Figure with the points, curves, bands and labels of the SVG, where the SVG has them
Units:  x in columns, y in emotion from -2 to +2
Errors: none
Source: one computation, two renderers, as in `pipeline.sankey`
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from pipeline.report.curve import along
from pipeline.report.curve_canvas import Canvas, CurveStyle, Spot, runs_of
from pipeline.report.curve_names import labels_of
from pipeline.report.curve_svg import hue_of_mood
from pipeline.report.map_model import Emotion

if TYPE_CHECKING:
    from plotly.graph_objects import Figure, Scatter

INK, MUTED = "#1B2430", "#5A6472"
_HEAD = 34.0  # over the drawing: the names of the columns
_SMALL_POINT = 2.6


def fig_emotion(emotion: Emotion, columns: Sequence[str], *, style: CurveStyle) -> Figure:
    """Draw the curve of the leading measure, and the other one thin behind it."""
    from plotly.graph_objects import Figure  # noqa: PLC0415 (a second to import)

    canvas = Canvas(emotion, len(columns))
    lead = canvas.spots([mood for mood in emotion.moods if mood.measure == emotion.lead])
    other = canvas.spots([mood for mood in emotion.moods if mood.measure != emotion.lead])
    figure = Figure(
        [
            *(_line(run, canvas, "beside") for run in runs_of(other)),
            *(_band(run, canvas) for run in runs_of(lead)),
            *(_line(run, canvas, "lead") for run in runs_of(lead)),
            _points(other, canvas, style, "beside"),
            _points(lead, canvas, style, "lead"),
        ]
    )  # fmt: skip
    figure.update_xaxes(
        range=[0, len(columns)], side="top",
        tickvals=[place + 0.5 for place in range(len(columns))],
        ticktext=[escape(name, quote=False) for name in columns], showgrid=False, zeroline=False,
    )  # fmt: skip
    figure.update_yaxes(
        range=[-canvas.reach, canvas.reach], tickvals=[-canvas.end, 0, canvas.end],
        ticktext=[
            f"{style.bad} {style.score(-canvas.end)}", style.neutral,
            f"{style.good} {style.score(canvas.end)}",
        ],
        showgrid=False, zerolinecolor="#8B93A1",
    )  # fmt: skip
    return figure.update_layout(
        width=canvas.width + 100, height=canvas.height + _HEAD, showlegend=False,
        margin={"l": 100, "r": 0, "t": _HEAD, "b": 0}, plot_bgcolor="white",
        font={"family": "Inter, system-ui, sans-serif", "size": 12},
        shapes=_ground(canvas),
        annotations=[*_labels(lead, other, canvas, style), *_nothing(canvas, style)],
    )  # fmt: skip


def _x(spot: Spot, canvas: Canvas) -> float:
    return spot.x / canvas.unit


def _bound(run: Sequence[Spot], canvas: Canvas, bound: str) -> list[tuple[float, float]]:
    return [(_x(spot, canvas), getattr(spot.mood, bound)) for spot in run]


def _line(run: Sequence[Spot], canvas: Canvas, role: str) -> Scatter:
    from plotly.graph_objects import Scatter  # noqa: PLC0415 (a second to import)

    points = along(_bound(run, canvas, "mean"))
    looks = {"width": 2.2, "color": INK} if role == "lead" else {"width": 1.2, "color": MUTED}
    return Scatter(
        x=[x for x, _ in points], y=[y for _, y in points], mode="lines", hoverinfo="skip",
        line={**looks, "dash": "solid" if role == "lead" else "dash"},
    )  # fmt: skip


def _band(run: Sequence[Spot], canvas: Canvas) -> Scatter:
    """The interval: a surface along a run, a line at a point that stands alone."""
    from plotly.graph_objects import Scatter  # noqa: PLC0415 (a second to import)

    low, high = (along(_bound(run, canvas, bound)) for bound in ("low", "high"))
    round_it = [*high, *reversed(low)]
    return Scatter(
        x=[x for x, _ in round_it], y=[y for _, y in round_it], mode="lines", hoverinfo="skip",
        fill="toself", fillcolor="rgba(90,100,114,.16)",
        line={"width": 1.2 if len(run) == 1 else 0, "color": MUTED},
    )  # fmt: skip


def _points(spots: Sequence[Spot], canvas: Canvas, style: CurveStyle, role: str) -> Scatter:
    """Rings in the colour of the channel; an open one at nought where too few answered."""
    from plotly.graph_objects import Scatter  # noqa: PLC0415 (a second to import)

    known = [spot for spot in spots if spot.y is not None or spot.mood.column in canvas.known]
    told = [spot for spot in known if role == "lead" or spot.y is not None]
    return Scatter(
        x=[_x(spot, canvas) for spot in told],
        y=[spot.mood.mean if spot.y is not None else 0.0 for spot in told],
        customdata=[[spot.mood.touchpoint, spot.mood.mean, spot.mood.n] for spot in told],
        text=[escape(style.title(spot.mood), quote=False) for spot in told],
        mode="markers", hovertemplate="%{text}<extra></extra>",
        marker={
            "size": [2 * _radius(spot, role) for spot in told], "color": "white", "opacity": 1,
            "line": {
                "color": [_ring(spot, style) for spot in told],
                "width": 3 if role == "lead" else 1.6,
            },
        },
    )  # fmt: skip


def _radius(spot: Spot, role: str) -> float:
    if spot.y is None:
        return 3.0
    return spot.radius if role == "lead" else _SMALL_POINT


def _ring(spot: Spot, style: CurveStyle) -> str:
    return "#8B93A1" if spot.y is None else hue_of_mood(spot.mood, style)[1]


def _ground(canvas: Canvas) -> list[dict[str, Any]]:
    """The borders of the columns."""
    return [
        {
            "type": "line", "x0": place, "x1": place, "y0": 0, "y1": 1, "yref": "paper",
            "line": {"color": "#D5DAE0", "dash": "dot", "width": 1}, "layer": "below",
        }
        for place in range(1, canvas.columns)
    ]  # fmt: skip


def _labels(
    lead: Sequence[Spot], other: Sequence[Spot], canvas: Canvas, style: CurveStyle
) -> list[dict[str, Any]]:
    found = []
    for label in labels_of(lead, other, canvas, style):
        middle = (label.box.left + label.box.right) / 2
        above = label.box.bottom <= (label.spot.y or 0.0)
        name, score = f"<b>{escape(label.name, quote=False)}</b>", escape(label.score, quote=False)
        found.append(
            {
                "x": middle / canvas.unit, "showarrow": False, "font": {"size": 11.5},
                "y": _emotion_at((label.box.top + label.box.bottom) / 2, canvas),
                "text": f"{score}<br>{name}" if above else f"{name}<br>{score}",
            }
        )  # fmt: skip
    return found


def _nothing(canvas: Canvas, style: CurveStyle) -> list[dict[str, Any]]:
    y = _emotion_at(canvas.height / 2 + 20, canvas)
    return [
        {"x": x / canvas.unit, "y": y, "text": style.nothing, "showarrow": False}
        for x in canvas.blanks()
    ]


def _emotion_at(y: float, canvas: Canvas) -> float:
    """What emotion a height of the drawing stands for."""
    return canvas.reach * (1 - 2 * y / canvas.height)
