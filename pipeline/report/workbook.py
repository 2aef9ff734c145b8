"""The tables of `marts` that count in one Excel workbook, safe to open.

In:     a connection to a built warehouse, a path
Out:    the workbook: a sheet that lists the tables, then one sheet a table, rows in the order of
        all their columns; the same warehouse gives the same bytes
Units:  as in marts; times in UTC, because a cell has no zone
Errors: JourneysError when the extra `excel` is not installed
Source: OWASP, CSV injection: every text is written as text, whatever it begins with
Note:   tables with a row per person, visit, journey or step are for programs: they are listed, and
        stand in tables/*.csv. A sheet has room for 1,048,575 rows; what is over is left out, and
        the list says so
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import duckdb

from pipeline.extras import required
from pipeline.report.read import read_rows

_MOST_ROWS = 1_048_575
_MOST_LETTERS = 32_767
_MOST_NAME = 31  # letters in the name of a sheet
_BATCH = 10_000
_LIST = "tables"
_ROW_BY_ROW = frozenset({"people", "sessions", "journeys", "steps", "identity_movers"})
_HEADERS = ("table", "rows", "rows in this workbook (small counts are not hidden here)")
# A workbook is sent around: what leads to one person or journey stays in the tables beside it.
_OF_ONE = frozenset({"person_id", "journey_id", "event_id", "evidence"})
# What a cell of an XML file cannot hold (XML 1.0, section 2.2).
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SAVED_AT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def write_workbook(
    db: duckdb.DuckDBPyConnection, path: Path, *, most_rows: int = _MOST_ROWS
) -> Path:
    """Write all tables; none of their texts can act as a formula."""
    openpyxl = required("openpyxl", extra="excel", what="An Excel workbook")
    book = openpyxl.Workbook(write_only=True)
    listed = book.create_sheet(_LIST)
    listed.append(_HEADERS)
    for row in read_rows(db, "tables"):
        name = row["table_name"]
        rows = db.table(f"marts.{name}")
        total = rows.aggregate("count(*)").fetchall()[0][0]
        written = 0 if name in _ROW_BY_ROW else _write_sheet(book, name, rows, most_rows)
        listed.append((name, total, written))
    content = BytesIO()
    book.save(content)
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(_without_times(content.getvalue()))
    beside.replace(path)
    return path


def _write_sheet(book: Any, name: str, rows: duckdb.DuckDBPyRelation, most: int) -> int:  # noqa: ANN401
    """Write one table; return how many rows."""
    sheet = book.create_sheet(name[:_MOST_NAME])
    columns = [column for column in rows.columns if column not in _OF_ONE]
    sheet.append(columns)
    written = 0
    rows = rows.select(*columns)
    for values in _rows(rows, most):
        sheet.append([_cell(sheet, value) for value in values])
        written += 1
    return written


def _rows(relation: duckdb.DuckDBPyRelation, most: int) -> Iterator[tuple[Any, ...]]:
    for batch in relation.order("all").limit(most).to_arrow_table().to_batches(_BATCH):
        columns = [column.to_pylist() for column in batch.columns]
        yield from zip(*columns, strict=True)


def _cell(sheet: object, value: object) -> object:
    """A value as Excel can hold it: texts as texts, lists joined, times without a zone."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - an extra

    if isinstance(value, list):
        value = " > ".join(str(item) for item in value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, _CONTROL.sub("", value)[:_MOST_LETTERS])
        cell.data_type = "s"
        return cell
    return value


def _without_times(content: bytes) -> bytes:
    """The same workbook with one and the same time everywhere it tells when it was saved."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _SAVED_AT.sub(rb"\g<1>1980-01-01T00:00:00Z", part)
            target.writestr(ZipInfo(name), part, ZIP_DEFLATED)
    return made.getvalue()
