"""Funnels by trying everything: all choices of rows for all steps, from every entry.

In:     steps of journeys, a Funnel, the unit, the end of the data
Out:    per unit its entry, the row of each step, whether it is open; the units that are void
Note:   slow on purpose; it follows docs/funnels.md sentence by sentence
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import groupby

from pipeline.config.funnels import Funnel


@dataclass(frozen=True)
class Step:
    """One step of one journey."""

    person: int
    journey: int
    step_no: int
    at_us: int
    touchpoint: str
    is_last: bool
    channel: str | None = None


@dataclass(frozen=True)
class Progress:
    """How far a unit got from its entry; `done` are places in its time line, or None."""

    unit: int
    line: tuple[Step, ...]
    entry: int
    done: tuple[int | None, ...]

    @property
    def entered(self) -> Step:
        return self.line[self.entry]


@dataclass(frozen=True)
class Answer:
    """What a funnel finds: the units with their progress, those open, those void."""

    units: dict[int, Progress]
    open: set[int]
    void: set[int]


def funnel_by_trying(
    steps: Sequence[Step],
    funnel: Funnel,
    *,
    unit: str,
    open_journeys: set[int],
    as_of_us: int,
) -> Answer:
    """The best or the first entry of each unit that is not void."""
    entries: dict[int, list[Progress]] = {}
    for key, line in _lines(steps, unit):
        found = [_best_from(key, line, place, funnel) for place in range(len(line))]
        kept = [progress for progress in found if progress is not None]
        if kept:
            entries[key] = kept[:1] if funnel.entry == "first" else kept
    gone = _void_people(entries, funnel)
    units, is_open, void = {}, set(), set()
    for key, found_here in entries.items():
        good = [p for p in found_here if not _void_by(p, funnel) and p.entered.person not in gone]
        if not good:
            void.add(key)
            continue
        units[key] = max(good, key=lambda progress: (_depth(progress, funnel), -progress.entry))
        if any(_has_time(p, funnel, as_of_us) for p in good) and (
            (unit == "people" and funnel.window is not None)
            or any(step.journey in open_journeys for step in steps if _key(step, unit) == key)
        ):
            is_open.add(key)
    return Answer(units, is_open, void)


def _key(step: Step, unit: str) -> int:
    return step.person if unit == "people" else step.journey


def _lines(steps: Sequence[Step], unit: str) -> Iterator[tuple[int, tuple[Step, ...]]]:
    ordered = sorted(steps, key=lambda s: (_key(s, unit), s.at_us, s.journey, s.step_no))
    for key, line in groupby(ordered, key=lambda step: _key(step, unit)):
        yield key, tuple(line)


def _is(step: Step, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(step.touchpoint, pattern) for pattern in patterns)


def _depth(progress: Progress, funnel: Funnel) -> int:
    return sum(progress.done[place] is not None for place in funnel.required)


def _best_from(key: int, line: tuple[Step, ...], entry: int, funnel: Funnel) -> Progress | None:
    """Of all choices from this entry the one that gets furthest, then the earliest one."""
    choices = list(_choices(line, entry, funnel, ()))
    if not choices:
        return None
    late = len(line)

    def rank(done: tuple[int | None, ...]) -> tuple[object, ...]:
        required = [done[place] for place in funnel.required]
        places = [late if place is None else place for place in required]
        others = [late if done[n] is None else done[n] for n in range(len(done))]
        return (sum(place is None for place in required), places, others)

    best = min(choices, key=rank)
    return Progress(key, line, entry, _completed(best, funnel) if funnel.order == "any" else best)


def _completed(done: tuple[int | None, ...], funnel: Funnel) -> tuple[int | None, ...]:
    """In any order a step is done when those before it are done too."""
    latest, completed = 0, []
    for number, place in enumerate(done):
        completed.append(None if place is None else max(latest, place))
        if place is not None and not funnel.steps[number].optional:
            latest = max(latest, place)
    return tuple(completed)


def _choices(
    line: tuple[Step, ...], entry: int, funnel: Funnel, so_far: tuple[int | None, ...]
) -> Iterator[tuple[int | None, ...]]:
    """All ways to do the steps from this entry: for each step a row, or none."""
    number = len(so_far)
    if number == len(funnel.steps):
        yield so_far
        return
    if number == 0 and funnel.order == "any":
        anything = [name for place in funnel.required for name in funnel.steps[place].touchpoint]
        if not _is(line[entry], anything):
            return
    for place in range(entry, len(line)):
        if _allowed(line, entry, place, funnel, so_far):
            yield from _choices(line, entry, funnel, (*so_far, place))
    if number > 0:
        yield from _choices(line, entry, funnel, (*so_far, None))


def _allowed(
    line: tuple[Step, ...],
    entry: int,
    place: int,
    funnel: Funnel,
    so_far: tuple[int | None, ...],
) -> bool:
    """Whether a row can be the next step."""
    step, number = line[place], len(so_far)
    return (
        _is(step, funnel.steps[number].touchpoint)
        and all(so_far[before] is not None for before in funnel.required if before < number)
        and _in_time(step, line[entry], funnel)
        and (funnel.hold is None or step.channel == line[entry].channel is not None)
        and _follows(line, entry, place, funnel, so_far)
    )


def _in_time(step: Step, entered: Step, funnel: Funnel) -> bool:
    return funnel.window_us is None or step.at_us - entered.at_us <= funnel.window_us


def _follows(
    line: tuple[Step, ...],
    entry: int,
    place: int,
    funnel: Funnel,
    so_far: tuple[int | None, ...],
) -> bool:
    """Whether a row stands where the order asks for it; no row serves two steps."""
    taken = [before for before in so_far if before is not None]
    if funnel.order == "any":
        return place not in taken
    if not so_far:
        return place == entry
    if funnel.order == "strict":
        last, step = line[taken[-1]], line[place]
        return (step.journey, step.step_no) == (last.journey, last.step_no + 1)
    return place > taken[-1]


def _void_people(entries: dict[int, list[Progress]], funnel: Funnel) -> set[int]:
    return {
        progress.entered.person
        for found in entries.values()
        for progress in found
        if "person" in _void_by(progress, funnel)
    }


def _void_by(progress: Progress, funnel: Funnel) -> set[str]:
    """What the exclusions that lie where they must not take away: entry, person, or nothing."""
    found: set[str] = set()
    for exclusion in funnel.exclude:
        before = funnel.required[-1] if exclusion.before is None else exclusion.before - 1
        start = progress.entry if funnel.order == "any" else progress.done[exclusion.after - 1]
        end = progress.done[before]
        if start is None:
            continue
        between = progress.line[start + 1 : end]
        if end is None and funnel.window_us is not None:
            limit = progress.entered.at_us + funnel.window_us
            between = tuple(step for step in between if step.at_us <= limit)
        if any(_is(step, exclusion.touchpoint) for step in between):
            found.add(exclusion.voids)
    return found


def _has_time(progress: Progress, funnel: Funnel, as_of_us: int) -> bool:
    if funnel.order == "strict":
        last = max(place for place in progress.done if place is not None)
        if not progress.line[last].is_last:
            return False
    return funnel.window_us is None or as_of_us - progress.entered.at_us <= funnel.window_us
