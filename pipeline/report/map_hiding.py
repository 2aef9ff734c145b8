"""Which numbers of the journey map are too small to be shown.

In:     counts of journeys by stage and way, the stages that have a column
Out:    for each stage the ways to hide
Units:  journeys
Errors: none
Source: secondary suppression (see sankey.hiding) in two directions: the ways of a stage add up to
        its journeys, and a way out adds up over the stages to what the summary says of it
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from pipeline.sankey.hiding import protected

_ON = "on"  # goes on: its sum over the stages is said nowhere


def hidden_parts(
    counts: Mapping[str, Mapping[str, int]], *, shown: AbstractSet[str], small: int
) -> dict[str, set[str]]:
    """Hide small counts, and with them those from which they could be worked out.

    >>> parts = {"buy": {"on": 90, "ended": 40, "open": 3}, "use": {"ended": 0, "open": 50}}
    >>> found = hidden_parts(parts, shown={"buy", "use"}, small=10)
    >>> sorted(found["buy"]), sorted(found["use"])
    (['ended', 'open'], ['open'])
    """
    cells = {(stage, way): n for stage, ways in counts.items() for way, n in ways.items()}
    ways_out = sorted({way for _, way in cells if way != _ON})
    lines = [[cell for cell in cells if cell[0] == stage] for stage in sorted(shown)]
    lines += [[cell for cell in cells if cell[1] == way] for way in ways_out]
    unseen = {cell for cell in cells if cell[0] not in shown}
    hidden = protected(cells, lines, small=small, hidden=unseen)
    return {stage: {way for at, way in hidden if at == stage} for stage in counts}
