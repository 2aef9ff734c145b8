from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.golden.reading import Truth

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@pytest.fixture(scope="session")
def truth() -> Truth:
    """The numbers the generator counted from what its people did."""
    numbers: Truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
    return numbers
