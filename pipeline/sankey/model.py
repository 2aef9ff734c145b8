"""What a step Sankey is made of.

In:     nothing; these are the words the other modules speak
Out:    Flow (a row of marts.flows), Node, Link, Step and SankeyLayout, all frozen
Units:  x, y, width, height in pixels; `journeys` counts journeys
Errors: UnbalancedFlowsError
Source: -
"""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.errors import PromiseBrokenError

START = "(start)"
OTHER = "(other)"


class Kind(StrEnum):
    """What a node stands for; the order is the order from top to bottom in a column."""

    REACHED = "reached"
    TOUCHPOINT = "touchpoint"
    OTHER = "other"
    MORE = "more"
    OPEN = "open"
    END = "end"  # a competing end, named by the journey's definition
    ENDED = "ended"

    @property
    def is_exit(self) -> bool:
        """Whether the drawing has nothing after this node."""
        return self not in {Kind.TOUCHPOINT, Kind.OTHER}


PINNED = {kind: place for place, kind in enumerate(Kind)}
EXITS = {
    "(reached)": Kind.REACHED,
    "(ended)": Kind.ENDED,
    "(open)": Kind.OPEN,
    "(more)": Kind.MORE,
}


class UnbalancedFlowsError(PromiseBrokenError):
    """More or fewer journeys leave a node than come in: the picture would lie."""


@dataclass(frozen=True, slots=True)
class Flow:
    """How many journeys go from one touchpoint, at step `step_no`, to the next one."""

    step_no: int
    source: str
    target: str
    journeys: int


@dataclass(frozen=True, slots=True)
class Node:
    """A touchpoint, an exit or the rest, at one step."""

    step: int
    name: str
    kind: Kind
    journeys: int
    x: float
    y: float
    width: float
    height: float
    members: tuple[tuple[str, int], ...] = ()  # of the rest: (touchpoint, journeys)
    is_about: bool = False  # rounded, because it would give a small number away


@dataclass(frozen=True, slots=True)
class Link:
    """Journeys between two nodes (positions in `SankeyLayout.nodes`) of neighbouring steps."""

    source: int
    target: int
    journeys: int
    x0: float
    y0: float  # upper edge where it leaves
    x1: float
    y1: float  # upper edge where it arrives
    width: float
    is_about: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """The heading of a column: journeys that have a contact at this step."""

    number: int
    x: float
    active: int
    is_after: bool  # the last column, which only holds exits


@dataclass(frozen=True, slots=True)
class SankeyLayout:
    """Everything a renderer needs, in drawing order."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    steps: tuple[Step, ...]
    journeys: int
    width: float
    height: float
