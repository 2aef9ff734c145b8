"""Which numbers of the journey map are too small to be shown.

In:     counts of journeys by stage and way, the stages that have a column
Out:    for each stage the ways to hide
Units:  journeys
Errors: none
Source: secondary suppression in two directions: the ways of a stage add up to its journeys, and a
        way out adds up over the stages to what the summary says of it (Willenborg and de Waal 2001,
        Elements of Statistical Disclosure Control, chapter 6)
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from pipeline.sankey.hiding import hidden_cells

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
    hidden: dict[str, set[str]] = {
        stage: set() if stage in shown else {way for way, n in ways.items() if n}
        for stage, ways in counts.items()
    }
    ways_out = {way for ways in counts.values() for way in ways if way != _ON}
    while True:
        before = sum(map(len, hidden.values()))
        for stage in shown:
            hidden[stage] |= _more(counts[stage], hidden[stage], small)
        for way in sorted(ways_out):
            row = {stage: ways[way] for stage, ways in counts.items() if way in ways}
            gone = {stage for stage in row if way in hidden[stage]}
            for stage in _more(row, gone, small):
                hidden[stage].add(way)
        if sum(map(len, hidden.values())) == before:
            return hidden


def _more(counts: Mapping[str, int], hidden: AbstractSet[str], small: int) -> set[str]:
    left = {key: count for key, count in counts.items() if key not in hidden}
    return hidden_cells(left, sum(counts[key] for key in hidden), small)
