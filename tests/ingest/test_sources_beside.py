"""A small delivery is taken several sources at a time; what is kept does not tell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import load_config
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.errors import JourneysError
from pipeline.ingest import FileReport, load, load_sources
from pipeline.schedule import make_all

HEAD = "id,who,at,event\n"
SOURCE = """
[[source]]
name = "{name}"
files = ["{name}/*.csv"]
format = "generic"
[source.columns]
event_id = "id"
user_id = "who"
occurred_at = "at"
event = "event"
"""
REST = """
[[journey]]
name = "all"
boundary = "gap"
goal = ["buy"]
timeout = "30 days"
"""
SOURCES = ("web", "crm", "support")


def project(folder: Path, *, faulty: str = "") -> Path:
    """Three sources of two files each; one row of each first file has no time."""
    for source in SOURCES:
        (folder / source).mkdir(parents=True)
        for n in (1, 2):
            rows = [f"{source}{n}{k},p{k},2026-03-0{n}T10:0{k}:00Z,visit\n" for k in range(5)]
            rows += [f"{source}x,p1,never,visit\n"] if n == 1 else []
            text = "no such columns\n1\n" if source == faulty else HEAD + "".join(rows)
            (folder / source / f"{n}.csv").write_text(text)
    config = folder / "journeys.toml"
    config.write_text("".join(SOURCE.format(name=name) for name in SOURCES) + REST)
    return config


def taken(config: Path, threads: int) -> tuple[list[FileReport], list[list[Any]]]:
    """The reports, and every row of the raw layer but for the time of loading."""
    with DuckDBEngine(":memory:", threads=threads) as engine:
        reports = list(load_sources(engine, load_config(config)))
        assert engine.threads() == threads
        selects = (
            "select * exclude (loaded_at) from raw.files order by all",
            "select * exclude (loaded_at) from raw.rejects order by all",
            "select * from raw.generic_events order by all",
            "select * from raw.file_columns order by all",
        )
        return reports, [engine.read(select).to_pylist() for select in selects]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many sources were taken at a time, load by load."""
    told: list[int] = []

    def counted(
        order: range, needs: dict[int, list[int]], workers: list[Callable[[int], None]]
    ) -> None:
        told.append(len(workers))
        make_all(order, needs, workers)

    monkeypatch.setattr(load, "make_all", counted)
    return told


def test_sources_side_by_side_give_what_they_give_in_turn(
    tmp_path: Path, at_once: list[int]
) -> None:
    config = project(tmp_path)
    in_turn = taken(config, threads=1)
    assert taken(config, threads=3) == in_turn
    assert at_once == [3]
    assert [report.name for report in in_turn[0]] == [
        f"{source}/{n}.csv" for source in SOURCES for n in (1, 2)
    ]
    assert [row["file_id"] for row in in_turn[1][0]] == [1, 2, 3, 4, 5, 6]
    assert len(in_turn[1][1]) == 3  # the rows without a time


def test_much_is_taken_one_source_at_a_time(
    tmp_path: Path, at_once: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = project(tmp_path)
    monkeypatch.setattr(load, "_LITTLE_BYTES", 1)
    taken(config, threads=3)
    assert at_once == []


def test_a_second_load_replaces_what_changed_and_numbers_on(tmp_path: Path) -> None:
    config = project(tmp_path)
    with DuckDBEngine(":memory:", threads=3) as engine:
        list(load_sources(engine, load_config(config)))
        (tmp_path / "crm" / "2.csv").write_text(f"{HEAD}new,p9,2026-03-09T10:00:00Z,visit\n")
        reports = list(load_sources(engine, load_config(config)))
        assert [report.status for report in reports] == [*["known"] * 3, "replaced", *["known"] * 2]
        kept = engine.read("select source, event_id from raw.generic_events").to_pylist()
        ids = engine.read("select file_id from raw.files order by file_id").column(0).to_pylist()
    assert [row["event_id"] for row in kept if row["event_id"] == "new"] == ["new"]
    assert len(kept) == 3 * 10 - 5 + 1
    assert ids[:5] == [1, 2, 3, 5, 6]
    assert ids[5] > 6


def test_the_failure_of_one_source_is_told(tmp_path: Path) -> None:
    config = project(tmp_path, faulty="crm")
    with (
        DuckDBEngine(":memory:", threads=3) as engine,
        pytest.raises(JourneysError, match="Nothing of the source crm can be taken"),
    ):
        list(load_sources(engine, load_config(config)))
