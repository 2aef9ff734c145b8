"""Whatever arrives has a stated outcome, and every record of it is accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.bad_files import FILES
from tests.ingest.bad_inputs import Case, Loaded, loaded, told
from tests.ingest.bad_rows import ROWS
from tests.ingest.bad_tables import TABLES
from tests.ingest.bad_texts import TEXTS

CASES = (*TEXTS, *TABLES, *ROWS, *FILES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "_"))
def test_a_bad_input_has_its_stated_outcome(case: Case, tmp_path: Path) -> None:
    found = loaded(case, tmp_path)
    assert told(found.rows, case.tell) == list(case.kept)
    assert [(reject["line"], reject["reason"]) for reject in found.rejects] == list(case.rejects)
    assert all(reject["row"] for reject in found.rejects)
    require_accounts(found)
    if case.outcome == "refused":
        require_refusal(found, case)
    else:
        assert found.error is None
        assert found.refused == []
        assert bool(case.rejects) == (case.outcome == "rejected")


def require_accounts(found: Loaded) -> None:
    """Records read are those kept and those rejected, in the report and in the raw layer."""
    taken = [report for report in found.reports if report.status == "taken"]
    assert [(r.read, r.kept, r.rejected) for r in taken] == [
        (file["rows_read"], file["rows_kept"], file["rows_rejected"]) for file in found.files
    ]
    assert all(report.read == report.kept + report.rejected for report in found.reports)
    assert sum(report.kept for report in taken) == found.in_raw
    assert sum(report.rejected for report in taken) == len(found.rejects)


def require_refusal(found: Loaded, case: Case) -> None:
    """Nothing of the file was taken, and the message names it and what is wrong."""
    assert found.error is not None
    assert case.message in found.error.what
    assert [row["file"] for row in found.refused] == list(case.files)
    assert all(name in found.error.where for name in case.files)
    assert (found.in_raw, found.files) == (0, [])


def test_there_is_a_case_for_everything_we_promise() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names)) >= 60
