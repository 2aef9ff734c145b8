"""What a pattern of steps is made of.

In:     nothing; these are the words of the parser and of the writer of regular expressions
Out:    Steps, Sequence, Choice, Repeat, Begin and End, all frozen
Errors: none
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Steps:
    """One step at a touchpoint that some name fits; `negated`: that no name fits."""

    names: tuple[tuple[str, int], ...]  # each with its place in the text
    negated: bool = False


@dataclass(frozen=True)
class Sequence:
    """Parts one directly after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Choice:
    """One of several; the first that fits is preferred."""

    options: tuple[Node, ...]


@dataclass(frozen=True)
class Repeat:
    """A part several times, as often as it goes; `high` None: without limit."""

    part: Node
    low: int
    high: int | None


@dataclass(frozen=True)
class Begin:
    """The beginning of the route."""


@dataclass(frozen=True)
class End:
    """The end of the route."""


Node: TypeAlias = Steps | Sequence | Choice | Repeat | Begin | End


def may_be_nothing(tree: Node) -> bool:
    """Whether a pattern fits where there is no step at all."""
    if isinstance(tree, Sequence):
        return all(may_be_nothing(part) for part in tree.parts)
    if isinstance(tree, Choice):
        return any(may_be_nothing(option) for option in tree.options)
    if isinstance(tree, Repeat):
        return tree.low == 0 or may_be_nothing(tree.part)
    return not isinstance(tree, Steps)


def most_repeats(tree: Node) -> int:
    """How often something is repeated at most, repetitions inside repetitions multiplied."""
    if isinstance(tree, Repeat):
        return max(tree.low, tree.high or 1, 1) * most_repeats(tree.part)
    if isinstance(tree, Sequence | Choice):
        return max(map(most_repeats, tree.parts if isinstance(tree, Sequence) else tree.options))
    return 1
