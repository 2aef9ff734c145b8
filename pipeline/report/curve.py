"""A curve through points that never swings beyond them.

In:     points with rising x
Out:    slopes, values between the points, path commands of SVG
Units:  those of the points
Errors: none; equal values give a flat line
Source: Steffen (1990), A simple method for monotonic interpolation in one dimension, Astronomy and
        Astrophysics 239, 443-450; a cubic by Hermite is one by Bezier whose handles are a third of
        the way along its slopes
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]


def slopes(points: Sequence[Point]) -> list[float]:
    """Slope at each point: nought at a peak, and never so steep that the curve overshoots.

    >>> slopes([(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)]), slopes([(0.0, 0.0), (1.0, 1.0), (2.0, 0.0)])
    ([1.0, 1.0, 1.0], [1.5, 0.0, -1.5])
    """
    if len(points) == 1:
        return [0.0]
    widths = [b[0] - a[0] for a, b in pairwise(points)]
    secants = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(points)]
    inner = [
        _inner(secants[place], secants[place + 1], widths[place], widths[place + 1])
        for place in range(len(secants) - 1)
    ]
    if not inner:
        return [secants[0], secants[0]]
    return [_outer(secants[0], inner[0]), *inner, _outer(secants[-1], inner[-1])]


def _inner(before: float, after: float, width_before: float, width_after: float) -> float:
    if before * after <= 0:
        return 0.0
    mean = (before * width_after + after * width_before) / (width_before + width_after)
    sign = 1.0 if before > 0 else -1.0
    return sign * 2 * min(abs(before), abs(after), abs(mean) / 2)


def _outer(secant: float, beside: float) -> float:
    """The slope at an end: that of the parabola, which keeps between its two points."""
    return (3 * secant - beside) / 2


def value_at(points: Sequence[Point], x: float) -> float:
    """Height of the curve at `x`, which lies between the first point and the last one."""
    steep = slopes(points)
    for place in range(len(points) - 1):
        (x0, y0), (x1, y1) = points[place], points[place + 1]
        if x <= x1:
            width = x1 - x0
            t = (x - x0) / width
            return (
                (1 + 2 * t) * (1 - t) ** 2 * y0
                + t * (1 - t) ** 2 * width * steep[place]
                + t * t * (3 - 2 * t) * y1
                + t * t * (t - 1) * width * steep[place + 1]
            )
    return points[-1][1]


def along(points: Sequence[Point], parts: int = 16) -> list[Point]:
    """The points themselves and some of the curve between them, for who draws straight lines.

    >>> along([(0.0, 0.0), (1.0, 1.0)], 2)
    [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)]
    """
    between = [
        x0 + (x1 - x0) * part / parts
        for (x0, _), (x1, _) in pairwise(points)
        for part in range(1, parts)
    ]
    known = dict(points)
    return [(x, known.get(x, value_at(points, x))) for x in sorted([*known, *between])]


def path(points: Sequence[Point]) -> str:
    """Path commands along the curve.

    >>> path([(0.0, 0.0), (3.0, 3.0)])
    'M0.0 0.0C1.0 1.0 2.0 2.0 3.0 3.0'
    """
    x, y = points[0]
    return f"M{x:.1f} {y:.1f}{_bows(points)}"


def band(low: Sequence[Point], high: Sequence[Point]) -> str:
    """Path commands round the surface between two curves over the same x."""
    back = [(-x, y) for x, y in reversed(low)]
    x, y = low[-1]
    bows = _bows(back, mirrored=True)
    return f"{path(high)}L{x:.1f} {y:.1f}{bows}Z"


def _bows(points: Sequence[Point], *, mirrored: bool = False) -> str:
    sign = -1.0 if mirrored else 1.0
    steep = slopes(points)
    bows = []
    for place in range(len(points) - 1):
        (x0, y0), (x1, y1) = points[place], points[place + 1]
        third = (x1 - x0) / 3
        bows.append(
            f"C{sign * (x0 + third):.1f} {y0 + third * steep[place]:.1f} "
            f"{sign * (x1 - third):.1f} {y1 - third * steep[place + 1]:.1f} "
            f"{sign * x1:.1f} {y1:.1f}"
        )
    return "".join(bows)
