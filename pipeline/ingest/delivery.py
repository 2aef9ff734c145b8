"""One delivered file: what it is, and its records as rows of the temporary table `delivered`.

In:     a path
Out:    size and SHA-256; `delivered(record_no, content JSON text, is_object)`
Errors: JourneysError for a file that is empty, unreadable or of an unknown kind
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.errors import JourneysError
from pipeline.sqlfiles import sql_text

_COMPRESSIONS = (".gz", ".zst")
_KINDS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}


@dataclass(frozen=True)
class Delivery:
    """A file as it lies on the disk. `name` is how the project's folder names it."""

    path: Path
    name: str
    sha256: str
    size: int

    @property
    def kind(self) -> str:
        """csv, jsonl or parquet, from the end of the name, with or without compression."""
        suffixes = [s for s in self.path.suffixes if s not in _COMPRESSIONS]
        kind = _KINDS.get(suffixes[-1].lower()) if suffixes else None
        if kind is None:
            known = ", ".join(_KINDS)
            raise JourneysError(
                f"Files of this kind are not read; the name should end in one of {known}.",
                where=self.name,
                fix="rename or convert it; text files may also end in .gz or .zst",
            )
        return kind

    @property
    def glob_safe(self) -> str:
        """The path, written so that DuckDB reads exactly this file and no other."""
        return "".join(f"[{char}]" if char in "*?[" else char for char in str(self.path))


def look_at(path: Path, name: str) -> Delivery:
    """Read a file once, for its hash."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = path.stat().st_size
    if size == 0:
        raise JourneysError("The file is empty.", where=name, fix="deliver it again, or remove it")
    return Delivery(path, name, digest, size)


def deliver_lines(engine: DuckDBEngine, delivery: Delivery) -> None:
    """Fill `delivered` from a JSON-lines file."""
    _deliver(engine, delivery, "load/json_lines.sql", expected="jsonl")


def deliver_records(engine: DuckDBEngine, delivery: Delivery) -> list[tuple[int, str, str]]:
    """Fill `delivered` from a CSV file; return (line, reason, text) of records with faults."""
    _deliver(engine, delivery, "load/csv_rows.sql", expected="csv")
    return csv_faults(engine)


def csv_faults(engine: DuckDBEngine) -> list[tuple[int, str, str]]:
    """The lines the CSV reader refused, once; the reader's own list is cleared."""
    faults = engine.read(sql_text("load/csv_faults.sql")).to_pylist()
    engine.execute("drop table if exists reject_errors")
    engine.execute("drop table if exists reject_scans")
    return [(fault["line"], fault["reason"], fault["row"]) for fault in faults]


def _deliver(engine: DuckDBEngine, delivery: Delivery, script: str, *, expected: str) -> None:
    if delivery.kind != expected:
        raise JourneysError(
            f"This format comes as {expected}, but the file is {delivery.kind}.",
            where=delivery.name,
        )
    try:
        engine.execute(sql_text(script), {"path": delivery.glob_safe})
    except duckdb.Error as error:
        raise unreadable(delivery, error) from error


def unreadable(delivery: Delivery, error: duckdb.Error) -> JourneysError:
    """The refusal of a whole file, without the data that DuckDB quotes in its message."""
    reason = str(error).splitlines()[0]
    return JourneysError(
        f"The file cannot be read: {reason}",
        where=delivery.name,
        fix="deliver it again; nothing of it was taken",
    )
