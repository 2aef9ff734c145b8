"""Results as a table that a reader can check: what, the least, ours, the ratio, the limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.measure import Cost

_HEAD = (
    "| what | least, CPU s | ours, CPU s | ratio | at most | ours, peak MiB |\n"
    "|---|---|---|---|---|---|\n"
)


@dataclass(frozen=True)
class Line:
    """One comparison. `least_is` says what the least is; a limit may be stated or not."""

    what: str
    cost: Cost
    least: Cost
    least_is: str
    limit: float | None = None
    peak_mib: float | None = None

    @property
    def ratio(self) -> float:
        """How many times the least it costs."""
        return self.cost.cpu_s / self.least.cpu_s

    @property
    def is_kept(self) -> bool:
        """Whether both limits are kept."""
        within = self.limit is None or self.ratio <= self.limit
        return within and (self.peak_mib is None or self.cost.peak_mib <= self.peak_mib)


def markdown(lines: Iterable[Line]) -> str:
    """The table, worst ratio marked where it breaks its limit."""
    return _HEAD + "".join(
        f"| {line.what} | {line.least.cpu_s:.1f} ({line.least_is}) | {line.cost.cpu_s:.1f} | "
        f"{line.ratio:.2f}{'' if line.is_kept else ' **over**'} | "
        f"{'' if line.limit is None else f'{line.limit:.1f}'} | {line.cost.peak_mib:,.0f} |\n"
        for line in lines
    )
