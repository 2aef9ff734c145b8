"""Tables made of flows: the step matrix, the transitions, what adds up to what.

In:     Flows with their step 0; the walks they are of
Out:    rows and nested dictionaries, ready for pandas
Units:  shares from 0 to 1 of all walks
Errors: none
Source: step matrix as in retentioneering: who has left stays in the row of the way out
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pipeline.sankey import Flow

Matrix = dict[str, dict[int, float]]


def with_beginning(flows: Iterable[Flow], *, backward: bool = False) -> tuple[Flow, ...]:
    """The flows with step 0, by which walks come to their first step, in a fixed order.

    >>> with_beginning([Flow(1, "web", "(open)", 2)])[0]
    Flow(step_no=0, source='(start)', target='web', journeys=2)
    """
    flows = list(flows)
    first: Counter[str] = Counter()
    for flow in flows:
        if flow.step_no == 1:
            first[flow.source] += flow.journeys
    origin = "(end)" if backward else "(start)"
    begun = [Flow(0, origin, name, count) for name, count in first.items()]
    return tuple(sorted([*begun, *flows], key=lambda f: (f.step_no, f.source, f.target)))


def walks_of(flows: Iterable[Flow]) -> int:
    """How many walks the flows are of."""
    return sum(flow.journeys for flow in flows if flow.step_no == 0)


def transitions_of(flows: Iterable[Flow]) -> list[tuple[str, str, int]]:
    """From where to where, all steps together, the most frequent first."""
    found: Counter[tuple[str, str]] = Counter()
    for flow in flows:
        found[flow.source, flow.target] += flow.journeys
    rows = [(source, target, count) for (source, target), count in found.items()]
    return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))


def shares_by_step(flows: Sequence[Flow]) -> Matrix:
    """At each step the share of walks at each touchpoint; who has left stays where it left to.

    Every column adds to 1.

    >>> shares_by_step(with_beginning([Flow(1, "web", "(open)", 1), Flow(1, "web", "app", 3),
    ...                                Flow(2, "app", "(more)", 3)]))["(open)"]
    {1: 0.0, 2: 0.25, 3: 0.25}
    """
    walks = walks_of(flows)
    arriving: dict[int, Counter[str]] = defaultdict(Counter)
    for flow in flows:
        arriving[flow.step_no + 1][flow.target] += flow.journeys
    goes_on = {(flow.step_no, flow.source) for flow in flows}
    left: Counter[str] = Counter()
    columns: dict[int, Counter[str]] = {}
    for step in sorted(arriving):
        columns[step] = arriving[step] + left
        left += Counter(
            {name: n for name, n in arriving[step].items() if (step, name) not in goes_on}
        )
    total = sum(columns.values(), Counter[str]())
    names = sorted(total, key=lambda name: (name.startswith("("), -total[name], name))
    return {
        name: {step: column[name] / walks for step, column in columns.items()} for name in names
    }
