"""Every mart as a CSV that a spreadsheet can open."""

import csv
from pathlib import Path

import duckdb

from pipeline.report.tables import write_tables


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_is_one_file_a_table_with_all_its_rows(
    db: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    tables = db.sql("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
    assert {path.stem for path in (folder / "tables").iterdir()} == {name for (name,) in tables}
    for (name,) in tables:
        assert len(rows_of(folder / "tables" / f"{name}.csv")) == len(db.table(f"marts.{name}"))


def test_times_are_written_in_utc_whatever_the_zone_of_the_session(folder: Path) -> None:
    (run,) = rows_of(folder / "tables" / "run.csv")
    assert run["as_of_at"] == "2026-09-28T06:00:00.000000Z"


def test_a_route_is_one_readable_cell(folder: Path) -> None:
    routes = {row["route"] for row in rows_of(folder / "tables" / "routes.csv")}
    assert "Visita a tienda > Contrato > Instalación" in routes


def test_a_text_that_begins_like_a_formula_is_disarmed_but_a_number_is_not(tmp_path: Path) -> None:
    db = duckdb.connect()
    db.execute("create schema marts")
    db.execute(
        "create table marts.t as select * from (values ('=1+1'), ('@x'), ('-5'), ('a')) v(x)"
    )
    (path,) = write_tables(db, tmp_path)
    assert {row["x"] for row in rows_of(path)} == {"'=1+1", "'@x", "-5", "a"}
