"""Pieces of routes the slow way: journey by journey, and chances as fractions of whole numbers.

In:     journeys as a person, steps with times, and how they went out
Out:    how often each piece was taken; the p of a piece
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import comb

Piece = tuple[int, int, int]


@dataclass(frozen=True)
class Walk:
    """A journey: the touchpoint and the time of each step."""

    person: int
    steps: Sequence[tuple[int, int]]
    outcome: str = "reached"


@dataclass
class Seen:
    """How often a piece was taken."""

    passages: int = 0
    journeys: int = 0
    reached: int = 0
    open: int = 0
    people: int = 0
    entries: int = 0


def pieces_of(walks: Sequence[Walk]) -> dict[Piece, Seen]:
    """Every three steps in a row."""
    found: dict[Piece, Seen] = defaultdict(Seen)
    people: dict[Piece, set[int]] = defaultdict(set)
    first: dict[tuple[int, int, int], tuple[int, int]] = {}
    for walk in walks:
        triples = list(zip(walk.steps, walk.steps[1:], walk.steps[2:], strict=False))
        for (before, _), (middle, time), (after, _) in triples:
            found[before, middle, after].passages += 1
            people[before, middle, after].add(walk.person)
            way = (walk.person, before, middle)
            first[way] = min(first.get(way, (time, after)), (time, after))
        for piece in {(a[0], b[0], c[0]) for a, b, c in triples}:
            found[piece].journeys += 1
            found[piece].reached += walk.outcome == "reached"
            found[piece].open += walk.outcome == "open"
    for piece, own in people.items():
        found[piece].people = len(own)
    for (_, before, middle), (_, after) in first.items():
        found[before, middle, after].entries += 1
    return dict(found)


def odds_of(pieces: Mapping[Piece, Seen], fewest: int) -> dict[Piece, tuple[int, float, float]]:
    """Observed, expected and p of every piece that can be compared."""
    found = {}
    for middle in {piece[1] for piece in pieces}:
        own = {(a, c): seen.entries for (a, b, c), seen in pieces.items() if b == middle}
        passed = sum(own.values())
        for before in {a for a, _ in own}:
            came = sum(n for (a, _), n in own.items() if a == before)
            for after in {c for _, c in own}:
                went = sum(n for (_, c), n in own.items() if c == after)
                if min(came, went) >= fewest and max(came, went) < passed:
                    seen = own.get((before, after), 0)
                    p = two_sided(seen, came, went, passed)
                    found[before, middle, after] = (seen, came * went / passed, p)
    return found


def two_sided(inside: int, row: int, column: int, table: int) -> float:
    """Twice the smaller of the chances of as many or more, and of as many or fewer."""
    chances = {
        count: Fraction(comb(row, count) * comb(table - row, column - count), comb(table, column))
        for count in range(max(0, row + column - table), min(row, column) + 1)
    }
    most = sum(chance for count, chance in chances.items() if count >= inside)
    least = sum(chance for count, chance in chances.items() if count <= inside)
    return float(min(Fraction(1), 2 * min(most, least)))


def log_chance(
    train: Sequence[Sequence[int]], history: Sequence[int], following: int, symbols: int
) -> float:
    """How likely `following` is after `history`, by the routes of others (order: its length)."""
    chance = 1 / symbols
    for order in range(len(history) + 1):
        context = list(history[len(history) - order :])
        after = [
            route[place]
            for route in train
            for place in range(3, len(route))
            if list(route[place - order : place]) == context
        ]
        chance = (after.count(following) + 10 * chance) / (len(after) + 10)
    return chance


def moves_of(routes: Sequence[Sequence[int]]) -> int:
    """How many steps and ends there are, behind the three zeros with which each route begins."""
    return sum(1 for route in routes for _ in pairwise(route[2:]))
