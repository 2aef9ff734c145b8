"""What is said about the quality of the data: numbers only, no words, no markup.

In:     nothing; these are frozen records
Out:    Quality and its parts
Units:  rows and events
Errors: none
Source: -
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of quality, its value for every source."""

    name: str
    values: tuple[tuple[int | None, str | None], ...]  # (rows, detail) in the order of sources


@dataclass(frozen=True, slots=True)
class Reject:
    """Rows not taken, by file and reason."""

    source: str
    file: str
    reason: str
    rows: int


@dataclass(frozen=True, slots=True)
class Check:
    """A number computed twice."""

    name: str
    expected: str
    actual: str
    is_ok: bool


@dataclass(frozen=True, slots=True)
class Quality:
    """How far the data can be trusted."""

    sources: tuple[str, ...]
    measures: tuple[Measure, ...]
    rejects: tuple[Reject, ...]
    checks: tuple[Check, ...]
    broken: int
