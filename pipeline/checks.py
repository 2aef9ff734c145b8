"""Promises about the built data: sql/checks, where every row is a broken one.

In:     an engine on a built warehouse; what was checked already, of whom rows were made
Out:    one CheckResult per file, with the first rows that break it
Errors: PromiseBrokenError from `require_promises`
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pipeline.engine.face import Engine
from pipeline.errors import PromiseBrokenError
from pipeline.models import Model, load_checks
from pipeline.sqlfiles import sql_root

_SHOWN = 3


@dataclass(frozen=True)
class CheckResult:
    """One promise: its name, what it says, how many rows break it and the first of them."""

    name: str
    promise: str
    broken: int
    examples: tuple[dict[str, Any], ...]

    @property
    def ok(self) -> bool:
        """Whether the promise holds."""
        return self.broken == 0


_NONE: Mapping[str, CheckResult] = MappingProxyType({})


def run_checks(engine: Engine, done: Mapping[str, CheckResult] = _NONE) -> list[CheckResult]:
    """Run every check that is not `done`, whatever the others find."""
    checks = load_checks(sql_root()).items()
    return [done[name] if name in done else run_check(engine, name, one) for name, one in checks]


def run_check(engine: Engine, name: str, check: Model) -> CheckResult:
    """Run one check on the tables that the engine sees now."""
    rows = engine.read(check.select)
    examples = tuple(rows.slice(0, _SHOWN).to_pylist())
    return CheckResult(name, check.header["What"], rows.num_rows, examples)


def require_promises(results: list[CheckResult]) -> None:
    """Raise for broken promises, all of them in one message."""
    broken = [result for result in results if not result.ok]
    if broken:
        lines = [
            f"{result.name}: {result.promise} {result.broken} rows break it, such as "
            + "; ".join(map(_row, result.examples))
            for result in broken
        ]
        raise PromiseBrokenError(
            f"{len(broken)} of {len(results)} promises are broken.",
            where="\n         ".join(lines),
            fix="the numbers cannot be trusted, so no report was written; look at the tables named",
        )


def _row(row: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in row.items())
