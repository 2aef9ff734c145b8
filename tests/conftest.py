"""The sample, built once for all tests that look at it."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Project, load_config
from pipeline.run import Plan, run, warehouse_path
from pipeline.warehouse import reading

ROOT = Path(__file__).parent.parent
KEY = "a key for tests, of no use elsewhere"


@pytest.fixture(scope="session", autouse=True)
def _one_key_and_no_settings_from_outside() -> Iterator[None]:
    """Tests depend on no setting of whoever runs them."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("JOURNEYS_")}
    for name in kept:
        del os.environ[name]
    os.environ["JOURNEYS_KEY"] = KEY
    yield
    del os.environ["JOURNEYS_KEY"]
    os.environ.update(kept)


@pytest.fixture(scope="session")
def sample_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The committed sample in a folder of its own, built, with its report.

    All processes of one run of the tests share it: the first one builds, the others wait. Nobody
    writes to it.
    """
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = root / "sample", root / "sample.built"
    with (root / "sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of one that could not be built
            _build_sample(folder)
            done.touch()
    return load_config(folder / "journeys.toml")


def _build_sample(folder: Path) -> None:
    folder.mkdir()
    shutil.copy(ROOT / "journeys.toml", folder)
    shutil.copytree(ROOT / "data", folder / "data")
    with pytest.MonkeyPatch.context() as patch:
        # Off in the sample, as nothing of its report needs them.
        patch.setenv("JOURNEYS_PROPOSALS__ENABLED", "true")
        run(load_config(folder / "journeys.toml"), Plan(load=True, build=True, report=True))


@pytest.fixture(scope="session")
def sample_db(sample_project: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    """The built sample, read-only."""
    with reading(warehouse_path(sample_project)) as engine:
        yield engine.connection
