"""`python -m benchmarks [NAME ...]`: measure, print, and write docs/benchmarks.md."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_PAGE = _ROOT / "docs" / "benchmarks.md"
NAMES = ("ingest", "identity", "journeys", "one_person", "findings", "peers")
_START, _END = "<!-- {}: begins -->\n", "<!-- {}: ends -->"


def main() -> None:
    """Measure what the command line names, or everything."""
    for name in sys.argv[1:] or NAMES:
        table = importlib.import_module(f"benchmarks.{name}").report(
            _ROOT / "build" / "benchmarks", runs=3
        )
        sys.stdout.write(f"{name}\n{table}")
        _PAGE.write_text(replaced(_PAGE.read_text("utf-8"), name, table), encoding="utf-8")


def replaced(page: str, name: str, table: str) -> str:
    """The page with a new table between its marks."""
    start, end = _START.format(name), _END.format(name)
    before, _, rest = page.partition(start)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"docs/benchmarks.md has no marks for {name!r}")
    return f"{before}{start}{table}{end}{after}"


if __name__ == "__main__":
    main()
