"""Components, the replay of conflicts and names over time, slowly: sets of numbers, every pair.

In:     numbers of identifiers, what each of them is, links
Out:    partitions as {number: smallest number of its group}; refused pairs; names at an instant
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

Pair = tuple[int, int]
Partition = dict[int, int]


class Identifier(NamedTuple):
    """What an identifier is."""

    id_type: str
    id_scope: str
    id_value: str
    id_class: str
    first_us: int = 0
    last_us: int = 0


class Limit(NamedTuple):
    """How many values of one type a person may have within a window."""

    id_type: str
    most: int
    window_us: int

    @property
    def rule(self) -> str:
        """The rule in words."""
        return f"more than {self.most} values of {self.id_type}"


class Link(NamedTuple):
    """One row of identity.links, without the evidence that nothing hangs on."""

    left_no: int
    right_no: int
    sightings: int | None = 1
    first_us: int | None = 0
    last_us: int | None = 0
    class_rank: int = 1
    trust_rank: int = 1
    is_must: bool = False


def partition(nodes: Iterable[int], pairs: Iterable[Pair]) -> Partition:
    """Groups merged pair by pair."""
    groups = [{node} for node in nodes]
    for left, right in pairs:
        touched = [group for group in groups if left in group or right in group]
        groups = [group for group in groups if group not in touched]
        groups.append(set().union(*touched))
    return {node: min(group) for group in groups for node in group}


def faults(
    group: Iterable[int],
    known: Mapping[int, Identifier],
    cannot: Iterable[Pair],
    limits: Iterable[Limit] = (),
    ones: Mapping[int, int] | None = None,
) -> list[tuple[str, Pair]]:
    """The rules that a group breaks, with two identifiers that take part.

    `ones` names the value that an identifier is another name of.
    """
    group, ones = sorted(group), ones or {}
    found = [
        ("cannot be linked", (one, other))
        for one, other in combinations(group, 2)
        if (one, other) in cannot or (other, one) in cannot
    ]
    for one, other in combinations(group, 2):
        first, second = known[one], known[other]
        is_pair = first.id_class == second.id_class == "unique" and first[:2] == second[:2]
        if is_pair and ones.get(one, one) != ones.get(other, other):
            found.append((f"two values of {first.id_type}", (one, other)))
    for limit in limits:
        counted = [number for number in group if known[number].id_type == limit.id_type]
        if _too_many(limit, [known[number] for number in counted]):
            found += [(limit.rule, pair) for pair in combinations(counted, 2)]
    return found


def _too_many(limit: Limit, values: list[Identifier]) -> bool:
    """Whether a window that ends when some value begins touches more than `most`."""
    return any(
        sum(v.first_us <= end.first_us <= v.last_us + limit.window_us for v in values) > limit.most
        for end in values
    )


def replay(
    known: Mapping[int, Identifier],
    links: Iterable[Link],
    cannot: Iterable[Pair],
    limits: Sequence[Limit] = (),
    ones: Mapping[int, int] | None = None,
) -> tuple[Partition, dict[Pair, list[tuple[str, Pair]]]]:
    """The partition without a broken rule, and what each refused pair would have broken."""
    refused: dict[Pair, list[tuple[str, Pair]]] = {}
    accepted: list[Pair] = []
    groups = partition(known, [])
    for link in sorted(links, key=lambda link: strength(link, known)):
        pair = tuple(sorted((link.left_no, link.right_no)))
        joined = {number for number in known if groups[number] in {groups[end] for end in pair}}
        broken = faults(joined, known, list(cannot), limits, ones)
        if broken:
            refused.setdefault((pair[0], pair[1]), broken)
        else:
            accepted.append((pair[0], pair[1]))
            groups = partition(known, accepted)
    return groups, refused


def strength(link: Link, known: Mapping[int, Identifier]) -> tuple[object, ...]:
    """The strongest link first; what two links cannot share comes last."""
    ends = sorted((known[link.left_no][:3], known[link.right_no][:3]))
    last_us = float("-inf") if link.last_us is None else link.last_us
    ranks = (not link.is_must, link.class_rank, link.trust_rank, -(link.sightings or 0), -last_us)
    return (*ranks, *ends)


def name_at(
    instant_us: float, known: Iterable[int], links: Iterable[Link], refused: Iterable[Pair]
) -> Partition:
    """Who was who as far as the accepted links told until then, that instant included."""
    refused = set(refused)
    pairs = [
        (link.left_no, link.right_no)
        for link in links
        if (link.first_us is None or link.first_us <= instant_us)
        and tuple(sorted((link.left_no, link.right_no))) not in refused
    ]
    return partition(known, pairs)
