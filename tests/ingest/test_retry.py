"""Rejected rows are kept whole, so that they can be taken once the mapping is mended."""

from pathlib import Path

from pipeline.config import load_config
from pipeline.run import Plan, RunResult, run, warehouse_path
from pipeline.warehouse import reading

SOURCE = """
[[source]]
name = "s"
files = ["*.csv"]
{zone}
[source.columns]
event = "what"
occurred_at = "at"
user_id = "who"
[[journey]]
name = "j"
boundary = "whole"
goal = ["pay"]
timeout = "1 day"
"""
FIRST = "who,what,at\nana,pay,2025-01-01T10:00Z\nana,look,2025-01-01 09:00\nleo,look,soon\n"


def load(folder: Path, zone: str = "", *, retry: bool = False) -> RunResult:
    (folder / "journeys.toml").write_text(SOURCE.format(zone=zone))
    project = load_config(folder / "journeys.toml")
    return run(project, Plan(load=True, retry_rejects=retry))


def asked(folder: Path, select: str) -> list[tuple[object, ...]]:
    with reading(warehouse_path(load_config(folder / "journeys.toml"))) as engine:
        return engine.connection.sql(select).fetchall()


def test_what_is_good_now_is_taken_although_its_file_is_gone(tmp_path: Path) -> None:
    (tmp_path / "1.csv").write_text(FIRST)
    load(tmp_path)
    assert len(asked(tmp_path, "from raw.rejects")) == 2
    (tmp_path / "1.csv").unlink()
    (tmp_path / "2.csv").write_text("who,what,at\nzoe,look,2025-01-02T10:00Z\n")
    result = load(tmp_path, 'timezone = "Europe/Madrid"', retry=True)
    (again,) = [file for file in result.files if file.status == "retried"]
    assert (again.name, again.read, again.kept, again.rejected) == ("1.csv", 2, 1, 1)
    assert asked(tmp_path, "select line, reason from raw.rejects") == [
        (4, "time not understood: soon")
    ]
    assert asked(tmp_path, "select path, rows_read, rows_kept, rows_rejected from raw.files") == [
        ("1.csv", 3, 2, 1),
        ("2.csv", 1, 1, 0),
    ]
    run(load_config(tmp_path / "journeys.toml"), Plan(build=True))
    assert asked(tmp_path, "select event, occurred_at::varchar from staging.events order by 2") == [
        ("look", "2025-01-01 08:00:00+00"),
        ("pay", "2025-01-01 10:00:00+00"),
        ("look", "2025-01-02 10:00:00+00"),
    ]


def test_trying_again_without_a_change_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "1.csv").write_text(FIRST)
    load(tmp_path)
    before = asked(tmp_path, "select line, reason, row from raw.rejects order by line")
    for _ in range(2):
        load(tmp_path, retry=True)
    assert asked(tmp_path, "select line, reason, row from raw.rejects order by line") == before


def test_a_mended_mapping_reads_the_files_that_are_there_anew(tmp_path: Path) -> None:
    (tmp_path / "1.csv").write_text(FIRST)
    load(tmp_path)
    result = load(tmp_path, 'timezone = "Europe/Madrid"')
    assert [(f.status, f.kept, f.rejected) for f in result.files] == [("replaced", 2, 1)]


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "1.csv").write_text(FIRST)
    (tmp_path / "2.csv").write_bytes(b"")
    (tmp_path / "3.csv").write_text("a,b\n1,2\n")
    result = load(tmp_path)
    assert [(file.name, file.status) for file in result.files] == [
        ("1.csv", "taken"),
        ("2.csv", "refused"),
        ("3.csv", "refused"),
    ]
    assert asked(tmp_path, "select file, reason from raw.refused_files order by file") == [
        ("2.csv", "The file is empty."),
        (
            "3.csv",
            "The file has no column 'what', which should be its event; known: a, b",
        ),
    ]
