"""Where nothing is hidden nothing is found, but for one time in twenty.

By default one company is written and searched; JOURNEYS_SOAK_COMPANIES sets another number.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from scipy import stats

from tests.questions.small_company import SPECIFIC, opportunities_of

# Read when the tests are found: a setting of whoever runs them is taken away before they run.
COMPANIES = int(os.environ.get("JOURNEYS_SOAK_COMPANIES", "1"))
PEOPLE = 3_000


def test_a_company_without_stories_has_no_specific_opportunity(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.sample.files._ZSTD_LEVEL", 1)  # to pack well takes long
    with_any = 0
    for seed in range(1, COMPANIES + 1):
        rows = opportunities_of(tmp_path / str(seed), seed=seed, people=PEOPLE, stories=False)
        with_any += any(row["kind"] in SPECIFIC for row in rows)
    # One in twenty may have one: of one company none, of twenty up to three (in 98 % of the sets).
    assert with_any <= stats.binom.ppf(0.95, COMPANIES, 0.05)
