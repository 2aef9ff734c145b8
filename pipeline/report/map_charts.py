"""Small pictures inside the journey map: what became of a stage, how long, shares.

In:     numbers of the map's model
Out:    SVG as Markup; made of numbers only, no text from the data
Units:  pixels, or percentages of the width of the cell
Errors: none
Source: fills are attributes as well as classes, because some printers ignore style sheets in SVG
"""

from collections.abc import Iterable, Mapping, Sequence
from math import log10

from markupsafe import Markup

from pipeline.report.map_model import MapStage, Portion
from pipeline.sankey.style import GREY, HUES

TALLEST, LOWEST = 38.0, 7.0  # of the bar of a stage
SHORTEST_S = 10.0  # where the axis of times begins
_FILLS = {
    "on": "#A9CDE6",
    "reached": "#1F8A4C",
    "end": "#7A5195",
    "ended": "#C9653B",
    "open": "#DDE1E7",
    "hidden": "#8B93A1",
}


def stage_bar(stage: MapStage, most: int) -> Markup:
    """Draw how the journeys of a stage go on; the bar is as tall as the stage is large."""
    whole = sum(part.weight for part in stage.parts)
    height = max(LOWEST, TALLEST * stage.people / most)
    parts = [(f"p-{part.kind}", part.weight / whole, _FILLS[part.kind]) for part in stage.parts]
    return _bar("parts", height, _beside(parts))


def _beside(parts: Iterable[tuple[str, float, str]]) -> Markup:
    """Parts of one bar, a little apart: their class, share and fill."""
    x, drawn = 0.0, Markup("")
    for css, share, fill in parts:
        drawn += _rect(css, max(100 * share - 0.5, 0.3), fill, x)
        x += 100 * share
    return drawn


def _rect(css: str, width: float, fill: str, x: float = 0.0) -> Markup:
    start = Markup(' x="{:.1f}%"').format(x) if x else ""
    return Markup('<rect class="{}"{} width="{:.1f}%" height="100%" fill="{}"/>').format(
        css, start, width, fill
    )


def _bar(role: str, height: float, drawn: Markup) -> Markup:
    """Widths are percentages, so that the bar is as wide as its cell."""
    return Markup('<svg class="{}" height="{:.0f}" aria-hidden="true">{}</svg>').format(
        role, height, drawn
    )


def time_bar(median_s: float, p90_s: float, longest_s: float) -> Markup:
    """Draw a median as a bar and nine tenths as a mark, on the logarithmic axis of all stages."""
    end, mark = (_on_axis(seconds, longest_s) for seconds in (median_s, p90_s))
    drawn = Markup(
        '<rect class="groove" y="5" width="100%" height="3" fill="#E1E5EA"/>'
        '<rect class="median" y="4" width="{:.1f}%" height="5" fill="#0072B2"/>'
        '<rect class="mark" x="{:.1f}%" width="2" height="13" fill="#1B2430"/>'
    ).format(max(end, 0.6), min(mark, 99.0))
    return _bar("times", 13, drawn)


def _on_axis(seconds: float, longest_s: float) -> float:
    if longest_s <= SHORTEST_S:
        return 0.0
    return 100 * log10(max(seconds, SHORTEST_S) / SHORTEST_S) / log10(longest_s / SHORTEST_S)


def share_bar(portion: Portion, hue: int | None) -> Markup:
    """Draw a share of the contacts of a stage."""
    css, fill = _hue(hue)
    return _bar("share", 4, _rect(css, 100 * portion.share, fill))


def channel_bar(portions: Sequence[Portion], hues: Mapping[str, int]) -> Markup:
    """Draw the channels of a stage as parts of one bar."""
    parts = []
    for portion in portions:
        css, fill = _hue(hues.get(portion.name) if portion.kind == "value" else None)
        parts.append((css, portion.share, fill))
    return _bar("channels", 9, _beside(parts))


def _hue(hue: int | None) -> tuple[str, str]:
    return ("c-other", GREY) if hue is None else (f"c{hue}", HUES[hue % len(HUES)])
