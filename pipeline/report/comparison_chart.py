"""A difference with its interval: a dot and a line around zero.

In:     a contrast, the end of the axis on either side
Out:    SVG as Markup; made of numbers only, no text from the data
Units:  pixels
Errors: none
Source: fills are attributes as well as classes, because some printers ignore style sheets in SVG
"""

from markupsafe import Markup

from pipeline.report.charts import VERDICT_FILLS
from pipeline.report.contrast import Contrast

WIDTH, HEIGHT, _MARGIN = 220.0, 26.0, 7.0


def difference_picture(row: Contrast, axis_end: float) -> Markup:
    """Draw a difference on the axis of its measure; what is not sure has a hollow dot."""
    low, middle, high = (_x(value, axis_end) for value in (row.low, row.difference, row.high))
    fill = VERDICT_FILLS[row.verdict]
    return Markup(
        '<svg class="interval {verdict}" width="{width:.0f}" height="{height:.0f}" '
        'viewBox="0 0 {width:.0f} {height:.0f}" aria-hidden="true">'
        '<line class="mean" x1="{zero:.1f}" x2="{zero:.1f}" y1="0" y2="{height:.0f}" '
        'stroke="#8B93A1" stroke-width="1.5"/>'
        '<line class="range" x1="{low:.1f}" x2="{high:.1f}" y1="{y:.0f}" y2="{y:.0f}" '
        'stroke="{fill}" stroke-width="3" stroke-linecap="round" stroke-opacity="0.45"/>'
        '<circle class="{dot}" cx="{middle:.1f}" cy="{y:.0f}" r="4" fill="{inside}" '
        'stroke="{fill}" stroke-width="2"/></svg>'
    ).format(
        verdict=row.verdict, width=WIDTH, height=HEIGHT, y=HEIGHT / 2, zero=WIDTH / 2, low=low,
        high=high, middle=middle, fill=fill, dot="hollow" if row.verdict == "same" else "point",
        inside="#FFFFFF" if row.verdict == "same" else fill,
    )  # fmt: skip


def _x(value: float | None, axis_end: float) -> float:
    """Where a value lies; zero is in the middle.

    >>> _x(-0.1, 0.1), _x(0.0, 0.1), _x(0.1, 0.1)
    (7.0, 110.0, 213.0)
    """
    half = WIDTH / 2
    return half + (value or 0.0) / axis_end * (half - _MARGIN) if axis_end else half
