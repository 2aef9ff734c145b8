"""Files of which nothing can be taken."""

import gzip
from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.errors import JourneysError
from pipeline.run import Plan, run, warehouse_path


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.csv", b"", "The file is empty"),
        ("picture.png", b"\x89PNG", "Files of this kind are not read"),
        (
            "cut.csv.gz",
            gzip.compress(b"case_id,activity,timestamp\n" * 99, mtime=0)[:-20],
            "cut or damaged",
        ),
        ("other.csv", b"case,activity,timestamp\nx,y,2025-01-01\n", "has no column 'case_id'"),
        ("zero.parquet", b"PAR1", "This is no whole Parquet file"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_by_name(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "journeys.toml").write_text(
        f'[[source]]\nname = "s"\nfiles = ["{name}"]\n[source.columns]\nevent = "activity"\n'
        'occurred_at = "timestamp"\ncase_id = "case_id"\n'
        '[[journey]]\nname = "j"\nboundary = "whole"\ngoal = ["x"]\ntimeout = "1 day"\n'
    )
    project = load_config(tmp_path / "journeys.toml")
    with pytest.raises(JourneysError, match=message) as caught:
        run(project, Plan(load=True, build=True))
    assert name in str(caught.value)
    assert not warehouse_path(project).exists()


def _project(folder: Path, times: str, more: str = "") -> Path:
    (folder / "log.csv").write_text(f"case_id,activity,timestamp\n1,x,{times}\n")
    (folder / "journeys.toml").write_text(
        '[[source]]\nname = "s"\nfiles = ["log.csv"]\n[source.columns]\nevent = "activity"\n'
        f'occurred_at = "timestamp"\ncase_id = "case_id"\n{more}'
        '[[journey]]\nname = "j"\nboundary = "whole"\ngoal = ["x"]\ntimeout = "1 day"\n'
    )
    return folder / "journeys.toml"


def test_times_without_an_offset_are_told_with_the_line_that_mends_them(tmp_path: Path) -> None:
    project = load_config(_project(tmp_path, "2026-01-01 10:00"))
    with pytest.raises(JourneysError) as caught:
        run(project, Plan(load=True, build=True))
    assert "names no timezone" in str(caught.value)
    assert 'add timezone = "Europe/Madrid", or whichever it is, to [[source]] "s"' in str(
        caught.value
    )


def test_a_run_of_which_nothing_can_be_taken_fails_also_after_a_good_one(tmp_path: Path) -> None:
    run(load_config(_project(tmp_path, "2026-01-01T10:00Z")), Plan(load=True, build=True))
    (tmp_path / "log.csv").write_text("case,activity,timestamp\n1,x,2026-01-01T10:00Z\n")
    with pytest.raises(JourneysError, match="Nothing of the source s can be taken"):
        run(load_config(tmp_path / "journeys.toml"), Plan(load=True, build=True))
