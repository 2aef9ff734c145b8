"""A load that is killed at any moment leaves nothing that the next one does not put right.

`make soak` does the same with 200 kills: JOURNEYS_SOAK says how many.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.run import Plan, run, warehouse_path
from pipeline.warehouse import reading
from tests.ingest.bad_inputs import COLUMNS

KILLS = int(os.environ.get("JOURNEYS_SOAK", "10"))
TIMES = {"loaded_at", "refused_at"}
CONFIG = f"""
[[source]]
name = "s"
files = ["logs/*"]
[source.columns]
{COLUMNS}
[[journey]]
name = "all"
boundary = "whole"
goal = ["visit"]
timeout = "1 day"
"""


@dataclass(frozen=True)
class Prepared:
    """A project before its second load, what its raw layer holds before and after, its files.

    `after_first` is what a load of the same files into an empty warehouse gives.
    """

    folder: Path
    before: str
    after: str
    after_first: str
    files: set[str]
    seconds: float


def rows(first: int, count: int) -> str:
    """Visits, every 50th of them without a time."""
    return "who,at,event\n" + "".join(
        f"p{number},{'' if number % 50 == 0 else f'2026-03-02T10:{number % 60:02}:00Z'},visit\n"
        for number in range(first, first + count)
    )


def digest(folder: Path) -> str | None:
    """All rows of the raw layer but for the times of loading; None without a warehouse."""
    path = warehouse_path(load_config(folder / "journeys.toml"))
    if not path.exists():
        return None
    found = hashlib.sha256()
    with reading(path) as engine:
        names = (
            "select table_name as name from duckdb_tables() where schema_name = 'raw' order by 1"
        )
        for name in engine.read(names).column("name").to_pylist():
            table = engine.connection.table(f"raw.{name}").to_arrow_table()
            plain = table.drop_columns([column for column in table.column_names if column in TIMES])
            found.update(name.encode() + repr(sorted(map(repr, plain.to_pylist()))).encode())
    return found.hexdigest()


def files_in(folder: Path) -> set[str]:
    """Every file and folder, as a path from `folder`."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def load(folder: Path) -> None:
    run(load_config(folder / "journeys.toml"), Plan(load=True))


def start(folder: Path) -> subprocess.Popen[bytes]:
    """Begin a load as a scheduler would, with a process group and a TMPDIR of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", "--quiet", "load", "--config", folder / "journeys.toml"],
        env={**os.environ, "TMPDIR": str(folder / "tmp")},
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("before")
    (folder / "logs").mkdir()
    (folder / "tmp").mkdir()
    (folder / "journeys.toml").write_text(CONFIG)
    (folder / "logs/1.csv").write_text(rows(0, 800))
    load(folder)
    before = digest(folder)
    (folder / "logs/1.csv").write_text(rows(0, 1200))  # a log that has grown
    (folder / "logs/2.csv").write_bytes(rows(5000, 1500).encode("utf-16"))
    (folder / "logs/3.csv").write_text(rows(1000, 800))
    clean = folder.with_name("clean")
    shutil.copytree(folder, clean)
    began = time.monotonic()
    assert start(clean).wait() == 0
    seconds = time.monotonic() - began
    after = digest(clean)
    first = folder.with_name("first")
    shutil.copytree(folder, first, ignore=shutil.ignore_patterns("build"))
    load(first)
    after_first = digest(first)
    assert before
    assert after
    assert after_first
    assert before != after
    return Prepared(folder, before, after, after_first, files_in(clean), seconds)


@pytest.mark.parametrize("trial", range(KILLS))
def test_a_killed_load_is_put_right_by_the_next_one(
    prepared: Prepared, tmp_path: Path, trial: int
) -> None:
    folder = tmp_path / "project"
    shutil.copytree(prepared.folder, folder)
    first = trial % 4 == 0
    if first:
        shutil.rmtree(folder / "build")
    # The first third of the time Python only starts.
    share = random.Random(trial).uniform(0.3, 1.0)  # noqa: S311 - no secret
    process = start(folder)
    time.sleep(share * prepared.seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    before = None if first else prepared.before
    after = prepared.after_first if first else prepared.after
    assert digest(folder) in {before, after}
    load(folder)
    assert digest(folder) == after
    assert files_in(folder) == prepared.files
