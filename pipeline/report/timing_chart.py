"""The picture of how long journeys take: bands that fill the height at every time.

In:     Timing, words and formats
Out:    SVG as Markup; words are escaped
Units:  pixels of a drawing 1200 wide
Errors: none
Source: fills are attributes as well as classes, because some printers ignore style sheets in SVG
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from pipeline.report.timing import UNDECIDED, Band, Timing
from pipeline.sankey.model import Kind
from pipeline.sankey.style import EXIT_FILLS

WIDTH, HEIGHT = 1200.0, 270.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 1020.0, 8.0, 240.0
_LINE = 16.0
_DAY_S, _HOUR_S = 86_400.0, 3600.0
_TICKS_S = (
    *(_HOUR_S * n for n in (1, 2, 3, 6, 12)),
    *(_DAY_S * n for n in (1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365, 730)),
)
_MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class TimingStyle:
    """The words of the picture and how its numbers are written."""

    label: str
    name: Callable[[Band], str]
    percent: Callable[[float], str]
    period: Callable[[float], str]


def svg_timing(timing: Timing, style: TimingStyle) -> Markup:
    """Draw the bands as steps, the goal from below and the drop-off from above."""
    end_s = timing.times_s[-1]
    return Markup(
        '<svg class="timing" viewBox="0 0 {:.0f} {:.0f}" role="img" aria-label="{}" '
        'font-family="Inter, system-ui, sans-serif">{}{}{}</svg>'
    ).format(
        WIDTH,
        HEIGHT,
        style.label,
        _bands(timing, end_s),
        _axes(end_s, style),
        _names(timing, style),
    )


def ticks(end_s: float) -> list[float]:
    """Times for the axis: the finest usual step that gives at most eight.

    >>> [t / 86_400 for t in ticks(44 * 86_400)]
    [7.0, 14.0, 21.0, 28.0, 35.0, 42.0]
    >>> ticks(2 * 3600)
    [3600.0, 7200.0]
    """
    fits = (step for step in _TICKS_S if end_s / step <= _MOST_TICKS)
    step = next(fits, _TICKS_S[-1] * -(-end_s // (_TICKS_S[-1] * _MOST_TICKS)))
    return [step * n for n in range(1, int(end_s / step) + 1)]


def _x(time_s: float, end_s: float) -> float:
    return LEFT + (RIGHT - LEFT) * (time_s / end_s if end_s else 0.0)


def _y(share: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * share


def stacked(timing: Timing) -> Iterator[tuple[Band, list[float], list[float]]]:
    """Each band with the heights of its lower and upper edge."""
    lower = [0.0] * len(timing.times_s)
    for band in timing.bands:
        upper = [low + point.share for low, point in zip(lower, band.points, strict=True)]
        yield band, lower, upper
        lower = upper


def _bands(timing: Timing, end_s: float) -> Markup:
    xs = [_x(time, end_s) for time in timing.times_s]
    parts = Markup("")
    for band, lower, upper in stacked(timing):
        there = _steps(xs, [_y(share) for share in upper])
        back = _steps_back(xs, [_y(share) for share in lower])
        parts += Markup('<path class="x-{}" d="M{}{}Z" fill="{}"/>').format(
            band.kind, there, back, fill_of(band)
        )
    return parts


def _steps(xs: list[float], ys: list[float]) -> str:
    """A line that keeps its height until the next time, as an estimate of exits does."""
    corners = [(xs[0], ys[0])]
    for x, (before, y) in zip(xs[1:], pairwise(ys), strict=True):
        corners += [(x, before), (x, y)]
    return _line(corners)


def _steps_back(xs: list[float], ys: list[float]) -> str:
    """The same line from its end to its beginning."""
    corners = [(xs[-1], ys[-1])]
    for x, (before, y) in reversed(list(zip(xs[1:], pairwise(ys), strict=True))):
        corners += [(x, y), (x, before)]
    return "V" + _line([*corners, (xs[0], ys[0])]).split(" ", 1)[1]


def _line(corners: list[tuple[float, float]]) -> str:
    """Corners of a line that runs level and upright, without those where it does not turn.

    >>> _line([(0.0, 9.0), (5.0, 9.0), (5.0, 9.02), (8.25, 9.02), (8.25, 4.0)])
    '0 9H8.2V4'
    """
    at = [(_px(x), _px(y)) for x, y in corners]
    drawn = [" ".join(at[0])]
    for (x0, y0), (x, y) in pairwise(at):
        if (x, y) == (x0, y0):
            continue
        letter, end = ("H", x) if y == y0 else ("V", y)
        if drawn[-1][0] == letter:
            drawn.pop()
        drawn.append(letter + end)
    return "".join(drawn)


def _px(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")


def fill_of(band: Band) -> str:
    """Colour of a band."""
    return "#E9EDF2" if band.kind == UNDECIDED else EXIT_FILLS[Kind(band.kind)]


def _axes(end_s: float, style: TimingStyle) -> Markup:
    parts = Markup("")
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts += Markup(
            '<line class="grid" x1="{:.0f}" x2="{:.0f}" y1="{:.1f}" y2="{:.1f}" stroke="#8B93A1" '
            'stroke-opacity="0.35"/><text class="sub" x="{:.0f}" y="{:.1f}" '
            'text-anchor="end">{}</text>'
        ).format(LEFT, RIGHT, _y(share), _y(share), LEFT - 6, _y(share) + 4, style.percent(share))
    for time in ticks(end_s):
        x = _x(time, end_s)
        parts += Markup(
            '<line class="grid" x1="{0:.1f}" x2="{0:.1f}" y1="{1:.0f}" y2="{2:.0f}" '
            'stroke="#8B93A1" stroke-opacity="0.35"/><text class="sub" x="{0:.1f}" y="{3:.0f}" '
            'text-anchor="middle">{4}</text>'
        ).format(x, TOP, BOTTOM + 5, BOTTOM + 20, style.period(time))
    return parts


def names_at(timing: Timing) -> list[tuple[Band, float, float]]:
    """Each band with the height of its middle at the end, and of its name beside it."""
    middles = [(band, _y((low[-1] + high[-1]) / 2)) for band, low, high in stacked(timing)]
    heights = _apart([y for _, y in middles])
    return [(band, middle, y) for (band, middle), y in zip(middles, heights, strict=True)]


def _names(timing: Timing, style: TimingStyle) -> Markup:
    """What each band is and its share at the end, beside its right edge, none above another."""
    parts = Markup("")
    for band, middle, y in names_at(timing):
        parts += Markup(
            '<path class="lead" d="M{:.0f} {:.1f}L{:.0f} {:.1f}" stroke="#8B93A1" fill="none"/>'
            '<text x="{:.0f}" y="{:.1f}"><tspan class="strong">{}</tspan> {}</text>'
        ).format(
            RIGHT + 2, middle, RIGHT + 14, y, RIGHT + 18, y + 4.5,
            style.percent(band.points[-1].share), style.name(band),
        )  # fmt: skip
    return parts


def _apart(wanted: list[float]) -> list[float]:
    """Heights as near to those wanted, given from below to above, as lines of text leave room.

    >>> _apart([240.0, 238.0, 100.0])
    [240.0, 224.0, 100.0]
    """
    found: list[float] = []
    for y in wanted:
        found.append(min(y, found[-1] - _LINE) if found else y)
    overflow = max(0.0, TOP + _LINE / 2 - found[-1]) if found else 0.0
    for place in range(len(found) - 1, -1, -1):
        above = found[place + 1] + _LINE if place + 1 < len(found) else found[place] + overflow
        found[place] = max(found[place], above)
    return found
