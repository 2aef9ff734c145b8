"""What is said about handoffs: numbers only, no words, no markup.

In:     nothing; these are frozen records
Out:    Changes and its parts
Units:  moves and handoffs; shares from 0 to 1; seconds
Errors: none
Source: -
"""

from dataclasses import dataclass

from pipeline.report.rates import Rate

REST = "(other)"  # what is grouped because it is small or late in the list


@dataclass(frozen=True, slots=True)
class Cell:
    """Share of a row's contacts that go to one value next; None of it is shown when hidden."""

    target: str
    kind: str  # value | other | reached | end | open | ended
    moves: int | None
    share: float | None
    wait_s: float | None
    heat: int
    is_same: bool
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """Where the contacts on one channel, device or department go next."""

    source: str
    moves: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Moves of one kind: rows are left, columns are reached; each row sums to 100 %."""

    kind: str
    columns: tuple[tuple[str, str], ...]  # (value, kind of cell)
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A handoff: a move that changes the value."""

    source: str
    target: str
    handoffs: int
    people: int
    median_wait_s: float | None
    p90_wait_s: float | None
    came_back: Rate
    repeated: Rate
    reached: Rate


@dataclass(frozen=True, slots=True)
class Changes:
    """The most frequent handoffs of one kind."""

    matrix: Matrix
    rows: tuple[Change, ...]
    handoffs: int
    listed: int
