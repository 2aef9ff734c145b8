"""Draw how customers feel along the map: a curve with its band, gaps where nothing is known.

In:     Emotion, the number of columns, words and hues
Out:    one <svg> element as text; names are escaped text, never markup
Units:  pixels, one decimal
Errors: none
Source: fills are attributes as well as classes, because some printers ignore style sheets in SVG
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from pipeline.report.curve import band, path
from pipeline.report.curve_canvas import (
    SMALL,
    Canvas,
    CurveStyle,
    Spot,
    points_of,
    runs_of,
    text_at,
)
from pipeline.report.curve_names import labels_of, names_of
from pipeline.report.map_model import Emotion, Mood
from pipeline.sankey.style import GREY, HUES


def svg_curve(emotion: Emotion, columns: int, style: CurveStyle) -> str:
    """Draw the curve of the leading measure, and the other one thin behind it."""
    canvas = Canvas(emotion, columns)
    lead = canvas.spots([mood for mood in emotion.moods if mood.measure == emotion.lead])
    other = canvas.spots([mood for mood in emotion.moods if mood.measure != emotion.lead])
    body = [
        *_ground(canvas, style),
        *_nothing(canvas, style),
        *(
            _unknown(spot, canvas, style)
            for spot in lead
            if spot.y is None and spot.mood.column in canvas.known
        ),
        *(_run(run, canvas, "beside") for run in runs_of(other)),
        *(_point(spot, style, "beside") for spot in other if spot.y is not None),
        *(_run(run, canvas, "lead") for run in runs_of(lead)),
        *(_point(spot, style, "lead") for spot in lead if spot.y is not None),
        *names_of(labels_of(lead, other, canvas, style)),
    ]
    return (
        f'<svg class="curve" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {canvas.width:.0f} {canvas.height:.0f}" '
        f'font-family="Inter, system-ui, sans-serif" aria-label="{escape(style.label)}">'
        + "".join(body)
        + "</svg>"
    )


def _ground(canvas: Canvas, style: CurveStyle) -> list[str]:
    """The better half and the worse half, the middle line and the borders of the columns."""
    stops = "".join(
        f'<linearGradient id="{escape(style.name)}-{tone}" x1="0" x2="0" y1="{y1}" y2="{y2}">'
        f'<stop class="{tone}" offset="0" stop-color="{colour}" stop-opacity=".2"/>'
        f'<stop class="{tone}" offset="1" stop-color="{colour}" stop-opacity="0"/>'
        f"</linearGradient>"
        for tone, colour, y1, y2 in (("good", "#1F8A4C", 0, 1), ("bad", "#B42318", 1, 0))
    )
    half, width = canvas.height / 2, canvas.width
    borders = "".join(
        f'<line class="border" x1="{number * canvas.unit:.1f}" x2="{number * canvas.unit:.1f}" '
        f'y1="0" y2="{canvas.height:.0f}" stroke="#D5DAE0" stroke-dasharray="2 3"/>'
        for number in range(1, canvas.columns)
    )
    halves = [f"<defs>{stops}</defs>", *_halves(style, canvas), borders]
    scale = (
        (style.good, style.score(canvas.end), 15),
        (style.bad, style.score(-canvas.end), canvas.height - 7),
    )
    middle = (
        f'<line class="middle" x1="0" x2="{width:.0f}" y1="{half:.0f}" y2="{half:.0f}" '
        f'stroke="#8B93A1" stroke-dasharray="3 4"/>'
    )
    return [
        *([] if style.is_lean else halves),
        middle,
        *(text_at(8, y, f"{word} {score}", SMALL, "axis") for word, score, y in scale),
        text_at(8, half - 5, style.neutral, SMALL, "axis"),
    ]


def _halves(style: CurveStyle, canvas: Canvas) -> list[str]:
    return [_half(style, "good", 0, canvas), _half(style, "bad", canvas.height / 2, canvas)]


def _half(style: CurveStyle, tone: str, y: float, canvas: Canvas) -> str:
    return (
        f'<rect y="{y:.0f}" width="{canvas.width:.0f}" height="{canvas.height / 2:.0f}" '
        f'fill="url(#{escape(style.name)}-{tone})"/>'
    )


def _nothing(canvas: Canvas, style: CurveStyle) -> list[str]:
    """Say so where nothing is known, once for columns beside each other."""
    return [
        text_at(x, canvas.height / 2 + 24, style.nothing, SMALL, "axis", anchor="middle")
        for x in canvas.blanks()
    ]


def _unknown(spot: Spot, canvas: Canvas, style: CurveStyle) -> str:
    y = canvas.y(0)
    return (
        f'<g class="unknown"><title>{escape(style.title(spot.mood))}</title>'
        f'<circle cx="{spot.x:.1f}" cy="{y:.1f}" r="3" fill="#FFFFFF" stroke="#8B93A1" '
        f'stroke-dasharray="1.5 1.5"/></g>'
    )


def _run(run: Sequence[Spot], canvas: Canvas, role: str) -> str:
    low, mean, high = (points_of(run, canvas, bound) for bound in ("low", "mean", "high"))
    if len(run) == 1:
        x = run[0].x
        return (
            f'<path class="range {role}" d="M{x:.1f} {high[0][1]:.1f}V{low[0][1]:.1f}'
            f'M{x - 4:.1f} {high[0][1]:.1f}h8M{x - 4:.1f} {low[0][1]:.1f}h8" fill="none" '
            f'stroke="#5A6472" stroke-width="1.2"/>'
        )
    surface = (
        f'<path class="band" d="{band(low, high)}" fill="#5A6472" fill-opacity=".16"/>'
        if role == "lead"
        else ""
    )
    return (
        f'{surface}<path class="line {role}" d="{path(mean)}" fill="none" stroke="#1B2430" '
        f'stroke-width="{2.2 if role == "lead" else 1.2}"/>'
    )


def hue_of_mood(mood: Mood, style: CurveStyle) -> tuple[str, str]:
    """Class and colour of the ring of a point: the channel of its touchpoint."""
    hue = style.hues.get(mood.touchpoint)
    return ("s-other", GREY) if hue is None else (f"s{hue}", HUES[hue % len(HUES)])


def _point(spot: Spot, style: CurveStyle, role: str) -> str:
    css, colour = hue_of_mood(spot.mood, style)
    radius = spot.radius if role == "lead" else 2.6
    return (
        f'<g class="spot {role}"><title>{escape(style.title(spot.mood))}</title>'
        f'<circle class="{css}" cx="{spot.x:.1f}" cy="{spot.y:.1f}" r="{radius:.1f}" '
        f'fill="#FFFFFF" stroke="{colour}" stroke-width="{3 if role == "lead" else 1.6}"/></g>'
    )
