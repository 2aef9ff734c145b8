"""Every file of sql/ says what its rows are, whatever reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.models import parse_header
from pipeline.sqlfiles import sql_root

FILES = sorted(sql_root().rglob("*.sql"))


def test_there_are_files_of_every_folder() -> None:
    folders = {path.name for path in sql_root().iterdir() if path.is_dir()}
    assert {path.relative_to(sql_root()).parts[0] for path in FILES} == folders


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_header_says_what_the_file_finds_and_what_a_row_is(path: Path) -> None:
    header = parse_header(path.read_text("utf-8"))
    assert header["What"].endswith(".")
    assert header["Grain"].startswith("one row")
