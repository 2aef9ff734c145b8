"""Patterns of steps, matched by trying every way; and the text that says each pattern.

In:     patterns as nested tuples:
        ("steps", names, negated), ("row", parts), ("or", options), ("times", part, low, high),
        ("begin",), ("end",)
Out:    where a pattern stands in a route; its text
Source: backtracking, the longest repetition and the first option preferred
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

Pattern = tuple[Any, ...]


def ends_of(pattern: Pattern, route: Sequence[str], at: int) -> Iterator[int]:
    """Where the pattern may end when it begins at `at`, the preferred end first."""
    ways = {"steps": _steps, "row": _in_a_row, "or": _one_of, "times": _times}
    if pattern[0] in ways:
        yield from ways[pattern[0]](pattern, route, at)
    elif at == (0 if pattern[0] == "begin" else len(route)):
        yield at


def _steps(pattern: Pattern, route: Sequence[str], at: int) -> Iterator[int]:
    _, names, negated = pattern
    if at < len(route) and (route[at] in names) is not negated:
        yield at + 1


def _one_of(pattern: Pattern, route: Sequence[str], at: int) -> Iterator[int]:
    for option in pattern[1]:
        yield from ends_of(option, route, at)


def _in_a_row(pattern: Pattern, route: Sequence[str], at: int) -> Iterator[int]:
    yield from _row(pattern[1], route, at)


def _row(parts: Sequence[Pattern], route: Sequence[str], at: int) -> Iterator[int]:
    if not parts:
        yield at
        return
    for middle in ends_of(parts[0], route, at):
        yield from _row(parts[1:], route, middle)


def _times(pattern: Pattern, route: Sequence[str], at: int) -> Iterator[int]:
    _, part, low, high = pattern
    if high is None or high > 0:
        fewer = None if high is None else high - 1
        for middle in ends_of(part, route, at):
            yield from _times(("times", part, max(low - 1, 0), fewer), route, middle)
    if low == 0:
        yield at


def fits(pattern: Pattern, route: Sequence[str]) -> bool:
    """Whether the pattern stands anywhere in the route."""
    return any(True for at in range(len(route) + 1) for _ in ends_of(pattern, route, at))


def places(pattern: Pattern, route: Sequence[str]) -> list[tuple[int, int]]:
    """The places found from left to right that do not overlap: first and last step, from one."""
    found, at = [], 0
    while at <= len(route):
        end = next(ends_of(pattern, route, at), None)
        if end is None or end == at:
            at += 1
        else:
            found.append((at + 1, end))
            at = end
    return found


def text_of(pattern: Pattern) -> str:
    """The pattern as an analyst would write it."""
    kind = pattern[0]
    if kind == "steps":
        _, names, negated = pattern
        if negated and not names:
            return "."
        inside = "|".join(_quoted(name) for name in names)
        return f"[{'^' if negated else ''}{inside}]" if negated or len(names) > 1 else inside
    if kind == "row":
        return " -> ".join(_inside(part, "or") for part in pattern[1])
    if kind == "or":
        return " | ".join(text_of(option) for option in pattern[1])
    if kind == "times":
        _, part, low, high = pattern
        sign = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((low, high))
        most = "" if high is None else high
        shown = f"({text_of(part)})" if part[0] != "steps" or "[" not in text_of(part) else ""
        return (shown or text_of(part)) + (sign or f"{{{low},{most}}}")
    return "^" if kind == "begin" else "$"


def _inside(part: Pattern, *kinds: str) -> str:
    return f"({text_of(part)})" if part[0] in (*kinds, "row") else text_of(part)


def _quoted(name: str) -> str:
    return name if name.isalnum() else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
