"""Seeded identifiers and the links between them, in a database of their own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import duckdb

from benchmarks.measure import cost_of_task


def sql(name: str) -> str:
    """One of the statements of this package."""
    return files("benchmarks").joinpath(f"sql/identity_{name}.sql").read_text("utf-8")


def made(folder: Path, links: int) -> Path:
    """A database of about so many links; made once and kept."""
    # In a process of its own: a child's peak is never less than its parent's when it starts.
    return Path(cost_of_task("made_links:make", folder, links).told)


def make(folder: str, links: str) -> Path:
    """Make that database unless it is there."""
    path = Path(folder) / f"identity_{links}.duckdb"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        half_made = path.with_suffix(".part")
        half_made.unlink(missing_ok=True)
        counts = {
            "people": int(links) * 1_057 // 1_000,
            "kiosks": 3 if int(links) < 10_000_000 else 5,
        }
        with duckdb.connect(str(half_made)) as connection:
            connection.execute("set enable_progress_bar = false; create schema identity")
            _fill(connection, counts)
        half_made.rename(path)
    return path


def _fill(connection: duckdb.DuckDBPyConnection, counts: dict[str, int]) -> None:
    connection.execute(f"create temp table made_identifiers as {sql('identifiers')}", counts)
    connection.execute(f"create table identity.made_links as {sql('links')}", counts)
    connection.execute(
        "create table identity.made_identifiers as "
        "select identifier_no, id_type, id_scope, id_value, id_class, is_new "
        "from made_identifiers order by identifier_no"
    )
