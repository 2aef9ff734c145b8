"""What a bad input is, and how one is loaded: the frame of the table of cases.

In:     a case: files as bytes, the settings of their source, what should become of them
Out:    `loaded(case, folder)`: what the load reports, and what stands in the raw layer
Note:   outcomes: accepted (as it is), repaired (accepted, though not as it was written), rejected
        (some rows, each with its reason), refused (the whole file, with a message)
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from pipeline.config import load_config
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.errors import JourneysError
from pipeline.ingest import FileReport, load_sources

_CONFIG = """
[[source]]
name = "s"
files = {files}
{settings}
[source.columns]
{columns}
[[journey]]
name = "all"
boundary = "whole"
goal = ["visit"]
timeout = "1 day"
"""
COLUMNS = 'event = "event"\noccurred_at = "at"\nuser_id = "who"'
HEAD = b"who,at,event\n"
AT = "2025-11-12T10:00:00Z"
ANA = f"ana,{AT},visit\n".encode()
EVA = f"eva,{AT},visit\n".encode()
BOTH = ("ana visit", "eva visit")
GOOD = HEAD + ANA + EVA
Outcome = Literal["accepted", "repaired", "rejected", "refused"]


@dataclass(frozen=True)
class Case:
    """One bad input. `kept` are the kept rows, each as the values of the columns in `tell`."""

    name: str
    outcome: Outcome
    files: Mapping[str, bytes]
    kept: tuple[str, ...] = ()
    rejects: tuple[tuple[int, str], ...] = ()
    message: str = ""
    settings: str = ""
    columns: str = COLUMNS
    tell: str = "user_id event"
    table: str = "raw.generic_events"


@dataclass(frozen=True)
class Loaded:
    """What became of a case."""

    reports: list[FileReport]
    error: JourneysError | None
    files: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    in_raw: int = 0


def csv(*rows: str, head: str = "who,at,event") -> dict[str, bytes]:
    """A CSV file of these lines."""
    return {"a.csv": "".join(f"{line}\n" for line in (head, *rows)).encode()}


def lines(*rows: str) -> dict[str, bytes]:
    """A file of these lines of JSON."""
    return {"a.jsonl": "".join(f"{line}\n" for line in rows).encode()}


def record(**changes: object) -> str:
    """A good record as JSON, but for these changes."""
    return json.dumps({"who": "ana", "at": AT, "event": "visit"} | changes, ensure_ascii=False)


def gz(data: bytes) -> bytes:
    """Compressed, the same at any time."""
    return gzip.compress(data, mtime=0)


def zst(data: bytes) -> bytes:
    """Compressed as zstd."""
    packed: bytes = pa.compress(data, codec="zstd", asbytes=True)
    return packed


def write_project(folder: Path, case: Case, *, patterns: list[str] | None = None) -> Path:
    """Put the files and the configuration of a case into `folder`; return the configuration."""
    for name, data in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    names = json.dumps(patterns or list(case.files), ensure_ascii=False)
    config = folder / "journeys.toml"
    config.write_text(
        _CONFIG.format(files=names, settings=case.settings, columns=case.columns), encoding="utf-8"
    )
    return config


def loaded(case: Case, folder: Path, *, patterns: list[str] | None = None) -> Loaded:
    """Load a case into an empty warehouse."""
    project = load_config(write_project(folder, case, patterns=patterns))
    reports: list[FileReport] = []
    error = None
    with DuckDBEngine(":memory:", threads=1) as engine:
        try:
            reports.extend(load_sources(engine, project))
        except JourneysError as caught:
            error = caught
        return Loaded(
            reports,
            error,
            _rows(engine, "raw.files", "file_id"),
            _rows(engine, case.table, "file_id, record_no"),
            _rows(engine, "raw.rejects", "file_id, line"),
            _rows(engine, "raw.refused_files", "file"),
            len(_rows(engine, case.table, "record_no")),
        )


def told(rows: list[dict[str, Any]], columns: str) -> list[str]:
    """Rows as text; times in UTC."""
    return [" ".join(_text(row[column]) for column in columns.split()) for row in rows]


def _text(value: object) -> str:
    return f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value)


def _rows(engine: DuckDBEngine, table: str, order: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        engine.connection.table(table).order(order).to_arrow_table().to_pylist()
    )
    return found
