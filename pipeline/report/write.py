"""Read the marts, build the page, render it, write the files.

In:     a connection to a built warehouse, a folder
Out:    paths of the files written; a file is complete or not there. `also` adds a workbook (xlsx),
        the page on paper (pdf), its pictures as SVG (svg) and as PNG (png); what is `asked` to
        be compared gives a page of differences
Units:  -
Errors: those of its parts
Source: -
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipeline.report.browser import write_pdf, write_png
from pipeline.report.page import build_page
from pipeline.report.pictures import pictures_in, size_of
from pipeline.report.read import read_marts
from pipeline.report.render import page_as_html, page_as_json
from pipeline.report.tables import write_tables
from pipeline.report.thrift import thrifty
from pipeline.report.workbook import write_workbook

if TYPE_CHECKING:
    from pipeline.report.asked import Asked
    from pipeline.report.comparison import ComparisonPage


def write_files(
    db: duckdb.DuckDBPyConnection,
    out_dir: Path,
    *,
    language: str | None,
    also: Collection[str] = (),
    asked: Asked | None = None,
) -> list[Path]:
    """Write report.json, journeys.html, tables/*.csv and what else is asked for."""
    # Before anything is written, so that a side without journeys leaves nothing behind.
    compared = _compared(db, asked, language) if asked else None
    marts = read_marts(db)
    page = build_page(marts, language=language)
    html = page_as_html(page)
    out_dir.mkdir(parents=True, exist_ok=True)
    written = [
        _write_text(out_dir / "journeys.html", thrifty(html)),
        _write_text(out_dir / "report.json", page_as_json(page)),
    ]
    written += write_tables(db, out_dir / "tables")
    if "xlsx" in also:
        written.append(write_workbook(db, out_dir / "journeys.xlsx"))
    if "pdf" in also:
        written.append(write_pdf(out_dir / "journeys.html", out_dir / "journeys.pdf"))
    if compared is not None:
        written += _write_comparison(compared, out_dir)
    return written + _write_pictures(html, out_dir / "pictures", also)


def _compared(db: duckdb.DuckDBPyConnection, asked: Asked, language: str | None) -> ComparisonPage:
    from pipeline.report.comparison import comparison_of  # noqa: PLC0415 (numpy and scipy)

    return comparison_of(db, asked, language=language)


def _write_comparison(page: ComparisonPage, out_dir: Path) -> list[Path]:
    from pipeline.report import comparison_html as html  # noqa: PLC0415 (numpy and scipy)

    return [
        _write_text(out_dir / "comparison.html", thrifty(html.comparison_as_html(page))),
        html.write_comparison_table(page, out_dir / "tables" / "comparison.csv"),
    ]


def _write_pictures(html: str, folder: Path, also: Collection[str]) -> list[Path]:
    if not {"svg", "png"} & set(also):
        return []
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, svg in pictures_in(html).items():
        written.append(_write_text(folder / f"{name}.svg", svg))
        if "png" in also:
            width, height = size_of(svg)
            png = folder / f"{name}.png"
            written.append(write_png(written[-1], png, width=width, height=height))
    return written


def _write_text(path: Path, text: str) -> Path:
    """Write beside and rename, so that a reader never opens half a page."""
    beside = path.with_name(path.name + ".part")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
    return path
