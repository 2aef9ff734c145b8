"""One sheet of an Excel workbook, a row at a time.

In:     .xlsx or .xlsm; the sheet the source names, else the first that is not hidden
Out:    the temporary table `delivered`, as the readers of readers.py fill it; record_no is the row
        as Excel counts it; every cell as text, dates and times as local times of the source's zone
Errors: RefusedFileError for a sheet that is not there and for a workbook that cannot be read;
        JourneysError when the extra `excel` is not installed
Rule:   the header is the first row that names both the event and the time, or the labels that the
        format knows, so that a title above it does no harm; of a formula the value counts that was
        saved with it; empty rows are none; a number in a cell is written with the source's decimal
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from itertools import chain, islice, zip_longest
from typing import Any
from zipfile import BadZipFile

from pipeline.config import Source
from pipeline.config.advice import nearest
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.extras import required
from pipeline.ingest.cells import as_text
from pipeline.ingest.delivery import Delivery, RefusedFileError
from pipeline.ingest.python_records import Record, deliver
from pipeline.ingest.readers import Fault, labels_of

Row = tuple[int, list[str | None]]
_HEADER_WITHIN = 50
# What openpyxl raises for workbooks that break their own rules.
_BROKEN = (AttributeError, BadZipFile, IndexError, KeyError, SyntaxError, TypeError, ValueError)


def sheet_rows(
    engine: DuckDBEngine, source: Source, delivery: Delivery, header: Collection[str] = ()
) -> list[Fault]:
    """A sheet with a header; each row becomes an object keyed by the labels.

    `header` are labels, in small letters, by which the header is known where the source names none.
    """
    openpyxl = required("openpyxl", extra="excel", what="An Excel workbook")
    with warnings.catch_warnings():
        # It warns of every style and extension that it passes over; none of them holds data.
        warnings.simplefilter("ignore")
        rows = _rows(openpyxl, source, delivery)
        deliver(engine, _records(rows, source, delivery, header))
    return []


def _rows(openpyxl: Any, source: Source, delivery: Delivery) -> Iterator[Row]:  # noqa: ANN401
    """The rows that are not empty, with their numbers."""
    try:
        book = openpyxl.load_workbook(delivery.path, read_only=True, data_only=True)
        try:
            sheet = _chosen(book, source, delivery)
            # The extent that is stated in the file is wrong in what some programs write.
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                texts = [_written(cell, source.decimal) for cell in cells]
                if any(text and text.strip() for text in texts):
                    yield number, texts
        finally:
            book.close()
    except _BROKEN as error:
        raise RefusedFileError(
            f"The workbook cannot be read ({type(error).__name__}).",
            where=delivery.name,
            fix="open it in a spreadsheet program and save it again as .xlsx",
        ) from error


def _written(cell: object, decimal: str) -> str | None:
    """A cell as its format reads it: there numbers are written with one sign, typed or not."""
    text = as_text(cell)
    if text is not None and isinstance(cell, float | Decimal):
        return text.replace(".", decimal)
    return text


def _chosen(book: Any, source: Source, delivery: Delivery) -> Any:  # noqa: ANN401
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if source.sheet is None and shown:
        return shown[0]
    if source.sheet in sheets:
        return sheets[source.sheet]
    raise RefusedFileError(
        f"The workbook has no sheet {source.sheet!r}; {nearest(source.sheet or '', sheets)}",
        where=delivery.name,
        fix="name one of them as `sheet` of the source",
    )


def _records(
    rows: Iterator[Row], source: Source, delivery: Delivery, header: Collection[str]
) -> Iterator[Record]:
    first = list(islice(rows, _HEADER_WITHIN))
    position = _header(first, source, header)
    if position is None:
        raise RefusedFileError("The sheet is empty.", where=delivery.name, fix="deliver it again")
    labels = labels_of([label or "" for label in first[position][1]], source, delivery)
    yield from _labelled(chain(first[position + 1 :], rows), labels)


def _header(rows: list[Row], source: Source, header: Collection[str]) -> int | None:
    wanted = set(header) or {
        source.columns[field] for field in ("event", "occurred_at") if field in source.columns
    }
    named = (n for n, (_, texts) in enumerate(rows) if wanted <= _labels(texts, small=bool(header)))
    return next(named, 0 if rows else None)


def _labels(texts: list[str | None], *, small: bool) -> set[str]:
    labels = {(text or "").strip() for text in texts}
    return {label.lower() for label in labels} if small else labels


def _labelled(rows: Iterable[Row], labels: list[str]) -> Iterator[Record]:
    """Cells to the right of the header are kept, under the number of their column."""
    for number, texts in rows:
        record = {
            label or f"column {place}": text
            for place, (label, text) in enumerate(zip_longest(labels, texts), start=1)
            if label or text
        }
        yield number, record
