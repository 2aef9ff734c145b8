"""Readers: the records of one file as rows of the temporary table `delivered`.

In:     an engine, a source, a delivery
Out:    `delivered(record_no, content, is_object, body)`: content is the record as text, body the
        same as a JSON object, NULL where it is none; the lines that could not be split, as faults
Errors: RefusedFileError for a file that cannot be read at all
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
from duckdb import DuckDBPyRelation, SQLExpression

from pipeline.config import Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.delivery import Delivery, RefusedFileError
from pipeline.ingest.json_faults import take_out_faults
from pipeline.ingest.limits import LIMITS
from pipeline.ingest.streams import unpacked_blocks
from pipeline.sqlfiles import sql_text

Fault = tuple[int, str, str]
_DELIMITERS = ",;\t|"
_QUOTED = re.compile(r'"[^"]*"')
_SHOWN = 10_000  # characters of a faulty record that DuckDB gives back


def json_lines(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """One JSON object a line."""
    del source
    _deliver(engine, delivery, "load/json_lines.sql")
    return take_out_faults(engine)


def parquet_rows(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """Each row becomes an object keyed by the columns, nested ones included."""
    del source
    _deliver(engine, delivery, "load/parquet_rows.sql")
    return []


def csv_rows(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """A table with a header; each record becomes an object keyed by the labels."""
    csv_file(engine, source, delivery)
    try:
        engine.execute_file("load/csv_rows.sql")
        if engine.scalar("select count(*) from reject_errors"):
            engine.execute_file("load/csv_numbered.sql")
    except duckdb.Error as error:
        raise unreadable(delivery, error) from error
    faults = engine.read(sql_text("load/csv_faults.sql")).to_pylist()
    _refuse_endless_quote(delivery, faults)
    return [(fault["line"], fault["reason"], fault["row"]) for fault in faults]


def csv_file(engine: DuckDBEngine, source: Source, delivery: Delivery) -> None:
    """Make the view csv_file of a table with a header; who reads it fills reject_errors."""
    delimiter, labels = csv_header(delivery, source)
    for table in ("reject_errors", "reject_scans"):
        engine.connection.execute(f"drop table if exists {table}")
    try:
        engine.connection.read_csv(
            delivery.glob_safe,
            columns=dict.fromkeys(labels, "VARCHAR"),
            auto_detect=False,
            header=True,
            delimiter=delimiter,
            quotechar='"',
            escapechar='"',
            hive_partitioning=False,
            store_rejects=True,
            max_line_size=LIMITS.read_line_bytes,
        ).create_view("csv_file", replace=True)
    except duckdb.Error as error:
        raise unreadable(delivery, error) from error


def delivered_labels(engine: DuckDBEngine) -> list[str]:
    """The keys of the first records of `delivered`, in the order in which they come."""
    rows = engine.read("select unnest(json_keys(body)) as label from delivered limit 10000")
    return list(dict.fromkeys(rows.column("label").to_pylist()))


def text_lines(engine: DuckDBEngine, delivery: Delivery) -> DuckDBPyRelation:
    """The lines of a text file that are not blank, as (record_no, content)."""
    try:
        lines = engine.connection.read_csv(
            delivery.glob_safe,
            columns={"content": "VARCHAR"},
            auto_detect=False,
            header=False,
            delimiter="\x01",
            quotechar="",
            escapechar="",
            hive_partitioning=False,
            max_line_size=LIMITS.read_line_bytes,
        )
    except duckdb.Error as error:
        raise unreadable(delivery, error) from error
    numbered = lines.select(SQLExpression("row_number() over ()").alias("record_no"), "content")
    # To trim a long line costs more than to read it.
    return numbered.filter("starts_with(content, '{') or trim(content) <> ''")


def csv_header(delivery: Delivery, source: Source) -> tuple[str, list[str]]:
    """The delimiter and the labels of a CSV file, each label once.

    The delimiter is the one the source states, else the one that splits the header most often.
    """
    text = _beginning(delivery)
    unquoted = _QUOTED.sub("", text).split("\n", 1)[0]
    delimiter = source.delimiter or max(_DELIMITERS, key=unquoted.count)
    labels = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    if not labels:
        raise RefusedFileError(
            "The first line is empty; it should be the header.",
            where=delivery.name,
            fix="deliver the file without the empty line",
        )
    return delimiter, labels_of(labels, source, delivery)


def labels_of(labels: list[str], source: Source, delivery: Delivery) -> list[str]:
    """The labels of a header, each once and none of them empty.

    Of a label that stands twice the second is called "label (2)"; one that the source maps is
    refused.
    """
    labels = [label.strip() for label in labels]
    doubled = {label for label, count in Counter(labels).items() if count > 1}
    mapped = sorted(doubled & set(source.columns.values()))
    if mapped:
        raise RefusedFileError(
            f"The column {mapped[0]!r} stands in the header more than once.",
            where=delivery.name,
            fix="deliver the file with each column once",
        )
    return _each_once(labels, set(source.columns.values()))


def _each_once(labels: list[str], mapped: set[str]) -> list[str]:
    # DuckDB does not tell labels apart by the case of their letters. One that the source maps
    # keeps its name, whichever comes first.
    seen = Counter(label.lower() for label in labels if label in mapped)
    names = []
    for position, label in enumerate(labels, start=1):
        name = label or f"column {position}"
        if label not in mapped:
            seen[name.lower()] += 1
        again = label not in mapped and seen[name.lower()] > 1
        names.append(f"{name} ({seen[name.lower()]})" if again else name)
    return names


def _refuse_endless_quote(delivery: Delivery, faults: list[dict[str, Any]]) -> None:
    """A quote that swallows more lines than DuckDB shows of them takes good rows along."""
    for fault in faults:
        if "unquoted" in fault["reason"] and len(fault["row"]) >= _SHOWN and "\n" in fault["row"]:
            raise RefusedFileError(
                f"A quote that opens near line {fault['line']:,} does not end.",
                where=delivery.name,
                fix="mend the quote; nothing of the file was taken",
            )


def _beginning(delivery: Delivery) -> str:
    block = next(unpacked_blocks(delivery.text, LIMITS), b"")
    return block.decode("utf-8", errors="ignore").replace("\r\n", "\n").replace("\r", "\n")


def _deliver(engine: DuckDBEngine, delivery: Delivery, script: str) -> None:
    try:
        engine.execute(sql_text(script), {"path": delivery.glob_safe})
    except duckdb.Error as error:
        raise unreadable(delivery, error) from error


@contextmanager
def reading(delivery: Delivery) -> Iterator[None]:
    """What DuckDB says while it reads a file is about the file, unless it could not write."""
    try:
        yield
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        raise unreadable(delivery, error) from error
    except duckdb.IOException as error:
        if "write" in str(error) or "space" in str(error):
            raise
        raise unreadable(delivery, error) from error


def unreadable(delivery: Delivery, error: duckdb.Error) -> RefusedFileError:
    """The refusal of a whole file, without the data that DuckDB quotes in its message."""
    reason = str(error).splitlines()[0]
    return RefusedFileError(
        f"The file cannot be read: {reason}",
        where=delivery.name,
        fix="deliver it again; nothing of it was taken",
    )
