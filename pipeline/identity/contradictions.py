"""Overrides that cannot all hold.

In:     overrides, and which types are unique
Out:    a JourneysError per contradiction, with every row that takes part in it
Errors: none
Note:   the replay of conflicts would find them too, after everything was loaded and without lines
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.errors import JourneysError
from pipeline.identity.terms import Identifier, Terms, named

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Override:
    """One decision about two identifiers, and who made it, when and why."""

    line: int
    kind: str  # must | cannot
    left: Identifier
    right: Identifier
    author: str
    decided_at: str
    reason: str

    def __str__(self) -> str:
        word = "must" if self.kind == "must" else "cannot"
        pair = f"{named(self.left)} and {named(self.right)}"
        return f"line {self.line}: {pair} {word} be one person's"


def contradictions(overrides: Sequence[Override], terms: Terms) -> Iterator[JourneysError]:
    """What is kept apart and joined at once, and what would join two values of a unique type.

    >>> a, b, c = ("user_id", "", "a"), ("email", "", "b"), ("phone", "", "c")
    >>> said = [("must", a, b), ("must", b, c), ("cannot", c, a)]
    >>> rows = [Override(n, *row, "eva", "", "") for n, row in enumerate(said, start=2)]
    >>> [mistake.where.count("line") for mistake in contradictions(rows, Terms())]
    [3]
    """
    import networkx as nx  # noqa: PLC0415 - a third of a second that few runs need

    joined: nx.Graph[Identifier] = nx.Graph()
    for said in overrides:
        if said.kind == "must":
            joined.add_edge(said.left, said.right, said=said)
    for said in overrides:
        ends = {said.left, said.right}
        if said.kind == "cannot" and ends <= joined.nodes and nx.has_path(joined, *sorted(ends)):
            yield _contradiction([*_rows(joined, said.left, said.right), str(said)])
    for members in nx.connected_components(joined):
        for one, other in _doubles(members, terms):
            rows = _rows(joined, one, other)
            yield _contradiction(
                [*rows, f"{named(one)} and {named(other)} are two values of {one[0]}"]
            )


def _rows(joined: nx.Graph[Identifier], left: Identifier, right: Identifier) -> list[str]:
    import networkx as nx  # noqa: PLC0415 - a third of a second that few runs need

    path = nx.shortest_path(joined, left, right)
    return [str(joined.edges[one, other]["said"]) for one, other in pairwise(path)]


def _doubles(members: set[Identifier], terms: Terms) -> Iterator[tuple[Identifier, Identifier]]:
    """For each unique type the first two of its values, where there are two."""
    values: dict[tuple[str, str], list[Identifier]] = defaultdict(list)
    for identifier in sorted(members):
        if terms.classes[identifier[0]] == "unique":
            values[identifier[:2]].append(identifier)
    for found in values.values():
        yield from list(pairwise(found))[:1]


def _contradiction(rows: Sequence[str]) -> JourneysError:
    return JourneysError(
        "Overrides contradict each other.", where="; ".join(rows), fix="take one of them back"
    )
