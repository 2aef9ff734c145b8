"""Render the page of differences, and its rows as a table for spreadsheets.

In:     ComparisonPage
Out:    HTML in one file that loads nothing and runs nothing; rows of plain values
Units:  as in `comparison`; in the table hidden values are empty
Errors: UnknownLanguageError
Source: names are text everywhere: jinja2 escapes
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from markupsafe import Markup

from pipeline.report.asked import Period
from pipeline.report.comparison import ComparedJourney, ComparisonPage
from pipeline.report.comparison_chart import difference_picture
from pipeline.report.comparison_words import ComparisonWords
from pipeline.report.contrast import Contrast
from pipeline.report.names import Names
from pipeline.report.numbers import Numbers
from pipeline.report.tables import write_csv_of
from pipeline.report.templating import asset, environment_of, policy_of
from pipeline.report.words import load_words
from pipeline.sankey.labels import visible

STYLES = "style.css", "sections.css", "comparison.css"
_TEXTS = ("journey", "by", "first_side", "second_side", "measure", "touchpoint", "verdict")
_COUNTS = ("n_first", "n_second")
_NUMBERS = ("window_s", "first", "second", "difference", "low", "high", "q")


def comparison_as_html(page: ComparisonPage) -> str:
    """Render the one self-contained file."""
    words = load_words(page.run.language)
    numbers = Numbers(page.run.language, page.run.timezone)
    told = ComparisonWords(words, numbers)
    style = "".join(map(asset, STYLES))
    environment = environment_of(words, numbers, page.run.small_cell_k)
    first, second = (visible(told.side(side)) for side in (page.asked.first, page.asked.second))
    return environment.get_template("comparison.html").render(
        page=page,
        run=page.run,
        first=first,
        second=second,
        told=told,
        names=Names(words),
        numbers=numbers,
        picture=difference_picture,
        style=Markup(style),  # noqa: S704 (our own file)
        script="",
        policy=policy_of(style),
    )


def write_comparison_table(page: ComparisonPage, path: Path) -> Path:
    """Write the rows of the page as CSV; a text that looks like a formula is disarmed."""
    rows = [
        _cells(page, journey, row)
        for journey in page.journeys
        for part in journey.parts
        for row in part.all_rows
    ]
    kinds = (pa.string(), _TEXTS), (pa.int64(), _COUNTS), (pa.float64(), _NUMBERS)
    fields = {name: kind for kind, names in kinds for name in names}
    order = (*_TEXTS[:4], "window_s", *_TEXTS[4:6], *_COUNTS, *_NUMBERS[1:], "verdict")
    table = pa.Table.from_pylist(rows, pa.schema([(name, fields[name]) for name in order]))
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as db:
        return write_csv_of(db.from_arrow(table), path)


def _cells(page: ComparisonPage, journey: ComparedJourney, row: Contrast) -> dict[str, Any]:
    small = page.run.small_cell_k
    return {
        "journey": journey.name,
        "by": page.asked.by,
        "first_side": _spelled(page.asked.first),
        "second_side": _spelled(page.asked.second),
        "window_s": journey.window_s,
        "n_first": row.first.n if row.first.n >= small else None,
        "n_second": row.second.n if row.second.n >= small else None,
        "first": row.first.value,
        "second": row.second.value,
        **{
            name: getattr(row, name)
            for name in ("measure", "touchpoint", "difference", "low", "high", "q", "verdict")
        },
    }


def _spelled(side: Period | str | None) -> str:
    """As it is written on the command line, without a language."""
    if isinstance(side, Period):
        return f"{side.first}..{side.last}"
    return "(all others)" if side is None else visible(side)
