"""Turn flows into the nodes and links of a Sankey: fold late steps, keep the top, check the sums.

In:     Flows of one journey name
Out:    Draft: nodes per column and journeys per link, without positions
Units:  journeys
Errors: UnbalancedFlowsError, naming step and touchpoint
Source: the vocabulary of marts.flows
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from pipeline.sankey.model import EXITS, OTHER, START, Flow, Kind, UnbalancedFlowsError

Place = tuple[int, str]  # (step, name)


@dataclass(frozen=True, slots=True)
class DraftNode:
    """A node that has a column but no place in it yet."""

    step: int
    name: str
    kind: Kind
    journeys: int = field(compare=False)
    members: tuple[tuple[str, int], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """Nodes by column, links by their two nodes."""

    columns: tuple[tuple[DraftNode, ...], ...]
    links: Mapping[tuple[DraftNode, DraftNode], int]


def group_flows(
    flows: Iterable[Flow], *, max_steps: int, top: int, min_journeys: int, coverage: float = 1.0
) -> Draft:
    """Fold, check and group the flows of one journey name."""
    rows = [flow for flow in flows if flow.journeys > 0]
    touchpoints = {flow.source for flow in rows} - {START}
    folded = _fold(rows, touchpoints, max_steps)
    arriving = _arriving(folded)
    _check_balance(folded, arriving, touchpoints)
    nodes = _nodes(arriving, touchpoints, _Shown(top, min_journeys, coverage))
    links: Counter[tuple[DraftNode, DraftNode]] = Counter()
    for (step, source, target), journeys in folded.items():
        if step > 0:
            links[nodes[step, source], nodes[step + 1, target]] += journeys
    return Draft(columns=_columns(nodes), links=links)


def _fold(rows: list[Flow], touchpoints: set[str], max_steps: int) -> Counter[tuple[int, str, str]]:
    """At the last step drawn, whoever continues goes to "(more)"."""
    folded: Counter[tuple[int, str, str]] = Counter()
    for flow in rows:
        if flow.step_no <= max_steps:
            continues = (
                flow.step_no == max_steps and _kind(flow.target, touchpoints).is_exit is False
            )
            target = "(more)" if continues else flow.target
            folded[flow.step_no, flow.source, target] += flow.journeys
    return folded


def _kind(name: str, touchpoints: set[str]) -> Kind:
    """An exit never leads anywhere, so a name in brackets that does is a touchpoint."""
    if name in touchpoints or not (name.startswith("(") and name.endswith(")")):
        return Kind.TOUCHPOINT
    return EXITS.get(name, Kind.END)


def _arriving(folded: Counter[tuple[int, str, str]]) -> Counter[Place]:
    arriving: Counter[Place] = Counter()
    for (step, _, target), journeys in folded.items():
        arriving[step + 1, target] += journeys
    return arriving


def _check_balance(
    folded: Counter[tuple[int, str, str]], arriving: Counter[Place], touchpoints: set[str]
) -> None:
    leaving: Counter[Place] = Counter()
    for (step, source, _), journeys in folded.items():
        if source != START:
            leaving[step, source] += journeys
    passing = {place for place in arriving if not _kind(place[1], touchpoints).is_exit}
    for step, name in sorted(passing | set(leaving)):
        if arriving[step, name] != leaving[step, name]:
            raise UnbalancedFlowsError(
                f"Journeys are lost at step {step}: {arriving[step, name]} arrive at {name!r}, "
                f"{leaving[step, name]} leave it.",
                where="marts.flows",
                fix="run `journeys build` again; `journeys check` shows which promise is broken",
            )


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which touchpoints of a step are shown by name."""

    top: int
    min_journeys: int
    coverage: float

    def of(self, passing: Mapping[str, int]) -> set[str]:
        """The largest until they cover the share asked for, `top` at most; none too small."""
        ranked = sorted(passing, key=lambda name: (-passing[name], name))
        before = accumulate((passing[name] for name in ranked), initial=0)
        enough = self.coverage * sum(passing.values())
        covering = [name for name, so_far in zip(ranked, before, strict=False) if so_far < enough]
        kept = {name for name in covering[: self.top] if passing[name] >= self.min_journeys}
        rest = [name for name in ranked if name not in kept]
        if len(rest) == 1 and passing[rest[0]] >= self.min_journeys:
            kept.add(rest[0])  # an "other" of one member would only hide its name
        return kept


def _nodes(
    arriving: Counter[Place], touchpoints: set[str], shown: _Shown
) -> dict[Place, DraftNode]:
    nodes: dict[Place, DraftNode] = {}
    for step in sorted({step for step, _ in arriving}):
        at_step = {name: n for (s, name), n in arriving.items() if s == step}
        passing = {n: c for n, c in at_step.items() if not _kind(n, touchpoints).is_exit}
        ranked = sorted(passing, key=lambda name: (-passing[name], name))
        kept = shown.of(passing)
        rest = tuple((name, passing[name]) for name in ranked if name not in kept)
        other = DraftNode(step, OTHER, Kind.OTHER, sum(n for _, n in rest), rest)
        for name, journeys in at_step.items():
            kind = _kind(name, touchpoints)
            own = DraftNode(step, name, kind, journeys)
            nodes[step, name] = own if kind.is_exit or name in kept else other
    return nodes


def _columns(nodes: Mapping[Place, DraftNode]) -> tuple[tuple[DraftNode, ...], ...]:
    by_step: dict[int, dict[DraftNode, None]] = {}
    for (step, _), node in sorted(nodes.items()):
        by_step.setdefault(step, {})[node] = None
    return tuple(tuple(by_step[step]) for step in sorted(by_step))
