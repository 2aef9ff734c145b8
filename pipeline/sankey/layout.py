"""Place the steps of a journey: who stands in which column, in which order, how tall.

In:     Flows of one journey name: step 0 comes from "(start)", step k goes to k + 1 or an exit
Out:    SankeyLayout; nodes left to right and top to bottom, links in (source y, target y) order
Units:  pixels; one journey has the same height in every column
Errors: UnbalancedFlowsError when a touchpoint's journeys in and out differ
Source: the vocabulary of marts.flows
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.sankey.grouping import Draft, DraftNode, group_flows
from pipeline.sankey.model import Flow, Link, Node, SankeyLayout, Step
from pipeline.sankey.ordering import order_columns


@dataclass(frozen=True, slots=True)
class Canvas:
    """Measures of the drawing, in pixels."""

    width: float = 1360.0
    height: float = 660.0
    head: float = 58.0
    gap: float = 10.0  # with the thinnest labelled node (7) it leaves room for a line of text
    bar: float = 13.0
    widest_pitch: float = 230.0
    label_room: float = 118.0  # to the right of the last column


CANVAS = Canvas()


def layout_flows(
    flows: Iterable[Flow],
    *,
    max_steps: int = 8,
    top: int = 7,
    min_journeys: int = 0,
    coverage: float = 1.0,
    canvas: Canvas = CANVAS,
) -> SankeyLayout:
    """Lay out one journey's flows: `top` touchpoints a step, the rest in a conserved "other".

    A touchpoint with fewer than `min_journeys` at a step always goes to "other", as do those
    beyond the share `coverage` of the step; a single one left over is shown as itself. Whoever
    goes on after `max_steps` ends in "(more)".

    >>> layout = layout_flows([Flow(0, "(start)", "home", 3), Flow(1, "home", "(reached)", 3)])
    >>> [(node.step, node.name, node.journeys) for node in layout.nodes]
    [(1, 'home', 3), (2, '(reached)', 3)]
    """
    draft = group_flows(
        flows, max_steps=max_steps, top=top, min_journeys=min_journeys, coverage=coverage
    )
    columns = order_columns(draft)
    total = sum(node.journeys for node in columns[0]) if columns else 0
    scale = _scale(columns, total, canvas)
    nodes = _place_nodes(columns, scale, canvas)
    return SankeyLayout(
        nodes=tuple(nodes.values()),
        links=tuple(_place_links(draft, nodes, scale)),
        steps=tuple(_headings(columns, canvas)),
        journeys=total,
        width=canvas.width,
        height=max((n.y + n.height for n in nodes.values()), default=canvas.head) + canvas.gap,
    )


def _scale(columns: Sequence[Sequence[DraftNode]], total: int, canvas: Canvas) -> float:
    gaps = canvas.gap * max((len(column) - 1 for column in columns), default=0)
    return (canvas.height - gaps) / total if total else 0.0


def _x_of(column: int, columns: int, canvas: Canvas) -> float:
    room = canvas.width - canvas.bar - canvas.label_room
    pitch = min(canvas.widest_pitch, room / max(columns - 1, 1))
    return column * pitch


def _place_nodes(
    columns: Sequence[Sequence[DraftNode]], scale: float, canvas: Canvas
) -> dict[DraftNode, Node]:
    placed: dict[DraftNode, Node] = {}
    for position, column in enumerate(columns):
        y = canvas.head
        for draft in column:
            placed[draft] = Node(
                step=draft.step,
                name=draft.name,
                kind=draft.kind,
                journeys=draft.journeys,
                x=_x_of(position, len(columns), canvas),
                y=y,
                width=canvas.bar,
                height=draft.journeys * scale,
                members=draft.members,
            )
            y += placed[draft].height + canvas.gap
    return placed


def _place_links(draft: Draft, nodes: dict[DraftNode, Node], scale: float) -> list[Link]:
    index = {node: place for place, node in enumerate(nodes)}
    left: Counter[DraftNode] = Counter()
    arrived: Counter[DraftNode] = Counter()
    links: list[Link] = []
    # Nodes are numbered top to bottom, so this order stacks links without a twist on both sides.
    for (source, target), journeys in sorted(
        draft.links.items(), key=lambda item: (index[item[0][0]], index[item[0][1]])
    ):
        start, end = nodes[source], nodes[target]
        links.append(
            Link(
                source=index[source],
                target=index[target],
                journeys=journeys,
                x0=start.x + start.width,
                y0=start.y + left[source] * scale,
                x1=end.x,
                y1=end.y + arrived[target] * scale,
                width=journeys * scale,
            )
        )
        left[source] += journeys
        arrived[target] += journeys
    return links


def _headings(columns: Sequence[Sequence[DraftNode]], canvas: Canvas) -> list[Step]:
    steps: list[Step] = []
    for position, column in enumerate(columns):
        active = sum(node.journeys for node in column if not node.kind.is_exit)
        steps.append(
            Step(
                number=position + 1,
                x=_x_of(position, len(columns), canvas),
                active=active,
                is_after=active == 0,
            )
        )
    return steps
