"""Readers of what is neither a table with a header nor one JSON object a line.

In:     an engine, a source, a delivery
Out:    `delivered`, as the readers of readers.py fill it: JSON arrays element by element, lines of
        text with an empty body, tables whose column names come in capitals under small letters,
        from a workbook too
Errors: RefusedFileError for a file that cannot be read at all, such as a JSON array that is cut
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import duckdb

from pipeline.config import Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.delivery import Delivery
from pipeline.ingest.json_faults import take_out_faults
from pipeline.ingest.limits import LIMITS
from pipeline.ingest.readers import Fault, csv_rows, json_lines, parquet_rows, unreadable
from pipeline.ingest.remote import kind_at
from pipeline.ingest.sheets import sheet_rows
from pipeline.ingest.streams import unpacked_blocks
from pipeline.sqlfiles import sql_text

Reader = Callable[[DuckDBEngine, Source, Delivery], list[Fault]]
_MARK = b"\xef\xbb\xbf"


def json_records(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """JSON objects, one a line or all in one array, as APIs answer."""
    if not _beginning(delivery).startswith(b"["):
        return json_lines(engine, source, delivery)
    script_rows(engine, delivery, "load/json_array.sql")
    return take_out_faults(engine)


def text_lines(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """Lines of text that are not blank."""
    del source
    script_rows(engine, delivery, "load/text_lines.sql")
    return []


def csv_table(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """A table of a warehouse, as CSV; Snowflake writes its column names in capitals."""
    faults = csv_rows(engine, source, delivery)
    _small_letters(engine)
    return faults


def parquet_table(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """A table of a warehouse, as Parquet."""
    faults = parquet_rows(engine, source, delivery)
    _small_letters(engine)
    return faults


def sheet_table(header: Collection[str]) -> Reader:
    """A reader of a table in a workbook, whose header has these labels, in any case of letters."""

    def read(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
        faults = sheet_rows(engine, source, delivery, header)
        _small_letters(engine)
        return faults

    return read


def table_again(engine: DuckDBEngine, source: Source, path: str) -> None:
    """Rows of a table in `delivered` that were rejected before: their names in small letters."""
    del source
    if kind_at(path) != "jsonl":
        _small_letters(engine)


def first_line(delivery: Delivery) -> str:
    """The first line of a file, without its end, as far as one block goes."""
    return _beginning(delivery).split(b"\n", 1)[0].decode("utf-8", errors="replace").rstrip("\r")


def _beginning(delivery: Delivery) -> bytes:
    block = next(unpacked_blocks(delivery.text, LIMITS), b"")
    return block.removeprefix(_MARK).lstrip()


def _small_letters(engine: DuckDBEngine) -> None:
    """Rename the keys of `delivered`, where it has capitals in them."""
    found = engine.scalar(sql_text("load/capitals.sql"))
    if found:
        engine.execute(sql_text("load/small_letters.sql"))


def script_rows(engine: DuckDBEngine, delivery: Delivery, script: str) -> None:
    """Fill `delivered` by a script of sql/ that reads the file at $path."""
    try:
        engine.execute(sql_text(script), {"path": delivery.glob_safe})
    except duckdb.Error as error:
        raise unreadable(delivery, error) from error
