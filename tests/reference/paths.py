"""Walks and flows, counted over plain lists.

In:     Steps as they are stored, options as a dictionary
Out:    (part, step_no, from, to) and how many walks go that way; routes; why others are none
Note:   one function per stage, in the order group, hide, collapse, anchor, offset, cut, exclude
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.reference.patterns import fits, places

HIDDEN = "[hidden]"
Options = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One stored step. `session` is None outside of visits."""

    journey: int
    step_no: int
    person: int
    name: str
    us: int
    last_us: int
    outcome: str
    channel: str | None = None
    device: str | None = None
    session: int | None = None
    persona: str | None = None


Line = list[Step]


@dataclass(frozen=True)
class Walk:
    """Steps `first` to `last` of a line, from nought; `void` says why it is none."""

    line: Line
    anchor: int
    first: int
    last: int
    cut: str | None = None
    void: str | None = None

    @property
    def steps(self) -> Line:
        return self.line[self.first : self.last + 1]


def lines_of(steps: Sequence[Step], options: Options) -> list[Line]:
    """The steps of each unit in order, renamed, without repeats."""
    lines = _units(steps, options["unit"])
    lines = [[_renamed(step, options) for step in line] for line in lines if _chosen(line, options)]
    if options["hidden"] == "join":
        lines = [[step for step in line if step.name != HIDDEN] for line in lines]
    lines = [_collapsed(line, options) for line in lines if line]
    pattern = options["pattern"]
    return [line for line in lines if pattern is None or fits(pattern, [s.name for s in line])]


def _units(steps: Sequence[Step], unit: str) -> list[Line]:
    found: dict[Any, Line] = defaultdict(list)
    for step in sorted(steps, key=lambda s: (s.journey, s.step_no)):
        if unit == "people":
            found[step.person].append(step)
        elif unit != "sessions":
            found[step.journey].append(step)
        elif step.session is not None:
            found[step.journey, step.session].append(step)
    if unit == "people":
        return [sorted(line, key=lambda s: (s.us, s.journey, s.step_no)) for line in found.values()]
    if unit == "sessions":
        latest = {
            journey: max(no for other, no in found if other == journey) for journey, _ in found
        }
        return [
            line if no == latest[journey] else [replace(step, outcome="later") for step in line]
            for (journey, no), line in found.items()
        ]
    return list(found.values())


def _chosen(line: Line, options: Options) -> bool:
    return options["personas"] is None or line[0].persona in options["personas"]


def _renamed(step: Step, options: Options) -> Step:
    name = next((new for new, old in options["groups"].items() if step.name in old), step.name)
    channels = options["channels"]
    gone = name in options["hide"] or (channels is not None and step.channel not in channels)
    return replace(step, name=HIDDEN if gone else name)


def _collapsed(line: Line, options: Options) -> Line:
    kept: Line = []
    for step in line:
        again = bool(kept) and kept[-1].name == step.name
        if again and (options["collapse"] or step.name == HIDDEN):
            last_us = max(kept[-1].last_us, step.last_us)
            kept[-1] = replace(kept[-1], last_us=last_us, outcome=step.outcome)
        else:
            kept.append(step)
    if options["repeat_time"] == "last":
        return [replace(step, us=step.last_us) for step in kept]
    return kept


def walks_of(lines: Sequence[Line], options: Options) -> list[Walk]:
    """All walks, with those that are void."""
    walks = [walk for line in lines for walk in _anchored(line, options)]
    walks = [_moved(walk, options) for walk in walks]
    cut = _cut_backward if options["direction"] == "backward" else _cut
    walks = [walk if walk.void else cut(walk, options) for walk in walks]
    hit = [_is_hit(walk, options) for walk in walks]
    people = {w.line[0].person for w, is_hit in zip(walks, hit, strict=True) if is_hit}
    if options["exclude_voids"] == "person":
        hit = [walk.line[0].person in people for walk in walks]
    return [
        replace(walk, void="excluded") if is_hit and not walk.void else walk
        for walk, is_hit in zip(walks, hit, strict=True)
    ]


def _is_hit(walk: Walk, options: Options) -> bool:
    return not walk.void and any(step.name in options["exclude"] for step in walk.steps)


def _spots(line: Line, wanted: Any, side: str) -> list[int]:  # noqa: ANN401
    if isinstance(wanted, tuple):
        found = places(wanted, [step.name for step in line])
        return [(last if side == "end" else first) - 1 for first, last in found]
    return [place for place, step in enumerate(line) if step.name in wanted]


def _anchored(line: Line, options: Options) -> list[Walk]:
    end = len(line) - 1
    start_at, end_at, around = options["start"], options["end"], options["around"]
    if options["unit"] == "transitions":
        return [Walk(line, at, at, min(at + 1, end)) for at in range(len(line))]
    pairs: list[tuple[int, int, int]]  # the anchor, the first step, the last step
    if around is not None:
        spots = _spots(line, around, "around")
        before, after = options["before"], options["after"]
        pairs = [(at, max(at - before, 0), min(at + after, end)) for at in spots]
    elif start_at is None and end_at is None:
        return [Walk(line, 0, 0, end)]
    else:
        starts = None if start_at is None else _spots(line, start_at, "start")
        ends = None if end_at is None else _spots(line, end_at, "end")
        pairs = _pairs(starts, ends, end, backward=options["direction"] == "backward")
    if not pairs:
        return [Walk(line, -1, 0, end, void="absent")]
    chosen = {"first": pairs[:1], "last": pairs[-1:], "every": pairs}[options["occurrence"]]
    return [Walk(line, *pair) for pair in chosen]


def _pairs(
    starts: list[int] | None, ends: list[int] | None, end: int, *, backward: bool
) -> list[tuple[int, int, int]]:
    if starts is None:
        return [(at, 0, at) for at in ends or []]
    if ends is None:
        return [(at, at, end) for at in starts]
    if backward:
        before = {at: [s for s in starts if s < at] for at in ends}
        return [(at, max(several), at) for at, several in before.items() if several]
    behind = {at: [e for e in ends if e > at] for at in starts}
    return [(at, at, min(several)) for at, several in behind.items() if several]


def _at_start(options: Options) -> bool:
    """Whether the offset moves the first step of a walk, or its last one."""
    if options["direction"] == "backward":
        return options["end"] is None
    return options["start"] is not None


def _moved(walk: Walk, options: Options) -> Walk:
    steps, us = options["offset"], options["offset_us"]
    if walk.void or not (steps or us):
        return walk
    line, at_start = walk.line, _at_start(options)
    at = walk.first if at_start else walk.last
    if steps:
        at = max(at + steps, 0) if at_start else min(at + steps, len(line) - 1)
        first, last = (at, walk.last) if at_start else (walk.first, at)
        return replace(walk, first=first, last=last, void=None if first <= last else "beyond")
    aim = line[at].us + us
    if at_start:
        met = [place for place, step in enumerate(line) if step.us >= aim]
        moved = replace(walk, first=min(met)) if met else None
    else:
        met = [place for place, step in enumerate(line) if step.us <= aim]
        moved = replace(walk, last=max(met)) if met else None
    if moved is None or moved.first > moved.last:
        return replace(walk, void="beyond")
    return moved


def _inside(value: int, window: tuple[int | None, int | None]) -> bool:
    least, longest = window
    return (least is None or value >= least) and (longest is None or value <= longest)


def _cut(walk: Walk, options: Options) -> Walk:
    line, held = walk.line, _held(options)
    longest = (None, options["within"][1])
    last, reason = walk.first, None
    while last < walk.last and reason is None:
        here, following = line[last], line[last + 1]
        in_step = _inside(following.us - here.us, options["step_within"])
        if not (in_step and _inside(following.us - line[walk.first].us, longest)):
            reason = "outside"
        elif held(following) != held(line[walk.first]):
            reason = "changed"
        else:
            last += 1
    void = reason if options["end"] is not None else None
    return _long_enough(replace(walk, last=last, cut=reason, void=void), options)


def _cut_backward(walk: Walk, options: Options) -> Walk:
    line, held = walk.line, _held(options)
    longest = (None, options["within"][1])
    first, reason = walk.last, None
    while first > walk.first and reason is None:
        here, previous = line[first], line[first - 1]
        in_step = _inside(here.us - previous.us, options["step_within"])
        if not (in_step and _inside(line[walk.last].us - previous.us, longest)):
            reason = "outside"
        elif held(previous) != held(line[walk.last]):
            reason = "changed"
        else:
            first -= 1
    void = reason if options["start"] is not None else None
    return _long_enough(replace(walk, first=first, cut=reason, void=void), options)


def _long_enough(walk: Walk, options: Options) -> Walk:
    least = options["within"][0]
    took = walk.steps[-1].us - walk.steps[0].us
    return replace(walk, void=walk.void or (None if _inside(took, (least, None)) else "outside"))


def _held(options: Options) -> Callable[[Step], Any]:
    name = options["hold"]
    return lambda step: getattr(step, name) if name else None


def part_of(walk: Walk, options: Options) -> str | None:
    """Which part of the breakdown a walk belongs to."""
    part = options["breakdown"]
    first = walk.steps[0]
    return None if part is None else getattr(first, part)


def flows_of(walks: Sequence[Walk], options: Options) -> Counter[tuple[str | None, int, str, str]]:
    """How many walks go from where to where."""
    found: Counter[tuple[str | None, int, str, str]] = Counter()
    for walk in walks:
        if walk.void:
            continue
        stops = _stops(walk, options)
        for step_no in range(1, len(stops)):
            found[part_of(walk, options), step_no, stops[step_no - 1], stops[step_no]] += 1
    return found


def _stops(walk: Walk, options: Options) -> list[str]:
    names = [step.name for step in walk.steps]
    if options["direction"] == "backward":
        names.reverse()
    waiting: list[str] = []
    if options["around"] is not None:
        waiting = ["[not begun]"] * (options["before"] - (walk.anchor - walk.first))
    elif len(names) > options["max_steps"]:
        return [*names[: options["max_steps"]], "(more)"]
    return [*waiting, *names, ending_of(walk, options)]


def ending_of(walk: Walk, options: Options) -> str:
    """Where the walk leaves to, in brackets."""
    if walk.cut is not None:
        return f"({walk.cut})"
    if options["direction"] == "backward":
        return "(start)" if walk.first == 0 else "(more)"
    if walk.last == len(walk.line) - 1:
        return f"({walk.line[-1].outcome})"
    return "(more)"
