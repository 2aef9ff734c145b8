"""Errors that say what happened, where, and how to go on.

In:     what went wrong, in one sentence; where; what to do next
Out:    exceptions whose text is ready for a terminal
Errors: none of its own
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command line tells a scheduler."""

    OK = 0
    FAILED = 1
    CONFIGURATION = 2
    QUALITY_WARNINGS = 3
    PROMISE_BROKEN = 4
    LOCKED = 75
    INTERRUPTED = 130


class JourneysError(Exception):
    """A failure a user can act on.

    >>> print(JourneysError("No warehouse.", where="build/x.duckdb", fix="journeys run"))
    No warehouse.
      where: build/x.duckdb
      fix:   journeys run
    """

    exit_code = ExitCode.FAILED

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.fix = what, where, fix

    def __str__(self) -> str:
        lines = [self.what]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.fix:
            lines.append(f"  fix:   {self.fix}")
        return "\n".join(lines)


class ConfigurationError(JourneysError):
    """The settings cannot be used. Holds every mistake found, not only the first."""

    exit_code = ExitCode.CONFIGURATION

    def __init__(self, mistakes: list[JourneysError], *, file: str) -> None:
        count = f"{len(mistakes)} mistake{'s' if len(mistakes) != 1 else ''}"
        super().__init__(f"{file} has {count}; nothing was written.")
        self.mistakes = mistakes

    def __str__(self) -> str:
        return "\n\n".join([self.what, *map(str, self.mistakes)])


class ModelError(JourneysError):
    """A file in sql/ does not keep the rules of a model."""


class PromiseBrokenError(JourneysError):
    """A check in sql/checks returned rows."""

    exit_code = ExitCode.PROMISE_BROKEN


class WarehouseLockedError(JourneysError):
    """Another run is writing the warehouse."""

    exit_code = ExitCode.LOCKED
