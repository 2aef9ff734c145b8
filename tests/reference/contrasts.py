"""Differences among equals, written out stratum by stratum as the papers do.

In:     strata of (cases with, events with, cases without, events without); p of many tests
Out:    difference, low, high, p; which tests are rejected
Source: Greenland and Robins (1985), Sato (1989), Mantel and Haenszel (1959), Benjamini and Hochberg
        (1995)
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, erfc, sqrt


def mantel_haenszel(
    strata: Sequence[tuple[int, int, int, int]],
) -> tuple[float, float, float, float] | None:
    """None where no stratum has both sides."""
    above = weight = spread = chance = more = variance = 0.0
    for n1, y1, n0, y0 in strata:
        if not n1 or not n0:
            continue
        n, y = n1 + n0, y1 + y0
        above += (y1 * n0 - y0 * n1) / n
        weight += n1 * n0 / n
        spread += (n1**2 * y0 - n0**2 * y1 + n1 * n0 * (n0 - n1) / 2) / n**2
        chance += (y1 * (n0 - y0) + y0 * (n1 - y1)) / (2 * n)
        more += y1 - n1 * y / n
        variance += n1 * n0 * y * (n - y) / (n**2 * (n - 1)) if n > 1 else 0.0
    if not weight:
        return None
    difference = above / weight
    half = 1.959963984540054 * sqrt(max((difference * spread + chance) / weight**2, 0.0))
    p = erfc(abs(more) / sqrt(variance) / sqrt(2)) if variance > 0 else 1.0
    if not _is_large(strata):
        p = _of_few(strata)
    return difference, max(difference - half, -1.0), min(difference + half, 1.0), p


def _is_large(strata: Sequence[tuple[int, int, int, int]]) -> bool:
    """Mantel and Fleiss: the expected count lies at least 5 from either end of what is possible."""
    both = [(n1, y1 + y0, n0) for n1, y1, n0, y0 in strata if n1 and n0]
    hoped = sum(n1 * y / (n1 + n0) for n1, y, n0 in both)
    least, most = (sum(max(y - n0, 0) for n1, y, n0 in both), sum(min(y, n1) for n1, y, n0 in both))
    return min(hoped - least, most - hoped) >= 5


def _of_few(strata: Sequence[tuple[int, int, int, int]]) -> float:
    """Twice the smaller tail of a binomial of all events, or of all others if they are fewer."""
    both = [stratum for stratum in strata if stratum[0] and stratum[2]]
    if sum(y1 + y0 for _, y1, _, y0 in both) > sum(n1 + n0 - y1 - y0 for n1, y1, n0, y0 in both):
        both = [(n1, n1 - y1, n0, n0 - y0) for n1, y1, n0, y0 in both]
    here, everywhere = sum(s[1] for s in both), sum(s[1] + s[3] for s in both)
    if not everywhere:
        return 1.0
    share = sum(n1 * (y1 + y0) / (n1 + n0) for n1, y1, n0, y0 in both) / everywhere
    chances = [
        comb(everywhere, k) * share**k * (1 - share) ** (everywhere - k)
        for k in range(everywhere + 1)
    ]
    return min(2 * min(sum(chances[here:]), sum(chances[: here + 1])), 1.0)


def rejected(p: Sequence[float], level: float) -> list[bool]:
    """Find the largest k whose k-th smallest p is at most k / m of the level; reject those."""
    ordered = sorted(p)
    largest = -1.0
    for place, own in enumerate(ordered, start=1):
        if own <= place / len(p) * level * (1 + 1e-12):
            largest = own
    return [own <= largest for own in p]
