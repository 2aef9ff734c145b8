"""A run goes on from the one before where it can, and says why where it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.run import Plan, run, warehouse_path
from pipeline.warehouse import reading
from tests.identity.test_overrides import HEADER, row

CONFIG = """
[identity]
compare = false
overrides = "said.csv"
[[source]]
name = "web"
files = ["web*.csv"]
timezone = "UTC"
columns = { event = "event", occurred_at = "at", user_id = "who" }
[[journey]]
name = "buy"
boundary = "gap"
goal = ["buy"]
timeout = "1 hour"
"""
HEAD = "event,at,who\n"
FIRST = "visit,2026-03-02 10:00,ana\nbuy,2026-03-02 10:10,ana\n" + "".join(
    f"visit,2026-03-01 10:00,{who}\n" for who in ("ben", "eva", "ida", "joe", "kim")
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "journeys.toml").write_text(CONFIG)
    (tmp_path / "web1.csv").write_text(HEAD + FIRST)
    (tmp_path / "said.csv").write_text(HEADER + "\n")
    return tmp_path


def extent(folder: Path, *, whole: bool = False) -> str:
    """What a run says of whom it made rows."""
    plan = Plan(load=True, build=True, whole=whole)
    return run(load_config(folder / "journeys.toml"), plan).extent


def steps(folder: Path) -> int:
    with reading(warehouse_path(load_config(folder / "journeys.toml"))) as engine:
        return int(engine.scalar("select count(*) from marts.steps"))


def test_a_run_goes_on_from_the_one_before_unless_something_else_changed(folder: Path) -> None:
    assert extent(folder) == "anew: nothing was built before"
    (folder / "web2.csv").write_text(HEAD + "zoom,2026-03-02 10:05,ana\n")
    assert (extent(folder), steps(folder)) == ("for 1 of 6 people", 8)
    # What a file gave is taken back with the file that stands in its place.
    (folder / "web2.csv").write_text(
        HEAD + "zoom,2026-03-02 10:06,ana\nzoom,2026-03-01 09:00,lou\n"
    )
    assert (extent(folder), steps(folder)) == ("for 2 of 7 people", 9)
    apart = row("user_id=ana", "user_id=ben", "cannot")
    (folder / "said.csv").write_text(f"{HEADER}\n{apart}\n")
    assert extent(folder) == "anew: the configuration changed"
    assert extent(folder, whole=True) == "anew: so was asked"
