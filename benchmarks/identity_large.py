"""Components of 50 million links: some minutes and some gigabytes, so only when asked for.

Run:    python -m benchmarks identity_large
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.identity import HEAD, rows_of_whole
from benchmarks.made_links import made

_LINKS = 50_000_000


def report(folder: Path, *, runs: int) -> str:
    """The table of docs/benchmarks.md; one run, whatever is asked for."""
    del runs
    rows, _ = rows_of_whole(made(folder, _LINKS), _LINKS)
    return HEAD + "".join(rows)
