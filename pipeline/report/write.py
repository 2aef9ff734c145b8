"""Read the marts, build the page, render it, write the files.

In:     a connection to a built warehouse, a folder
Out:    paths of the files written; a file is complete or not there. `also` adds a workbook (xlsx),
        the page on paper (pdf), its pictures as SVG (svg) and as PNG (png); what is `asked` to
        be compared gives a page of differences
Units:  -
Errors: those of its parts; UnfinishedReportError when only what goes with the page is missing
Source: -
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipeline.errors import JourneysError
from pipeline.report.browser import write_pdf, write_png
from pipeline.report.map_picture import maps_in
from pipeline.report.model import Page
from pipeline.report.page import build_page
from pipeline.report.pictures import pictures_in, size_of, style_of
from pipeline.report.read import read_marts
from pipeline.report.render import handoffs_alone, page_as_html, page_as_json
from pipeline.report.tables import write_tables
from pipeline.report.thrift import thrifty
from pipeline.report.workbook import write_workbook
from pipeline.schedule import short_turns

if TYPE_CHECKING:
    from pipeline.report.asked import Asked
    from pipeline.report.comparison import ComparisonPage


_ONLY_IF_ASKED = ("comparison.html", "tables/comparison.csv", "journeys.xlsx", "journeys.pdf")
_OUR_PICTURE = re.compile(r"(map|sankey|curve|timing|handoffs)-\d+\.(svg|png)")


class UnfinishedReportError(JourneysError):
    """The report is there, but not everything that was asked for beside it."""

    def __init__(self, page: Path, mistakes: list[JourneysError]) -> None:
        lacks = " and ".join(dict.fromkeys(mistake.what for mistake in mistakes))
        super().__init__(f"{page.name} is written, but not all that goes with it: {lacks}")
        self.mistakes = mistakes

    def __str__(self) -> str:
        told = dict.fromkeys(map(str, self.mistakes))
        return "\n\n".join([self.what.partition(":")[0] + ":", *told])


def write_files(
    db: duckdb.DuckDBPyConnection,
    out_dir: Path,
    *,
    language: str | None,
    also: Collection[str] = (),
    asked: Asked | None = None,
) -> list[Path]:
    """Write report.json, journeys.html, tables/*.csv and what else is asked for.

    What else cannot be made stops nothing; it is told once all the rest is there.
    """
    # Before anything is written, so that a side without journeys leaves nothing behind.
    compared = _compared(db, asked, language) if asked else None
    page = build_page(read_marts(db), language=language)
    out_dir.mkdir(parents=True, exist_ok=True)
    with short_turns(), ThreadPoolExecutor(1) as beside:
        tables = beside.submit(write_tables, db, out_dir / "tables")
        html = page_as_html(page)
        written = [
            _write_text(out_dir / "journeys.html", thrifty(html)),
            _write_text(out_dir / "report.json", page_as_json(page)),
        ]
        written += tables.result()
    if compared is not None:
        written += _write_comparison(compared, out_dir)
    mistakes = []
    for write in _others(db, page, html, out_dir, also):
        try:
            written += write()
        except JourneysError as mistake:
            mistakes.append(mistake)
    _remove_older(out_dir, set(written))
    if mistakes:
        raise UnfinishedReportError(written[0], mistakes)
    return written


def _others(
    db: duckdb.DuckDBPyConnection, page: Page, html: str, out_dir: Path, also: Collection[str]
) -> Iterator[Callable[[], list[Path]]]:
    """What is written beside the page, each by itself."""
    if "xlsx" in also:
        yield lambda: [write_workbook(db, out_dir / "journeys.xlsx")]
    if "pdf" in also:
        yield lambda: [write_pdf(out_dir / "journeys.html", out_dir / "journeys.pdf")]
    if {"svg", "png"} & set(also):
        folder, with_png = out_dir / "pictures", "png" in also
        yield lambda: _write_pictures(
            pictures_in(html) | handoffs_alone(page, style_of(html)), folder, png=with_png
        )
        yield lambda: _write_pictures(maps_in(html, style_of(html)), folder, png=with_png)


def _remove_older(out_dir: Path, written: Collection[Path]) -> None:
    """What an earlier run wrote and this one did not would tell of other data."""
    older = [out_dir / name for name in _ONLY_IF_ASKED]
    older += [
        path for path in (out_dir / "pictures").glob("*-*.*") if _OUR_PICTURE.fullmatch(path.name)
    ]
    for path in older:
        if path not in written:
            path.unlink(missing_ok=True)


def _compared(db: duckdb.DuckDBPyConnection, asked: Asked, language: str | None) -> ComparisonPage:
    from pipeline.report.comparison import comparison_of  # noqa: PLC0415 (numpy and scipy)

    return comparison_of(db, asked, language=language)


def _write_comparison(page: ComparisonPage, out_dir: Path) -> list[Path]:
    from pipeline.report import comparison_html as html  # noqa: PLC0415 (numpy and scipy)

    return [
        _write_text(out_dir / "comparison.html", thrifty(html.comparison_as_html(page))),
        html.write_comparison_table(page, out_dir / "tables" / "comparison.csv"),
    ]


def _write_pictures(pictures: Mapping[str, str], folder: Path, *, png: bool) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    written = [_write_text(folder / f"{name}.svg", svg) for name, svg in pictures.items()]
    if png:
        for path, svg in zip(tuple(written), pictures.values(), strict=True):
            width, height = size_of(svg)
            written.append(write_png(path, path.with_suffix(".png"), width=width, height=height))
    return written


def _write_text(path: Path, text: str) -> Path:
    """Write beside and rename, so that a reader never opens half a page."""
    beside = path.with_name(path.name + ".part")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
    return path
