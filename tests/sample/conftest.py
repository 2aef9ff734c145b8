from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.sample import write_sample
from tests.sample.reading import Sample

ROOT = Path(__file__).parents[2]
SMALL = 1_500


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A company of 1,500 people, written now."""
    folder = tmp_path_factory.mktemp("small_company")
    write_sample(folder, people=SMALL)
    return Sample(folder)


@pytest.fixture(scope="session")
def committed() -> Sample:
    """The company of 20,000 people that lies in the repository."""
    return Sample(ROOT / "data" / "sample")


@pytest.fixture(scope="session", params=["small", "committed"])
def sample(request: pytest.FixtureRequest) -> Sample:
    """Either company: what holds for one holds for the other."""
    found: Sample = request.getfixturevalue(request.param)
    return found
