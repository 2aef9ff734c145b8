"""Write the report: one HTML file, its numbers as JSON, every mart table as CSV.

In:     a connection to a built warehouse; reads marts.* and counts of raw.rejects
Out:    journeys.html, report.json and tables/*.csv in the folder given, and on demand a workbook, a
        PDF and pictures; the same bytes every time, but for PDF and PNG, which a browser makes
Units:  as in marts: UTC, seconds, shares from 0 to 1
Errors: UnbalancedFlowsError when the flows do not tie out; UnknownLanguageError
Source: -
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import duckdb

    from pipeline.report.asked import Asked

__all__ = ["write_report"]


def write_report(
    db: duckdb.DuckDBPyConnection,
    out_dir: Path,
    *,
    language: str | None = None,
    also: Collection[str] = (),
    asked: Asked | None = None,
) -> list[Path]:
    """Write all files of the report into `out_dir` and return their paths.

    Without `language`, the language of the run is taken. `also` names what else to write: "xlsx"
    (needs the extra `excel`), "svg", and with Chromium "pdf" and "png". `asked` adds
    comparison.html and its table.
    """
    from pipeline.report.write import write_files  # noqa: PLC0415 (jinja2, babel and pyarrow)

    return write_files(db, out_dir, language=language, also=also, asked=asked)
