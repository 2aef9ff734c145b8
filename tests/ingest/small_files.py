"""The same small table as a file of every kind, and small loads of a source that names its columns.

In:     rows as dictionaries; the files of one run after another
Out:    bytes; an engine in memory whose raw layer they filled
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.config import load_config
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest import load_sources
from tests.ingest.bad_inputs import COLUMNS, Case, write_project

Row = Mapping[str, Any]
KINDS = ("csv", "jsonl", "parquet", "xlsx")
AT = "2025-11-12T10:00:00Z"
_KEEPING_ON = "[load]\nmax_rejected_share = 1\n"
VISIT = {"who": "ana", "at": AT, "event": "visit"}


def as_file(kind: str, rows: Sequence[Row]) -> bytes:
    """These rows, of which the first has every column, as a file of that kind."""
    if kind == "jsonl":
        return "".join(json.dumps(row) + "\n" for row in rows).encode()
    if kind == "parquet":
        sink = io.BytesIO()
        pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), sink)
        return sink.getvalue()
    if kind == "xlsx":
        return _workbook(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _workbook(rows: Sequence[Row]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([row.get(name) for name in rows[0]])
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


@contextmanager
def loading(
    folder: Path,
    *runs: Mapping[str, bytes],
    settings: str = "",
    columns: str = "",
) -> Iterator[DuckDBEngine]:
    """Load the files of each run, after those before; `columns` are mapped besides the usual."""
    with DuckDBEngine(":memory:", threads=1) as engine:
        for files in runs:
            case = Case(
                "small", "accepted", files, settings=settings, columns=f"{COLUMNS}\n{columns}"
            )
            config = write_project(folder, case, patterns=["*.[cjpx]*"])
            config.write_text(_KEEPING_ON + config.read_text())
            list(load_sources(engine, load_config(config)))
        yield engine


def asked(engine: DuckDBEngine, select: str) -> list[tuple[Any, ...]]:
    """The rows of a SELECT."""
    return engine.connection.execute(select).fetchall()
