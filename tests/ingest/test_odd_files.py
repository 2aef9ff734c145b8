"""Names that are no regular files, files that change, and what is delivered twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.ingest import FileReport, delivery
from pipeline.ingest.plain import write_plain
from tests.ingest.bad_inputs import ANA, AT, BOTH, COLUMNS, GOOD, HEAD, Case, loaded, told

BESIDE = Case("beside", "accepted", {"logs/good.csv": GOOD})
EVERYTHING = ["logs/*"]


def statuses(reports: list[FileReport]) -> dict[str, str]:
    return {report.name: report.reason or report.status for report in reports}


def test_a_link_is_refused_by_name_and_its_neighbours_are_taken(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "elsewhere.csv").write_bytes(GOOD + ANA)
    (tmp_path / "logs/link.csv").symlink_to(tmp_path / "elsewhere.csv")
    (tmp_path / "logs/broken.csv").symlink_to(tmp_path / "nowhere.csv")
    found = loaded(BESIDE, tmp_path, patterns=EVERYTHING)
    assert statuses(found.reports) == {
        "logs/broken.csv": "This is a link.",
        "logs/good.csv": "taken",
        "logs/link.csv": "This is a link.",
    }
    assert told(found.rows, "user_id event") == list(BOTH)


def test_a_pipe_is_refused_and_nobody_waits_for_it(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    os.mkfifo(tmp_path / "logs/pipe.csv")
    found = loaded(BESIDE, tmp_path, patterns=EVERYTHING)
    assert statuses(found.reports) == {
        "logs/good.csv": "taken",
        "logs/pipe.csv": "This is no regular file.",
    }


def test_folders_hidden_and_half_delivered_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "logs/folder.csv").mkdir(parents=True)
    for name in (".hidden.csv", "a.csv.part", "b.csv.tmp", "c.csv.crdownload"):
        (tmp_path / "logs" / name).write_bytes(GOOD)
    found = loaded(BESIDE, tmp_path, patterns=EVERYTHING)
    assert statuses(found.reports) == {"logs/good.csv": "taken"}


def test_a_file_that_grows_while_it_is_read_is_left_for_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def write_meanwhile(*args: object, **kwargs: object) -> Path:
        with (tmp_path / "a.csv").open("ab") as file:
            file.write(ANA)
        return write_plain(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(delivery, "write_plain", write_meanwhile)
    found = loaded(Case("grows", "accepted", {"a.csv": GOOD}), tmp_path)
    assert statuses(found.reports) == {"a.csv": "growing"}
    assert (found.rows, found.refused, found.error) == ([], [], None)


def test_a_file_under_two_names_is_taken_once(tmp_path: Path) -> None:
    found = loaded(Case("twice", "accepted", {"a.csv": GOOD, "b.csv": GOOD}), tmp_path)
    assert statuses(found.reports) == {"a.csv": "taken", "b.csv": "known"}
    assert told(found.rows, "user_id event") == list(BOTH)


def test_a_name_that_is_a_pattern_means_that_file_and_no_other(tmp_path: Path) -> None:
    files = {"a*.csv": HEAD + ANA, "ab.csv": GOOD, "[1].csv": GOOD + ANA, "1.csv": GOOD}
    case = Case("patterns", "accepted", files)
    (tmp_path / "first").mkdir()
    found = loaded(case, tmp_path / "first", patterns=["[1].csv"])
    assert [(file["path"], file["rows_read"]) for file in found.files] == [("[1].csv", 3)]
    (tmp_path / "second").mkdir()
    found = loaded(case, tmp_path / "second", patterns=["a*.csv"])
    assert [(file["path"], file["rows_read"]) for file in found.files] == [("a*.csv", 1)]


def test_rows_with_one_id_and_other_content_both_stay_in_the_raw_layer(tmp_path: Path) -> None:
    first, second = f"1,ana,{AT},visit\n", f"1,eva,{AT},visit\n"
    head = "id,who,at,event\n"
    files = {"a.csv": (head + first * 2).encode(), "b.csv": (head + second).encode()}
    case = Case("one id", "accepted", files, columns=COLUMNS + '\nevent_id = "id"')
    found = loaded(case, tmp_path)
    assert told(found.rows, "event_id user_id") == ["1 ana", "1 ana", "1 eva"]
