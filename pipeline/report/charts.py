"""Small pictures inside tables: bars, intervals, the bar of outcomes.

In:     numbers of the page's model
Out:    SVG as Markup; made of numbers only, no text from the data
Units:  pixels
Errors: none
Source: fills are attributes as well as classes, because some printers ignore style sheets in SVG
"""

from collections.abc import Sequence

from markupsafe import Markup

from pipeline.report.model import DropOff, Outcome
from pipeline.sankey.model import Kind
from pipeline.sankey.style import EXIT_FILLS

BAR_WIDTH, BAR_HEIGHT = 60.0, 11.0
AXIS_WIDTH, AXIS_HEIGHT = 110.0, 40.0
FUNNEL_WIDTH, SPAN_WIDTH = 180.0, 180.0
_WHOLE = 1000.0
VERDICT_FILLS = {"worse": "#B42318", "better": "#1F8A4C", "same": "#5A6472"}


def bar(value: float, most: float) -> Markup:
    """Draw a bar on the scale of the longest one."""
    width = BAR_WIDTH * value / most if most else 0.0
    return Markup(
        '<svg class="bar" width="{0:.0f}" height="{1:.0f}" '
        'aria-hidden="true"><rect class="lost" width="{2:.1f}" height="{1:.0f}" rx="2" '
        'fill="#C9653B"/></svg>'
    ).format(BAR_WIDTH, BAR_HEIGHT, max(width, 1.0 if value else 0.0))


def interval(drop: DropOff, axis_end: float) -> Markup:
    """Draw a rate, its interval and the expected rate on the common axis."""
    low, middle, high = (_x(share, axis_end) for share in (drop.low, drop.rate, drop.high))
    mean = _x(drop.expected_rate, axis_end)
    return Markup(
        '<svg class="interval {4}" width="{0:.0f}" height="{1:.0f}" '
        'aria-hidden="true">'
        '<line class="mean" x1="{2:.1f}" x2="{2:.1f}" y1="0" y2="{1:.0f}" stroke="#8B93A1"/>'
        '<line class="range" x1="{3:.1f}" x2="{6:.1f}" y1="20" y2="20" stroke="{7}"/>'
        '<circle class="point" cx="{5:.1f}" cy="20" r="3.6" fill="{7}"/></svg>'
    ).format(
        AXIS_WIDTH, AXIS_HEIGHT, mean, low, drop.verdict, middle, high, VERDICT_FILLS[drop.verdict]
    )


def _x(share: float | None, axis_end: float) -> float:
    margin = 5.0
    return margin + (share or 0.0) / axis_end * (AXIS_WIDTH - 2 * margin)


def funnel_bar(share: float | None) -> Markup:
    """Draw the part of those that enter, on a scale of all of them."""
    return Markup(
        '<svg class="bar" width="{0:.0f}" height="14" viewBox="0 0 {0:.0f} 14" aria-hidden="true">'
        '<rect width="{1:.1f}" height="14" rx="3" fill="#0072B2"/></svg>'
    ).format(FUNNEL_WIDTH, max(FUNNEL_WIDTH * (share or 0.0), 1.0 if share else 0.0))


def span(low: float, middle: float, high: float, axis_end: float) -> Markup:
    """Draw a value between the least and the most it may be."""
    ends = [6.0 + (SPAN_WIDTH - 12.0) * value / axis_end for value in (low, middle, high)]
    return Markup(
        '<svg class="span" width="{0:.0f}" height="16" viewBox="0 0 {0:.0f} 16" aria-hidden="true">'
        '<line class="span" x1="{1:.1f}" x2="{3:.1f}" y1="8" y2="8" stroke="#8B93A1"/>'
        '<circle class="point" cx="{2:.1f}" cy="8" r="4.5" fill="#0072B2"/></svg>'
    ).format(SPAN_WIDTH, *ends)


def outcome_bar(outcomes: Sequence[Outcome]) -> Markup:
    """Draw how all journeys went out, as parts of one bar."""
    parts, x = Markup(""), 0.0
    for outcome in outcomes:
        width = outcome.share * _WHOLE
        parts += Markup(
            '<rect class="x-{}" x="{:.1f}" width="{:.1f}" height="16" fill="{}"/>'
        ).format(outcome.kind, x, max(width - 3, 1), EXIT_FILLS[Kind(outcome.kind)])
        x += width
    return Markup(
        '<svg class="outcomes" viewBox="0 0 1000 16" preserveAspectRatio="none" '
        'aria-hidden="true">{}</svg>'
    ).format(parts)
