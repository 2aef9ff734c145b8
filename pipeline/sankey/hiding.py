"""Which counts are too small to be shown, and which others would give them away.

In:     counts, what is already in an "other" cell, sums that the reader knows, the smallest count
        shown
Out:    the keys to hide; their counts go to "other", so every sum stays
Units:  counts
Errors: none
Source: secondary suppression (Willenborg and de Waal 2001, Elements of Statistical Disclosure
        Control, chapter 6): one hidden cell could be computed from the sum, so the next smallest is
        hidden with it until "other" itself is large enough; where lines cross, a cell is given away
        when the lines together leave it no other value
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

Key = TypeVar("Key")
_NOTHING = 1e-9


def hidden_cells(counts: Mapping[Key, int], rest: int, small: int) -> set[Key]:
    """Choose the cells to hide, smallest first.

    >>> sorted(hidden_cells({"web": 50, "app": 12, "phone": 3, "store": 0}, 0, 10))
    ['app', 'phone']
    """
    filled = [key for key, count in sorted(counts.items(), key=lambda kv: kv[1]) if count]
    hidden: set[Key] = set()
    together = rest
    for key in filled:
        is_small = counts[key] < small
        if not is_small and not 0 < together < small:
            break
        hidden.add(key)
        together += counts[key]
    return hidden


def protected(
    counts: Mapping[Key, int],
    lines: Sequence[Collection[Key]],
    *,
    small: int,
    hidden: AbstractSet[Key] = frozenset(),
) -> set[Key]:
    """Hide until no line tells a small sum and all lines together tell no small cell.

    A line is the cells of which the reader knows the sum; a sum under `small` is taken for untold,
    and what the sums tell with every cell hidden cannot be helped.
    `hidden` are those not shown anyway.

    >>> table = {"ax": 3, "ay": 40, "bx": 30, "by": 20, "cx": 50, "cy": 60}
    >>> across = [["ax", "ay"], ["bx", "by"], ["cx", "cy"]]
    >>> sorted(protected(table, [*across, ["ax", "bx", "cx"], ["ay", "by", "cy"]], small=10))
    ['ax', 'ay', 'bx', 'by']
    """
    gone = {key for key in hidden if counts[key]} | {k for k, n in counts.items() if 0 < n < small}
    lines = [line for line in lines if sum(counts[key] for key in line) >= small]
    anyway = _given_away(lines, {key for key, count in counts.items() if count})
    while True:
        before = len(gone)
        for line in lines:
            left = {key: counts[key] for key in line if key not in gone}
            gone |= hidden_cells(left, sum(counts[key] for key in line if key in gone), small)
        if len(gone) == before:
            told = _given_away(lines, gone)
            more = _beside(counts, lines, gone, told)
            if more is None or not any(counts[key] < small for key in told - anyway):
                return gone
            gone.add(more)


def _given_away(lines: Sequence[Collection[Key]], gone: set[Key]) -> set[Key]:
    """Hidden cells that can have one value only: no change of others makes up for theirs."""
    parts = _parts([[key for key in line if key in gone] for line in lines])
    return set().union(*(_told(known) for known in parts))


def _parts(lines: Iterable[list[Key]]) -> list[list[list[Key]]]:
    """Lines that share cells, together: those of other parts tell nothing of them."""
    found: list[tuple[set[Key], list[list[Key]]]] = []
    for line in filter(None, lines):
        cells, together = set(line), [line]
        apart = []
        for others, known in found:
            if cells.isdisjoint(others):
                apart.append((others, known))
            else:
                cells |= others
                together = known + together
        found = [*apart, (cells, together)]
    return [known for _, known in found]


def _told(known: list[list[Key]]) -> set[Key]:
    """Cells of one part that its lines leave no other value."""
    import numpy as np  # noqa: PLC0415 - a page where nothing is small needs none

    gone = {key for line in known for key in line}
    place = {key: number for number, key in enumerate(sorted(gone, key=str))}
    table = np.zeros((len(known), len(place)))
    for number, line in enumerate(known):
        table[number, [place[key] for key in line]] = 1
    _, sizes, right = np.linalg.svd(table)
    free = right[int((sizes > _NOTHING * max(table.shape)).sum()) :]
    moved = np.abs(free).max(axis=0) if len(free) else np.zeros(table.shape[1])
    return {key for line in known for key in line if moved[place[key]] < _NOTHING}


def _beside(
    counts: Mapping[Key, int],
    lines: Sequence[Collection[Key]],
    gone: set[Key],
    told: set[Key],
) -> Key | None:
    """The smallest count shown in a line with one that is given away, else with a hidden one."""
    for about in (told, gone):
        near = {key for line in lines if about & set(line) for key in line}
        shown = [key for key in near if counts[key] and key not in gone]
        if shown:
            return min(shown, key=lambda key: (counts[key], str(key)))
    return None
