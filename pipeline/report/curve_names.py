"""Name the points of the emotion curve; the best and the worst moment say so.

In:     the spots of both measures, where they stand, words
Out:    labels with their places, and as SVG texts; a name without room is left out (it is in the
        table and on hovering)
Units:  pixels
Errors: none
Source: `curve_labels`
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from pipeline.report.curve import value_at
from pipeline.report.curve_canvas import (
    SIZE,
    SMALL,
    Canvas,
    CurveStyle,
    Spot,
    points_of,
    runs_of,
)
from pipeline.report.curve_labels import LINE, Box, Wish, place_labels
from pipeline.sankey.labels import cut_to_width, width_of

_WIDEST = 150.0
_FAR = 15.0  # from here on a thin line leads from a label to its point


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a point and its value, and where they stand."""

    spot: Spot
    box: Box
    name: str
    score: str
    tone: str  # good | bad | "": whether it is the best or the worst moment


def names_of(labels: Sequence[Label]) -> list[str]:
    """Write the labels."""
    return [
        _label(label.spot, label.box, (label.name, label.score), label.tone) for label in labels
    ]


def labels_of(
    lead: Sequence[Spot], other: Sequence[Spot], canvas: Canvas, style: CurveStyle
) -> list[Label]:
    """Name the points, the best and the worst moment first."""
    told = [spot for spot in lead if spot.y is not None]
    extremes = _extremes(told)
    ranked = sorted(told, key=lambda s: (s.mood.touchpoint not in extremes, -s.mood.visits, s.x))
    texts = {spot.mood.touchpoint: _words(spot, extremes, style) for spot in ranked}
    wishes = [_wish(spot, texts[spot.mood.touchpoint], told) for spot in ranked]
    taken = [_round(spot, spot.radius + 2) for spot in told] + _axis_boxes(canvas, style)
    lines = [box for run in runs_of(lead) for box in _along(run, canvas)]
    lines += [_round(spot, 4) for spot in other if spot.y is not None]
    frame = Box(3, 2, canvas.width - 3, canvas.height - 2)
    places = place_labels(wishes, taken, lines, frame)
    return [
        Label(spot, box, *texts[spot.mood.touchpoint], extremes.get(spot.mood.touchpoint, ""))
        for spot, box in zip(ranked, places, strict=True)
        if box
    ]


def _extremes(told: Sequence[Spot]) -> dict[str, str]:
    """The best and the worst moment, when their intervals lie apart."""
    if not told:
        return {}
    ordered = sorted(told, key=lambda spot: (spot.mood.mean or 0.0, spot.x))
    worst, best = ordered[0].mood, ordered[-1].mood
    apart = (best.low or 0.0) > (worst.high or 0.0)
    return {worst.touchpoint: "bad", best.touchpoint: "good"} if apart else {}


def _words(spot: Spot, extremes: Mapping[str, str], style: CurveStyle) -> tuple[str, str]:
    tone = extremes.get(spot.mood.touchpoint)
    moment = {"good": f" · {style.best}", "bad": f" · {style.worst}"}.get(tone or "", "")
    return cut_to_width(spot.mood.touchpoint, _WIDEST, SIZE), style.score(spot.mood.mean) + moment


def _wish(spot: Spot, texts: tuple[str, str], told: Sequence[Spot]) -> Wish:
    """A label stands above a peak and below a valley, a single one away from nought."""
    place = told.index(spot)
    beside = [told[n].y or 0.0 for n in (place - 1, place + 1) if 0 <= n < len(told)]
    y = spot.y or 0.0
    above = y <= sum(beside) / len(beside) if beside else (spot.mood.mean or 0.0) >= 0
    width = max(width_of(texts[0], SIZE) * 1.04, width_of(texts[1], SMALL)) + 4
    return Wish(spot.x, y, spot.radius, width, 2, above)


def _round(spot: Spot, radius: float) -> Box:
    y = spot.y or 0.0
    return Box(spot.x - radius, y - radius, spot.x + radius, y + radius)


def _axis_boxes(canvas: Canvas, style: CurveStyle) -> list[Box]:
    half = canvas.height / 2
    wide = 8 + max(width_of(f"{word} +2.00", SMALL) for word in (style.good, style.bad))
    return [
        Box(0, 0, wide, 20),
        Box(0, half - 16, 8 + width_of(style.neutral, SMALL), half),
        Box(0, canvas.height - 20, wide, canvas.height),
    ]


def _along(run: Sequence[Spot], canvas: Canvas) -> list[Box]:
    """The line of the curve as a row of small boxes."""
    points = points_of(run, canvas, "mean")
    if len(points) == 1:
        return []
    first, last = points[0][0], points[-1][0]
    step = 8.0
    xs = [first + step * number for number in range(int((last - first) / step) + 1)]
    return [Box(x - 2, value_at(points, x) - 3, x + 2, value_at(points, x) + 3) for x in xs]


def _label(spot: Spot, box: Box, texts: tuple[str, str], tone: str) -> str:
    x, y = (box.left + box.right) / 2, spot.y or 0.0
    above = box.bottom <= y
    lines = (texts[1], texts[0]) if above else texts  # the name stands next to its point
    roles = ("score", "place") if above else ("place", "score")
    away = y - spot.radius - box.bottom if above else box.top - y - spot.radius
    edge, end = (-spot.radius, box.bottom) if above else (spot.radius, box.top)
    leader = (
        f'<line class="leader" x1="{spot.x:.1f}" x2="{x:.1f}" y1="{y + edge:.1f}" y2="{end:.1f}" '
        f'stroke="#8B93A1" stroke-width=".8"/>'
        if away > _FAR
        else ""
    )
    texts_drawn = "".join(
        f'<text class="{role} {tone}" x="{x:.1f}" y="{box.top + LINE * number + 10:.1f}" '
        f'font-size="{SIZE if role == "place" else SMALL:g}" text-anchor="middle" '
        f'font-weight="{600 if role == "place" else 400}" fill="#1B2430">{escape(words)}</text>'
        for number, (role, words) in enumerate(zip(roles, lines, strict=True))
    )
    return leader + texts_drawn
