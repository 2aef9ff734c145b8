"""What follows journeys, looked up one by one.

In:     journeys, events and costs as plain rows
Out:    per journey, kind and name how often, and how much
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Told = tuple[str, str, float | None]
Found = dict[tuple[int, str, str], tuple[int, float | None]]


@dataclass(frozen=True)
class Attempt:
    """A journey; `decided` is when it was known how it went out."""

    key: int
    journey: str
    person: int
    started: int
    decided: int
    outcome: str
    value: float | None = None


@dataclass(frozen=True)
class Act:
    """An event of a customer in a visit."""

    person: int
    visit: int
    at: int
    source_kind: str
    channel: str | None
    is_answer: bool = False
    emotion: float | None = None


def consequences(
    attempts: Sequence[Attempt],
    acts: Sequence[Act],
    costs: Mapping[str, float],
    window: tuple[str, int, int],
) -> Found:
    """All that follows; the window is of a journey, so long, in data that end then."""
    journey, within, end = window
    found: dict[tuple[int, str, str], list[float | None]] = defaultdict(list)
    for case in attempts:
        if case.journey != journey or case.outcome == "open" or case.decided + within > end:
            continue
        inside = range(case.decided + 1, case.decided + within + 1)
        theirs = [one for one in attempts if one.person == case.person]
        own = [act for act in acts if act.person == case.person]
        for kind, name, amount in (
            *_journeys(case, theirs, inside),
            *_contacts(own, inside),
            *_costs(case, own, costs, inside),
        ):
            found[case.key, kind, name].append(amount)
    return {key: (len(amounts), _sum(amounts)) for key, amounts in found.items()}


def _journeys(case: Attempt, theirs: Sequence[Attempt], inside: range) -> Iterator[Told]:
    for one in theirs:
        if one.key != case.key and one.started in inside:
            yield "journey", one.journey, None
    reached = [one for one in theirs if one.outcome == "reached" and one.value is not None]
    for _, value in {(one.decided, one.value) for one in reached if one.decided in inside}:
        yield "purchase", "", value


def _contacts(own: Sequence[Act], inside: range) -> Iterator[Told]:
    for act in own:
        if act.emotion is not None and act.at in inside:
            yield "rating", "", act.emotion
    for name, at in _first(own, "source_kind"):
        if at in inside:
            yield "contact", name, None


def _costs(
    case: Attempt, own: Sequence[Act], costs: Mapping[str, float], inside: range
) -> Iterator[Told]:
    for name, at in _first(own, "channel"):
        if name in costs and at in range(case.started, inside.stop):
            yield "cost_after" if at in inside else "cost_during", "", costs[name]


def _first(acts: Iterable[Act], name: str) -> list[tuple[str, int]]:
    """The first time in each visit that a channel, or a kind of source, was used."""
    first: dict[tuple[int, str], int] = {}
    for act in acts:
        value = getattr(act, name)
        if not act.is_answer and value is not None:
            first[act.visit, value] = min(first.get((act.visit, value), act.at), act.at)
    return [(value, at) for (_, value), at in first.items()]


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
