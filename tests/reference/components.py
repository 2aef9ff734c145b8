"""Components, the replay of conflicts and names over time, slowly: sets of numbers, every pair.

In:     numbers of identifiers, what each of them is, links
Out:    partitions as {number: smallest number of its group}; refused pairs; names at an instant
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    group: Iterable[int], known: Mapping[int, Identifier], cannot: Iterable[Pair]
) -> list[tuple[str, Pair]]:
    """The rules that a group breaks, with the two identifiers."""
    found = [
        ("cannot be linked", (one, other))
        for one, other in combinations(sorted(group), 2)
        if (one, other) in cannot or (other, one) in cannot
    ]
    for one, other in combinations(sorted(group), 2):
        first, second = known[one], known[other]
        if first.id_class == second.id_class == "unique" and first[:2] == second[:2]:
            found.append((f"two values of {first.id_type}", (one, other)))
    return found


def replay(
    known: Mapping[int, Identifier], links: Iterable[Link], cannot: Iterable[Pair]
) -> tuple[Partition, dict[Pair, list[tuple[str, Pair]]]]:
    """The partition without a broken rule, and what each refused pair would have broken."""
    refused: dict[Pair, list[tuple[str, Pair]]] = {}
    accepted: list[Pair] = []
    groups = partition(known, [])
    for link in sorted(links, key=lambda link: strength(link, known)):
        pair = tuple(sorted((link.left_no, link.right_no)))
        joined = {number for number in known if groups[number] in {groups[end] for end in pair}}
        broken = faults(joined, known, list(cannot))
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
