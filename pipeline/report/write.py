"""Read the marts, build the page, render it, write the files.

In:     a connection to a built warehouse, a folder
Out:    paths of the files written; a file is complete or not there
Units:  -
Errors: those of its parts
Source: -
"""

from pathlib import Path

import duckdb

from pipeline.report.page import build_page
from pipeline.report.read import read_marts
from pipeline.report.render import page_as_html, page_as_json
from pipeline.report.tables import write_tables


def write_files(
    db: duckdb.DuckDBPyConnection, out_dir: Path, *, language: str | None
) -> list[Path]:
    """Write report.json, journeys.html and tables/*.csv."""
    marts = read_marts(db)
    page = build_page(marts, language=language)
    out_dir.mkdir(parents=True, exist_ok=True)
    written = [
        _write_text(out_dir / "journeys.html", page_as_html(page)),
        _write_text(out_dir / "report.json", page_as_json(page)),
    ]
    return [*written, *write_tables(db, out_dir / "tables")]


def _write_text(path: Path, text: str) -> Path:
    """Write beside and rename, so that a reader never opens half a page."""
    beside = path.with_name(path.name + ".part")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
    return path
